import type { Database, Statement } from '../../platform/database/database.ts';
import type { AfterAttempt } from './webhook-delivery.ts';
import type { DeliveryState } from '../../foundation/vocabulary/webhook-states.ts';

/** A delivery that only this process may attempt, until its claim ends. */
export type ClaimedDelivery = {
    readonly endpointId: string;
    readonly eventId: string;
    readonly claim: string;
    readonly organisationId: string;
    readonly position: string;
    readonly invoiceId: string | null;
    /** Number of attempts, including this one. */
    readonly attempts: number;
    readonly firstAttemptAt: Date;
    readonly type: string;
    readonly data: object;
    readonly createdAt: Date;
    readonly url: string;
    /** Secrets as they are stored: sealed, or in plain where an earlier build stored them. */
    readonly secret: string;
    readonly previousSecret: string | null;
    readonly previousSecretUntil: Date | null;
};

/**
 * Duration of a claim, longer than any attempt takes. After it another worker takes over the deliveries of a worker
 * that was killed.
 */
const claimSeconds = 30;

/**
 * Claims chosen deliveries that are still due. Only the earliest pending delivery of an invoice is claimed, so that its
 * events arrive in their order. Deliveries under way elsewhere are skipped. Claims end by the database's clock, because
 * workers' clocks may differ.
 */
const claimStatement: Statement = {
    name: 'claim_webhook_deliveries',
    text: `WITH due AS MATERIALIZED (
            SELECT d.endpoint_id, d.event_id
            FROM unnest($2::uuid[], $3::uuid[]) chosen(endpoint_id, event_id)
            JOIN invoices.webhook_endpoint w ON w.id = chosen.endpoint_id AND w.status = 'active'
            JOIN invoices.webhook_delivery d ON d.endpoint_id = chosen.endpoint_id AND d.event_id = chosen.event_id
            WHERE d.state = 'pending' AND d.next_attempt_at <= $1::timestamptz
                AND (d.claimed_until IS NULL OR d.claimed_until <= now())
                AND NOT EXISTS (
                    SELECT FROM invoices.webhook_delivery earlier WHERE earlier.endpoint_id = d.endpoint_id
                        AND earlier.state = 'pending'
                        AND earlier.invoice_id = d.invoice_id AND earlier.position < d.position)
            FOR UPDATE OF d SKIP LOCKED),
        claimed AS (
            UPDATE invoices.webhook_delivery d
                SET claim = gen_random_uuid(), claimed_until = now() + interval '${claimSeconds} seconds',
                attempts = d.attempts + 1, first_attempt_at = COALESCE(d.first_attempt_at, $1::timestamptz),
                last_attempt_at = $1::timestamptz
            FROM due WHERE d.endpoint_id = due.endpoint_id AND d.event_id = due.event_id
            RETURNING d.*)
        SELECT c.endpoint_id AS "endpointId", c.event_id AS "eventId", c.claim,
            c.organisation_id AS "organisationId", c.position::text,
            c.invoice_id AS "invoiceId", c.attempts, c.first_attempt_at AS "firstAttemptAt", e.type, e.payload AS data,
            e.created_at AS "createdAt",
            w.url, COALESCE(w.sealed_secret, w.secret) AS secret,
            COALESCE(w.sealed_previous_secret, w.previous_secret) AS "previousSecret",
            w.previous_secret_until AS "previousSecretUntil"
        FROM claimed c JOIN invoices.outbox_event e ON e.id = c.event_id
        JOIN invoices.webhook_endpoint w ON w.id = c.endpoint_id
        ORDER BY c.position`
};

/** Claims the chosen deliveries that are still due, and counts the attempt. */
export async function claimDeliveries(
    { query }: Pick<Database, 'query'>, now: Date, chosen: readonly Pick<ClaimedDelivery, 'endpointId' | 'eventId'>[]
): Promise<readonly ClaimedDelivery[]> {
    return chosen.length === 0 ? [] : query<ClaimedDelivery>(claimStatement, [
        now, chosen.map(({ endpointId }) => endpointId), chosen.map(({ eventId }) => eventId)
    ]);
}

/**
 * Stores the outcome of an attempt that still holds its claim. The webhook is locked first, as in every statement that
 * changes a webhook and its deliveries: two orders of locking would end in a deadlock. A failed attempt at an address
 * that is no longer the webhook's decides nothing: the event is tried at the new one. `failing` pauses a webhook that
 * has taken no event since the first attempt of this delivery; the audit trail names the worker, and the event as the
 * request. The invoice's next delivery, deferred by `deferBlocked`, becomes due. The pace counts for the address that
 * was tried.
 */
const settleStatement: Statement = {
    name: 'settle_webhook_delivery',
    text: `WITH webhook AS MATERIALIZED (
            SELECT id, url = $10 AS tried, $4 <> 'delivered' AND url <> $10 AS moved FROM invoices.webhook_endpoint
                WHERE id = $1::uuid FOR NO KEY UPDATE),
        settled AS (
            UPDATE invoices.webhook_delivery d SET state = CASE WHEN w.moved THEN 'pending' ELSE $4 END,
                attempts = CASE WHEN w.moved THEN 0 ELSE d.attempts END,
                next_attempt_at = CASE WHEN w.moved THEN $8::timestamptz ELSE $5::timestamptz END,
                last_status = $6::int, last_error = $7,
                first_attempt_at = CASE WHEN NOT w.moved THEN d.first_attempt_at END,
                delivered_at = CASE WHEN $4 = 'delivered' THEN $8::timestamptz END, claim = NULL, claimed_until = NULL
            FROM webhook w WHERE d.endpoint_id = w.id AND d.event_id = $2::uuid AND d.claim = $3::uuid
            RETURNING d.endpoint_id, d.invoice_id, d.position, d.state, d.first_attempt_at, w.moved, w.tried),
        next AS (
            UPDATE invoices.webhook_delivery d SET next_attempt_at = $8::timestamptz
            FROM settled s WHERE s.state <> 'pending' AND d.endpoint_id = s.endpoint_id
                AND d.state = 'pending' AND d.attempts = 0
                AND d.next_attempt_at > $8::timestamptz AND d.invoice_id = s.invoice_id AND d.position = (
                    SELECT later.position FROM invoices.webhook_delivery later
                        WHERE later.endpoint_id = s.endpoint_id AND later.state = 'pending'
                        AND later.invoice_id = s.invoice_id AND later.position > s.position
                        ORDER BY later.position LIMIT 1)),
        noted AS (
            UPDATE invoices.webhook_endpoint w
            SET last_success_at = CASE WHEN $4 = 'delivered' THEN $8::timestamptz ELSE w.last_success_at END,
                pace = CASE WHEN s.tried THEN $11 ELSE w.pace END
            FROM settled s WHERE $9::text IS NULL AND w.id = s.endpoint_id
                AND ($4 = 'delivered' OR (s.tried AND w.pace IS DISTINCT FROM $11))),
        paused AS (
            UPDATE invoices.webhook_endpoint w SET status = 'paused', paused_reason = $9, paused_at = $8::timestamptz,
                pace = $11, updated_at = $8::timestamptz, version = w.version + 1,
                missed_after = COALESCE(w.missed_after,
                (SELECT max(e.position) FROM invoices.outbox_event e WHERE e.organisation_id = w.organisation_id), 0)
            FROM settled s WHERE $9::text IS NOT NULL AND NOT s.moved AND w.id = s.endpoint_id AND w.status = 'active'
                AND ($9 <> 'failing' OR w.last_success_at IS NULL OR w.last_success_at < s.first_attempt_at)
            RETURNING w.organisation_id, w.id, w.version),
        audited AS (
            INSERT INTO invoices.audit_entry (organisation_id, invoice_id, action, actor, on_behalf_of, request_id,
                before, after, created_at)
            SELECT p.organisation_id, NULL, 'webhook.changed', 'worker', NULL, $2::text,
                jsonb_build_object('version', p.version - 1, 'status', 'active', 'pausedReason', NULL),
                jsonb_build_object('id', p.id, 'version', p.version, 'status', 'paused', 'pausedReason', $9::text),
                $8::timestamptz
            FROM paused p)
        SELECT (SELECT state FROM settled) AS state, EXISTS (SELECT FROM paused) AS paused`
};

/** Result of storing the outcome of an attempt. */
export type Settled = {
    /**
     * State of the delivery; null when nothing was stored, because another attempt has taken over or the webhook was
     * removed.
     */
    readonly state: DeliveryState | null;
    readonly paused: boolean;
};

/** Stores the outcome of an attempt. */
export async function settleDelivery(
    { query }: Pick<Database, 'query'>, { endpointId, eventId, claim, url }: ClaimedDelivery,
    after: AfterAttempt, now: Date
): Promise<Settled> {
    const [row] = await query<Settled>(settleStatement, [
        endpointId, eventId, claim, after.state, after.nextAttemptAt, after.lastStatus,
        after.lastError, now, after.pause, url, after.pace
    ]);
    return row ?? { state: null, paused: false };
}

const giveBackStatement: Statement = {
    name: 'give_back_webhook_delivery',
    text: `UPDATE invoices.webhook_delivery SET claim = NULL, claimed_until = NULL, attempts = attempts - 1
        WHERE endpoint_id = $1::uuid AND event_id = $2::uuid AND claim = $3::uuid`
};

/** Hands back a delivery whose attempt this process will not finish; it is due as before. */
export async function giveBackDelivery(
    { query }: Pick<Database, 'query'>, { endpointId, eventId, claim }: ClaimedDelivery
): Promise<void> {
    await query(giveBackStatement, [endpointId, eventId, claim]);
}
