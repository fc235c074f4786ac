import type { Database, Statement } from '../../platform/database/database.ts';

/** Of one call; what is left is left to the next. */
const maxAtOnce = 5_000;

/**
 * A delivery that waits for an earlier one of its invoice is due no sooner than that one, so that looks for what is due don't come upon
 * thousands that wait behind a receiver's fault. An hour at most: whatever becomes of the earlier one, it isn't forgotten. What others have
 * locked is passed by, so this waits for nobody.
 */
const deferStatement: Statement = {
    name: 'put_off_blocked_deliveries',
    text: `WITH blocked AS (
            SELECT d.endpoint_id, d.event_id, first.next_attempt_at AS until
            FROM webhook_endpoint w JOIN webhook_delivery d ON d.endpoint_id = w.id CROSS JOIN LATERAL (
                SELECT earlier.next_attempt_at FROM webhook_delivery earlier WHERE earlier.endpoint_id = d.endpoint_id AND earlier.state = 'pending'
                    AND earlier.invoice_id = d.invoice_id AND earlier.position < d.position ORDER BY earlier.position LIMIT 1) first
            WHERE w.status = 'active' AND d.state = 'pending' AND d.next_attempt_at <= $1::timestamptz AND d.claim IS NULL
                AND first.next_attempt_at > $1::timestamptz
            LIMIT ${maxAtOnce} FOR UPDATE OF d SKIP LOCKED),
        put_off AS (
            UPDATE webhook_delivery d SET next_attempt_at = LEAST(b.until, $1::timestamptz + interval '1 hour')
            FROM blocked b WHERE d.endpoint_id = b.endpoint_id AND d.event_id = b.event_id RETURNING 1)
        SELECT count(*)::int AS count FROM put_off`
};

/** Puts off deliveries that are due but wait for an earlier one of their invoice which is not. @returns How many */
export async function deferBlocked({ query }: Pick<Database, 'query'>, now: Date): Promise<number> {
    const [row] = await query<{ count: number }>(deferStatement, [now]);
    return row?.count ?? 0;
}
