import type { Database } from '../database/database.ts';
import { removeExpiredKeys } from './expired-keys.repository.ts';
import type { JobObserver } from '../jobs/job-observer.ts';
import { removeInBatches } from '../database/remove-in-batches.ts';

/** Maximum keys in a batch: enough for little overhead, few enough for a statement of some milliseconds. */
const maxInBatch = 1_000;

/**
 * Removes the Idempotency-Keys whose 24 hours are over, with the answers kept under them. No caller misses them: such a
 * key counts as new already. Several workers share the work.
 * @param signal - Aborted: no other batch is begun.
 * @returns Number removed.
 */
export function cleanUpIdempotencyKeys(
    { database, observer }: {
        readonly database: Database; readonly observer: Pick<JobObserver, 'idempotencyKeysRemoved'>
    },
    signal: AbortSignal
): Promise<number> {
    return removeInBatches(async (max) => {
        const removed = await removeExpiredKeys(database, max);
        observer.idempotencyKeysRemoved(removed);
        return removed;
    }, maxInBatch, signal);
}
