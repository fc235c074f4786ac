import type { Database } from '../database/database.ts';
import { removeExpiredKeys } from './expired-keys.repository.ts';
import type { JobObserver } from './job-observer.ts';

/** Enough for little overhead, few enough for a statement of some milliseconds. */
const mostInBatch = 1_000;

/**
 * Removes the Idempotency-Keys whose 24 hours are over, with the answers kept under them. Nobody misses them: such a key counts as
 * new already. Several workers share the work.
 * @param signal - Aborted: no other batch is begun.
 * @returns How many were removed.
 */
export async function cleanUpIdempotencyKeys(
    { database, observer }: { readonly database: Database; readonly observer: Pick<JobObserver, 'idempotencyKeysRemoved'> }, signal: AbortSignal
): Promise<number> {
    let removed = 0;
    let inBatch = mostInBatch;
    while (inBatch === mostInBatch && !signal.aborted) {
        inBatch = await removeExpiredKeys(database, mostInBatch);
        observer.idempotencyKeysRemoved(inBatch);
        removed += inBatch;
    }
    return removed;
}
