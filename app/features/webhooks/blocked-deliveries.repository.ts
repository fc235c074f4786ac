import type { Database, Statement } from '../../platform/database/database.ts';

/** Maximum rows per call; the next call takes the rest. */
const maxAtOnce = 5_000;

/**
 * Defers a delivery that waits for an earlier one of its invoice until that one is due, so that polls for due
 * deliveries do not find thousands that wait behind a receiver's fault. It is deferred by one hour at most, so that it
 * is tried whatever happens to the earlier one. Locked rows are skipped, so the statement waits for no lock.
 */
const deferStatement: Statement = {
    name: 'put_off_blocked_deliveries',
    text: `WITH blocked AS (
            SELECT d.endpoint_id, d.event_id, first.next_attempt_at AS until
            FROM invoices.webhook_endpoint w JOIN invoices.webhook_delivery d ON d.endpoint_id = w.id
            CROSS JOIN LATERAL (
                SELECT earlier.next_attempt_at FROM invoices.webhook_delivery earlier
                WHERE earlier.endpoint_id = d.endpoint_id
                    AND earlier.state = 'pending'
                    AND earlier.invoice_id = d.invoice_id AND earlier.position < d.position
                    ORDER BY earlier.position LIMIT 1) first
            WHERE w.status = 'active' AND d.state = 'pending'
                AND d.next_attempt_at <= $1::timestamptz AND d.claim IS NULL
                AND first.next_attempt_at > $1::timestamptz
            LIMIT ${maxAtOnce} FOR UPDATE OF d SKIP LOCKED),
        put_off AS (
            UPDATE invoices.webhook_delivery d SET next_attempt_at = LEAST(b.until, $1::timestamptz + interval '1 hour')
            FROM blocked b WHERE d.endpoint_id = b.endpoint_id AND d.event_id = b.event_id RETURNING 1)
        SELECT count(*)::int AS count FROM put_off`
};

/**
 * Defers deliveries that are due but wait for an earlier one of their invoice that is not due. @returns Number of
 * deferred deliveries
 */
export async function deferBlocked({ query }: Pick<Database, 'query'>, now: Date): Promise<number> {
    const [row] = await query<{ count: number }>(deferStatement, [now]);
    return row?.count ?? 0;
}
