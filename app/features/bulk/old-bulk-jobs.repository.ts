import type { Database, Statement } from '../../platform/database/database.ts';

const remove: Statement = {
    name: 'remove_old_bulk_jobs',
    text: `WITH old AS (
            SELECT id FROM invoices.bulk_job
            WHERE finished_at < $1::timestamptz OR (finished_at IS NULL AND created_at < $2::timestamptz)
            LIMIT $3::int FOR UPDATE SKIP LOCKED),
        removed_rows AS (DELETE FROM invoices.bulk_job_row r USING old o WHERE r.job_id = o.id),
        removed AS (DELETE FROM invoices.bulk_job j USING old o WHERE j.id = o.id RETURNING 1)
        SELECT count(*)::int AS count FROM removed`
};

/**
 * Removes bulk jobs that ended before `endedBefore`, or are open since before `openSince`. @returns Number of jobs
 * removed, at most `most`
 */
export async function removeOldJobs(
    { query }: Pick<Database, 'query'>,
    { endedBefore, openSince }: { readonly endedBefore: Date; readonly openSince: Date }, max: number
): Promise<number> {
    const [row] = await query<{ count: number }>(remove, [endedBefore, openSince, max]);
    return row?.count ?? 0;
}
