import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { removeEndedDeliveries } from './ended-deliveries.repository.ts';

const mostInBatch = 1_000;
const keptMs = 30 * 24 * 3_600_000;

/**
 * Removes the record of deliveries that ended 30 days ago. Their events stay, and can be sent again.
 * @param signal - Aborted: no other batch is begun.
 * @returns How many were removed.
 */
export async function cleanUpDeliveries({ database, clock }: { readonly database: Pick<Database, 'query'>; readonly clock: Clock }, signal: AbortSignal): Promise<number> {
    let removed = 0;
    let inBatch = mostInBatch;
    while (inBatch === mostInBatch && !signal.aborted) {
        inBatch = await removeEndedDeliveries(database, new Date(clock.now().getTime() - keptMs), mostInBatch);
        removed += inBatch;
    }
    return removed;
}
