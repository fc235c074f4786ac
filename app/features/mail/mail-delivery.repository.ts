import type { Database, Statement } from '../../platform/database/database.ts';
import type { DueMail, MailDelivery } from './mail-delivery.ts';

/** SQL columns of a delivery `d` with its e-mail `m`, in the words of {@link MailDelivery}. */
const columns = `d.id, d.invoice_id AS "invoiceId", COALESCE(m.kind, 'invoice') AS kind, m.state, m.reason,
    m.smtp_status AS "smtpStatus", COALESCE(m.attempts, 0) AS attempts,
    COALESCE(m.doubts, 0) AS doubts, m.last_attempt_at AS "lastAttemptAt",
    m.sent_at AS "sentAt", m.ended_at AS "endedAt", d.email_to AS "emailTo", d.email_subject AS "emailSubject",
    d.email_message AS "emailMessage", d.send_copy AS "sendCopy",
    d.include_payment_instructions AS "includePaymentInstructions", d.requested_by AS "requestedBy",
    d.requested_at AS "requestedAt"`;

const withMail = `invoices.invoice_delivery d
    LEFT JOIN invoices.mail_delivery m ON m.organisation_id = d.organisation_id AND m.id = d.id`;

const selectDeliveries: Statement = {
    name: 'select_invoice_deliveries',
    text: `SELECT ${columns} FROM ${withMail}
        WHERE d.organisation_id = $1 AND d.invoice_id = $2::uuid AND ($3::uuid IS NULL OR d.id > $3::uuid)
        ORDER BY d.id LIMIT $4::int`
};

/** Deliveries of an invoice after a given one, oldest first. */
export function listDeliveries(
    { query }: Pick<Database, 'query'>, organisationId: string, invoiceId: string,
    { after, limit }: { readonly after: string | undefined; readonly limit: number }
): Promise<readonly MailDelivery[]> {
    return query<MailDelivery>(selectDeliveries, [organisationId, invoiceId, after ?? null, limit]);
}

const selectDelivery: Statement = {
    name: 'select_invoice_delivery',
    text: `SELECT ${columns} FROM ${withMail} WHERE d.organisation_id = $1 AND d.invoice_id = $2::uuid
        AND d.id = $3::uuid`
};

/** One delivery of an invoice. */
export async function findDelivery(
    { query }: Pick<Database, 'query'>, organisationId: string, invoiceId: string, deliveryId: string
): Promise<MailDelivery | undefined> {
    const [row] = await query<MailDelivery>(selectDelivery, [organisationId, invoiceId, deliveryId]);
    return row;
}

const selectDue: Statement = {
    name: 'select_due_mail',
    text: `SELECT ${columns}, d.organisation_id AS "organisationId", COALESCE(m.template, 'invoice') AS template,
            COALESCE(m.texts, '{}') AS texts, m.first_attempt_at AS "firstAttemptAt", m.claim
        FROM ${withMail} WHERE m.organisation_id = $1 AND m.id = $2::uuid AND m.state IN ('queued', 'sending')`
};

/** An e-mail that has not ended; undefined when it has. */
export async function findDueMail(
    { query }: Pick<Database, 'query'>, organisationId: string, deliveryId: string
): Promise<DueMail | undefined> {
    const [row] = await query<DueMail>(selectDue, [organisationId, deliveryId]);
    return row;
}
