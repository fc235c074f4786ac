import type { Clock } from '../../foundation/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { removeInBatches } from '../../platform/database/remove-in-batches.ts';
import { removeOldJobs } from './old-bulk-jobs.repository.ts';

/** Maximum number of jobs in a batch, each with up to 1 000 rows. */
const maxInBatch = 20;
const dayMs = 24 * 3_600_000;
const keptEndedMs = 30 * dayMs;
/**
 * Retention of open jobs, in ms. No queue holds a job for longer than 90 days, so a job that is still open then never
 * ends.
 */
const keptOpenMs = 120 * dayMs;

/**
 * Removes the bulk jobs that ended 30 days ago, and those that have not ended 120 days after their request, with their
 * rows. The invoices that they issued stay, and their history names the call that asked for it.
 * @param signal - Aborted to begin no other batch.
 * @returns Number of jobs removed.
 */
export function cleanUpJobs(
    { database, clock }: { readonly database: Pick<Database, 'query'>; readonly clock: Clock }, signal: AbortSignal
): Promise<number> {
    const now = clock.now().getTime();
    const old = { endedBefore: new Date(now - keptEndedMs), openSince: new Date(now - keptOpenMs) };
    return removeInBatches((max) => removeOldJobs(database, old, max), maxInBatch, signal);
}
