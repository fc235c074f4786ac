import type { Database, Statement } from '../../platform/database/database.ts';
import { instantsOf, jobFields, type StoredInstants } from './bulk-job.repository.ts';
import type { BulkJob, JobCounts } from './bulk-job.ts';
import type { BulkJobStatus } from '../../foundation/vocabulary/bulk-jobs.ts';

/** A job with the counts of its rows instead of the rows. */
export type ListedJob = Omit<BulkJob, 'rows'> & JobCounts;

/** Filter and page of a list of jobs, the newest first. */
export type JobQuery = {
    readonly status?: readonly BulkJobStatus[];
    readonly type?: readonly BulkJob['type'][];
    /** Id of the last job of the page before. */
    readonly cursor?: string;
    readonly limit: number;
};

/** SQL for the status of job `j`, like `statusOf`. */
const status = `CASE WHEN j.finished_at IS NULL THEN CASE WHEN j.started_at IS NULL THEN 'queued' ELSE 'running' END
    WHEN NOT EXISTS (SELECT FROM invoices.bulk_job_row r WHERE r.job_id = j.id AND r.status = 'failed') THEN 'succeeded'
    WHEN EXISTS (SELECT FROM invoices.bulk_job_row r WHERE r.job_id = j.id AND r.status = 'done') THEN 'partly_failed'
    ELSE 'failed' END`;

/**
 * Statement of one page. Ids are UUIDs of version 7, so their order is that of time. Rows are counted for the jobs of
 * the page only.
 */
const list: Statement = {
    name: 'list_bulk_jobs',
    text: `SELECT json_build_object(${jobFields}, 'total', c.total, 'done', c.done, 'failed', c.failed) AS job
        FROM (SELECT j.* FROM invoices.bulk_job j
            WHERE j.organisation_id = $1 AND ($2::uuid IS NULL OR j.id < $2::uuid)
                AND ($3::text[] IS NULL OR j.type = ANY ($3))
                AND ($4::text[] IS NULL OR ${status} = ANY ($4))
            ORDER BY j.id DESC LIMIT $5::int) j
        CROSS JOIN LATERAL (
            SELECT COUNT(*) AS total, COUNT(*) FILTER (WHERE r.status = 'done') AS done,
                COUNT(*) FILTER (WHERE r.status = 'failed') AS failed
            FROM invoices.bulk_job_row r WHERE r.job_id = j.id) c
        ORDER BY j.id DESC`
};

type StoredJob = Omit<ListedJob, keyof StoredInstants> & StoredInstants;

/** Jobs of an organisation, the newest first. */
export async function listBulkJobs(
    { query }: Pick<Database, 'query'>, organisationId: string, { status: statuses, type, cursor, limit }: JobQuery
): Promise<readonly ListedJob[]> {
    const rows = await query<{ readonly job: StoredJob }>(
        list, [organisationId, cursor ?? null, type ?? null, statuses ?? null, limit]);
    return rows.map(({ job }) => ({ ...job, ...instantsOf(job) }));
}
