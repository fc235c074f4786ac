import type { Clock } from '../../foundation/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { removeInBatches } from '../../platform/database/remove-in-batches.ts';
import { removeEndedDeliveries } from './ended-deliveries.repository.ts';
import { removeOldAllowances } from './webhook-allowance.repository.ts';

const maxInBatch = 1_000;
const keptMs = 30 * 24 * 3_600_000;
/** Longer than the hour of an allowance, because processes' clocks may differ. */
const allowanceKeptMs = 2 * 3_600_000;

/**
 * Removes the records of deliveries that ended more than 30 days ago, and what was used of allowances in hours that
 * are over. The events stay, and can be sent again.
 * @param signal - Aborted: no further batch begins.
 * @returns Number of removed deliveries.
 */
export async function cleanUpDeliveries(
    { database, clock }: { readonly database: Pick<Database, 'query'>; readonly clock: Clock }, signal: AbortSignal
): Promise<number> {
    const now = clock.now().getTime();
    await removeInBatches(
        (max) => removeOldAllowances(database, new Date(now - allowanceKeptMs), max), maxInBatch, signal);
    return removeInBatches(
        (max) => removeEndedDeliveries(database, new Date(now - keptMs), max), maxInBatch, signal);
}
