import type { Database } from '../../app/platform/database/database.ts';
import { relayTurns } from '../../app/features/webhooks/relay-turns.ts';
import type { ClaimedDelivery } from '../../app/features/webhooks/webhook-delivery.repository.ts';

/** Claims every delivery that is due, as many workers do, each at full capacity. */
export async function everyDue(database: Database, now: Date): Promise<readonly ClaimedDelivery[]> {
    const all: ClaimedDelivery[] = [];
    for (let more = true; more;) {
        const { deliveries } = await relayTurns().take(database, now);
        all.push(...deliveries);
        more = deliveries.length > 0;
    }
    return all;
}
