import type { MailReason, MailState } from '../../foundation/vocabulary/mail-states.ts';
import type { OutgoingEvent } from '../../domain/events/event.ts';
import { eventValues } from '../../domain/events/event.ts';
import type { PageLink } from '../../domain/page-links/page-link.ts';
import { linkValues } from '../../domain/page-links/page-link.sql.ts';
import { emitting } from '../../platform/commands/write-parts.sql.ts';
import type { Database, Statement } from '../../platform/database/database.ts';

/** The try of an e-mail: whose it is, and its own id. */
export type MailAttempt = { readonly organisationId: string; readonly deliveryId: string; readonly claim: string };

/** `state` and Message-ID are stored before the dialogue begins, so that a later try knows of this one. */
const begin: Statement = {
    name: 'begin_mail_attempt',
    text: `UPDATE invoices.mail_delivery SET state = 'sending', claim = $3::uuid, attempts = attempts + 1,
            message_id = COALESCE(message_id, $4), first_attempt_at = COALESCE(first_attempt_at, $5::timestamptz),
            last_attempt_at = $5::timestamptz
        WHERE organisation_id = $1 AND id = $2::uuid AND state IN ('queued', 'sending')
        RETURNING doubts`
};

/**
 * Begins a try. A try that is still under way can no longer hand over its e-mail.
 * @returns Doubts of the tries before it; undefined when the e-mail has ended meanwhile.
 */
export async function beginAttempt(
    { query }: Pick<Database, 'query'>, { organisationId, deliveryId, claim }: MailAttempt,
    { messageId, now }: { readonly messageId: string; readonly now: Date }
): Promise<number | undefined> {
    const [row] = await query<{ readonly doubts: number }>(
        begin, [organisationId, deliveryId, claim, messageId, now]);
    return row?.doubts;
}

/**
 * The link of an e-mail has the id of its delivery. While no earlier try of the delivery can have arrived, the link of
 * this one takes the place of theirs; else it stands beside them, so that the link of each e-mail that may have arrived
 * opens the page. A link that was revoked stays so.
 */
const handOver: Statement = {
    name: 'hand_over_mail',
    text: `WITH handed AS (
            UPDATE invoices.mail_delivery SET doubts = doubts + 1
            WHERE organisation_id = $1 AND id = $2::uuid AND claim = $3::uuid AND state = 'sending'
            RETURNING invoice_id, doubts),
        linked AS (
            INSERT INTO invoices.page_link SELECT l.*
            FROM handed h, jsonb_populate_record(NULL::invoices.page_link, $4::jsonb || CASE
                WHEN h.doubts = 1 AND NOT EXISTS (SELECT FROM invoices.page_link r WHERE r.organisation_id = $1
                    AND r.invoice_id = h.invoice_id AND r.id = $2::uuid AND r.revoked_at IS NOT NULL)
                THEN jsonb_build_object('id', $2::uuid) ELSE '{}'::jsonb END) l
            WHERE $4::jsonb IS NOT NULL
            ON CONFLICT (organisation_id, invoice_id, id) DO UPDATE SET token_hash = EXCLUDED.token_hash,
                created_at = EXCLUDED.created_at, expires_at = EXCLUDED.expires_at)
        SELECT doubts FROM handed`
};

/**
 * Records that the whole e-mail goes out from now on, and the link in it: without an answer its outcome is in doubt.
 * @param link - Link in the e-mail; undefined: it has none.
 * @throws Error when another try took over, or the e-mail has ended
 */
export async function markHandedOver(
    { query }: Pick<Database, 'query'>, { organisationId, deliveryId, claim }: MailAttempt, link: PageLink | undefined
): Promise<void> {
    const rows = await query(handOver, [organisationId, deliveryId, claim, linkValues(link)]);
    if (rows.length !== 1) {
        throw new Error('Another try of the e-mail took over');
    }
}

/**
 * An answer settles the doubt of its own try, never that of an earlier one. That the mail server took the e-mail counts
 * whichever try has the claim: the next one then hands over nothing.
 */
const settle: Statement = {
    name: 'settle_mail_attempt',
    text: `WITH settled AS (
            UPDATE invoices.mail_delivery SET state = $4, reason = $5, smtp_status = COALESCE($6, smtp_status),
                doubts = LEAST(doubts, $7::int), claim = NULL,
                first_attempt_at = COALESCE(first_attempt_at, CASE WHEN $4 = 'queued' THEN $8::timestamptz END),
                sent_at = CASE WHEN $4 = 'sent' THEN $8::timestamptz END,
                ended_at = CASE WHEN $4 IN ('failed', 'withdrawn') THEN $8::timestamptz END
            WHERE organisation_id = $1 AND id = $2::uuid AND (claim IS NOT DISTINCT FROM $3::uuid OR $4 = 'sent')
                AND state IN ('queued', 'sending')
            RETURNING organisation_id),
        ${emitting('settled', '$9')}
        SELECT organisation_id FROM settled`
};

/** Result of a try. */
export type AttemptResult = {
    readonly state: Extract<MailState, 'queued' | 'sent' | 'failed' | 'withdrawn'>;
    readonly reason: MailReason | null;
    readonly smtpStatus: string | undefined;
    /** Doubts before the try, where an answer settled its own; undefined: its outcome is in doubt, or it was none. */
    readonly doubtsBefore: number | undefined;
    readonly events: readonly OutgoingEvent[];
    readonly now: Date;
};

/**
 * Stores the result of a try with its events.
 * @param claim - Null for an e-mail that ends without a try.
 * @returns False when the try no longer counts.
 */
export async function settleAttempt(
    { query }: Pick<Database, 'query'>,
    { organisationId, deliveryId, claim }: Omit<MailAttempt, 'claim'> & { readonly claim: string | null },
    { state, reason, smtpStatus, doubtsBefore, events, now }: AttemptResult
): Promise<boolean> {
    const rows = await query(settle, [
        organisationId, deliveryId, claim, state, reason, smtpStatus ?? null, doubtsBefore ?? null, now,
        eventValues(events)
    ]);
    return rows.length === 1;
}
