import type { AuditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command, KeptAnswer } from '../../platform/commands/command.ts';
import {
    answering, auditingEach, emitting, held, mayWrite, writeValues
} from '../../platform/commands/write-parts.sql.ts';
import type { Database, Statement } from '../../platform/database/database.ts';
import { eventValues, type OutgoingEvent } from '../../domain/events/event.ts';
import type { MailReason, MailState } from '../../foundation/vocabulary/mail-states.ts';

const saveBounce: Statement = {
    name: 'save_mail_bounce',
    text: `WITH ${held},
        bounced AS (
            UPDATE invoices.mail_delivery m SET state = 'bounced', reason = $9, ended_at = $10::timestamptz,
                claim = NULL
            WHERE m.organisation_id = $1 AND m.id = $8::uuid AND m.state <> 'bounced'
                AND (m.state = 'sent' OR m.doubts > 0) AND ${mayWrite}
            RETURNING m.id),
        ${auditingEach('bounced')},
        ${emitting('bounced', '$11')},
        ${answering('bounced')}
        SELECT id FROM bounced`
};

/** A bounce with the records that are stored with it. */
export type BounceWrite = {
    readonly command: Command<never>;
    readonly deliveryId: string;
    readonly reason: MailReason;
    readonly audit: AuditEntry;
    readonly events: readonly OutgoingEvent[];
    readonly answer: KeptAnswer | undefined;
    readonly now: Date;
};

/** Marks an e-mail as bounced. @returns False when it cannot have come back, or has before. */
export async function markBounced(
    { query }: Pick<Database, 'query'>, { command, deliveryId, reason, audit, events, answer, now }: BounceWrite
): Promise<boolean> {
    const rows = await query(saveBounce, [
        ...writeValues(command, [audit], answer), deliveryId, reason, now, eventValues(events)
    ]);
    return rows.length === 1;
}

const selectOwners: Statement = {
    name: 'select_delivery_owners',
    text: `SELECT d.id, d.organisation_id AS "organisationId", d.invoice_id AS "invoiceId", m.state
        FROM invoices.invoice_delivery d
        JOIN invoices.mail_delivery m ON m.organisation_id = d.organisation_id AND m.id = d.id
        WHERE d.id = ANY($1::uuid[])`
};

/** Delivery of an e-mail with its organisation and invoice. */
export type OwnedDelivery = {
    readonly id: string; readonly organisationId: string; readonly invoiceId: string; readonly state: MailState;
};

/** Deliveries with e-mails of any organisation, for a provider who knows only their ids. */
export function findOwnedDeliveries(
    { query }: Pick<Database, 'query'>, deliveryIds: readonly string[]
): Promise<readonly OwnedDelivery[]> {
    return query<OwnedDelivery>(selectOwners, [[...deliveryIds]]);
}
