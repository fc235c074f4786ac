import type { Clock } from '../../foundation/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { removeInBatches } from '../../platform/database/remove-in-batches.ts';
import { removeOldJobs } from './old-bulk-jobs.repository.ts';

/** Each with up to 1 000 rows. */
const maxInBatch = 20;
const dayMs = 24 * 3_600_000;
const keptEndedMs = 30 * dayMs;
/** No queue holds a job for longer than 90 days, so one that has not ended by then never will. */
const keptOpenMs = 120 * dayMs;

/**
 * Removes the bulk jobs that ended 30 days ago, and those that never ended 120 days after they were asked for, with their rows. What they
 * issued stays, and its history names the call that asked for it.
 * @param signal - Aborted: no other batch is begun.
 * @returns How many were removed.
 */
export function cleanUpJobs({ database, clock }: { readonly database: Pick<Database, 'query'>; readonly clock: Clock }, signal: AbortSignal): Promise<number> {
    const now = clock.now().getTime();
    const old = { endedBefore: new Date(now - keptEndedMs), openSince: new Date(now - keptOpenMs) };
    return removeInBatches((most) => removeOldJobs(database, old, most), maxInBatch, signal);
}
