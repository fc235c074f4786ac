import type { Database, Statement } from '../../platform/database/database.ts';

const removeStatement: Statement = {
    name: 'remove_ended_deliveries',
    text: `WITH ended AS (
            SELECT endpoint_id, event_id FROM invoices.webhook_delivery
            WHERE state <> 'pending' AND last_attempt_at < $1::timestamptz
            LIMIT $2::int FOR UPDATE SKIP LOCKED),
        removed AS (DELETE FROM invoices.webhook_delivery d USING ended e
        WHERE d.endpoint_id = e.endpoint_id AND d.event_id = e.event_id RETURNING 1)
        SELECT count(*)::int AS count FROM removed`
};

/**
 * Removes deliveries that ended before a time. The events stay. @returns Number of removed deliveries, at most the
 * given limit
 */
export async function removeEndedDeliveries(
    { query }: Pick<Database, 'query'>, before: Date, max: number
): Promise<number> {
    const [row] = await query<{ count: number }>(removeStatement, [before, max]);
    return row?.count ?? 0;
}
