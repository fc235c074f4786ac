import type { Database, Statement } from '../../platform/database/database.ts';
import type { DeliveryState } from '../../foundation/vocabulary/webhook-states.ts';

/** One delivery in the words of the API. */
export type DeliveryView = {
    /** Id of the event, and `webhook-id` of each attempt. */
    readonly eventId: string;
    readonly position: string;
    readonly type: string;
    readonly invoiceId: string | null;
    readonly state: DeliveryState;
    readonly attempts: number;
    readonly nextAttemptAt: string | null;
    readonly lastAttemptAt: string | null;
    readonly lastStatus: number | null;
    readonly lastError: string | null;
    readonly deliveredAt: string | null;
};

type Instants = {
    readonly nextAttemptAt: Date | null; readonly lastAttemptAt: Date | null; readonly deliveredAt: Date | null
};

const listStatement: Statement = {
    name: 'list_webhook_deliveries',
    text: `SELECT d.event_id AS "eventId", d.position::text, e.type, d.invoice_id AS "invoiceId", d.state, d.attempts,
            d.next_attempt_at AS "nextAttemptAt",
            d.last_attempt_at AS "lastAttemptAt", d.last_status AS "lastStatus", d.last_error AS "lastError",
            d.delivered_at AS "deliveredAt"
        FROM invoices.webhook_delivery d JOIN invoices.outbox_event e ON e.id = d.event_id
        WHERE d.endpoint_id = $1::uuid AND ($2::bigint IS NULL OR d.position < $2::bigint)
            AND ($3::text IS NULL OR d.state = $3)
        ORDER BY d.position DESC LIMIT $4::int`
};

/** Query for a page of deliveries, the newest event first. */
export type DeliveryQuery = {
    readonly state?: DeliveryState;
    /** Position at which the page before ended. */
    readonly cursor?: string;
    readonly limit: number;
};

/** Lists deliveries of one webhook, the newest event first. */
export async function listDeliveries(
    { query }: Pick<Database, 'query'>, endpointId: string, { state, cursor, limit }: DeliveryQuery
): Promise<readonly DeliveryView[]> {
    const rows = await query<Omit<DeliveryView, keyof Instants> & Instants>(
        listStatement, [endpointId, cursor ?? null, state ?? null, limit]);
    return rows.map((row) => ({
        ...row,
        nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
        lastAttemptAt: row.lastAttemptAt?.toISOString() ?? null,
        deliveredAt: row.deliveredAt?.toISOString() ?? null
    }));
}

/** Selection of the events to send again. */
export type Replayed =
    | { readonly eventId: string }
    /** Events after a position, or from an instant on, of the types that the webhook wants. */
    | { readonly after: string }
    | { readonly from: Date };

// A replay from `missed_after` or an earlier position moves `missed_after` on. It becomes null at the end, unless the
// webhook is still paused. A delivery under way is skipped, because it is an attempt of this moment. The webhook is
// locked first: see `settleStatement`.
const replayStatement: Statement = {
    name: 'replay_events',
    text: `WITH chosen AS (
            SELECT e.id, e.position, e.organisation_id, e.invoice_id, w.id AS endpoint_id
            FROM invoices.webhook_endpoint w JOIN invoices.outbox_event e ON e.organisation_id = w.organisation_id
            WHERE w.organisation_id = $1 AND w.id = $2::uuid AND e.position IS NOT NULL AND CASE
                WHEN e.type = 'webhook.test' AND e.payload->>'webhookId' <> w.id::text THEN false
                WHEN $3::uuid IS NOT NULL THEN e.id = $3::uuid
                ELSE (w.types = '{}' OR e.type = ANY (w.types) OR e.type = 'webhook.test')
                AND e.position > COALESCE($4::bigint, 0)
                AND ($5::timestamptz IS NULL OR e.created_at >= $5::timestamptz) END
            ORDER BY e.position LIMIT $6::int FOR NO KEY UPDATE OF w),
        queued AS (
            INSERT INTO invoices.webhook_delivery AS d (endpoint_id, event_id, organisation_id, position,
                invoice_id, state, next_attempt_at)
            SELECT endpoint_id, id, organisation_id, position, invoice_id, 'pending', $7::timestamptz FROM chosen
            ON CONFLICT (endpoint_id, event_id) DO UPDATE
                SET state = 'pending', attempts = 0, next_attempt_at = excluded.next_attempt_at,
                    first_attempt_at = NULL, delivered_at = NULL, claim = NULL, claimed_until = NULL
                WHERE d.claimed_until IS NULL OR d.claimed_until <= now()),
        asked AS (
            UPDATE invoices.webhook_endpoint w SET missed_after = CASE WHEN c.count < $6::int
                AND w.status = 'active' THEN NULL ELSE GREATEST(w.missed_after, c.last) END
            FROM (SELECT count(*) AS count, max(position) AS last FROM chosen) c
            WHERE w.organisation_id = $1 AND w.id = $2::uuid AND $4::bigint <= w.missed_after)
        SELECT count(*)::int AS count, max(position)::text AS last FROM chosen`
};

/** Events that a webhook is sent again, at most `limit` of them, from `now` on. */
export type Requeue = { readonly replayed: Replayed; readonly limit: number; readonly now: Date };

/**
 * Queues events for a webhook again, under the ids that they had.
 * @returns Their count, at most `limit`, and the position of the last one.
 */
export async function requeueEvents(
    { query }: Pick<Database, 'query'>, organisationId: string, endpointId: string, { replayed, limit, now }: Requeue
): Promise<{ readonly count: number; readonly last: string | null }> {
    const [row] = await query<{ count: number; last: string | null }>(replayStatement, [
        organisationId, endpointId, 'eventId' in replayed ? replayed.eventId : null,
        'after' in replayed ? replayed.after : null, 'from' in replayed ? replayed.from : null, limit, now
    ]);
    return row ?? { count: 0, last: null };
}
