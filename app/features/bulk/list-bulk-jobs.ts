import type { Database } from '../../platform/database/database.ts';
import { listBulkJobs, type JobQuery, type ListedJob } from './bulk-job-list.repository.ts';

/** One page of jobs, the newest first. */
export type JobPage = { readonly jobs: readonly ListedJob[]; readonly nextCursor: string | null };

/** One page of an organisation's jobs; ended jobs are listed for 30 days. */
export async function listJobs(
    { database }: { readonly database: Database }, organisationId: string, query: JobQuery
): Promise<JobPage> {
    const found = await listBulkJobs(database, organisationId, { ...query, limit: query.limit + 1 });
    const jobs = found.slice(0, query.limit);
    return { jobs, nextCursor: found.length > query.limit ? jobs.at(-1)?.id ?? null : null };
}
