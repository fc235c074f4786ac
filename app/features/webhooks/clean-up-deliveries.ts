import type { Clock } from '../../foundation/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { removeInBatches } from '../../platform/database/remove-in-batches.ts';
import { removeEndedDeliveries } from './ended-deliveries.repository.ts';

const maxInBatch = 1_000;
const keptMs = 30 * 24 * 3_600_000;

/**
 * Removes the records of deliveries that ended more than 30 days ago. Their events stay, and can be sent again.
 * @param signal - Aborted: no further batch begins.
 * @returns Number of removed deliveries.
 */
export function cleanUpDeliveries(
    { database, clock }: { readonly database: Pick<Database, 'query'>; readonly clock: Clock }, signal: AbortSignal
): Promise<number> {
    return removeInBatches(
        (max) => removeEndedDeliveries(database, new Date(clock.now().getTime() - keptMs), max), maxInBatch, signal);
}
