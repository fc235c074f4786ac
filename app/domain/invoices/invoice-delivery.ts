import { enqueuing } from '../../platform/jobs/enqueue.ts';
import type { Warning } from '../../foundation/errors/warning.ts';
import type { MailKind } from '../../foundation/vocabulary/mail-states.ts';

/** Record of sending an invoice: recipient, text and requester, and whether it is an e-mail. */
export type InvoiceDelivery = {
    /** UUID version 7. */
    readonly id: string;
    readonly organisationId: string;
    readonly invoiceId: string;
    /** Null when no address is known: the invoice was delivered in another way. */
    readonly emailTo: string | null;
    readonly emailSubject: string | null;
    readonly emailMessage: string | null;
    /** True when a copy goes to the seller. */
    readonly sendCopy: boolean;
    readonly includePaymentInstructions: boolean;
    readonly requestedBy: string;
    readonly requestedAt: Date;
    /** Kind of its e-mail; null: it is recorded, and no e-mail is sent. */
    readonly mail: MailKind | null;
};

/** Deliveries of a sending, and what its caller should know about their e-mails. */
export type Sending = { readonly deliveries: readonly InvoiceDelivery[]; readonly warnings: readonly Warning[] };

/**
 * CTEs that store the deliveries when `gate` has its one row.
 * @param parameter - Placeholder of the deliveries' value ({@link deliveryValues}).
 */
export function delivering(gate: string, parameter: string): string {
    return `delivered AS (
        INSERT INTO invoices.invoice_delivery SELECT d.*
        FROM ${gate}, jsonb_populate_recordset(NULL::invoices.invoice_delivery, ${parameter}::jsonb) d)`;
}

/**
 * CTEs that store the e-mails of the deliveries, each with the job that sends it; `$1` is the organisation. Follows
 * {@link delivering}.
 */
export function mailing(gate: string, parameter: string): string {
    return `mailed AS (
        INSERT INTO invoices.mail_delivery (organisation_id, id, invoice_id, kind, state, attempts, doubts, created_at)
        SELECT m.organisation_id, m.id, m.invoice_id, m.mail, 'queued', 0, 0, m.requested_at
        FROM ${gate}, jsonb_to_recordset(${parameter}::jsonb) AS m(organisation_id text, id uuid, invoice_id uuid,
            mail text, requested_at timestamptz)
        WHERE m.mail IS NOT NULL RETURNING organisation_id, id),
    ${enqueuing('send-mail', {
        from: 'mailed m', id: 'm.id', data: mailJobData('m'), turn: { organisation: '$1' }
    })}`;
}

/** SQL of the data of the job that sends an e-mail. @param row - Name of the row of the e-mail. */
export function mailJobData(row: string): string {
    return `jsonb_build_object('organisationId', ${row}.organisation_id, 'deliveryId', ${row}.id)`;
}

/** Deliveries as {@link delivering} and {@link mailing} read them. */
export function deliveryValues(deliveries: readonly InvoiceDelivery[]): string {
    return JSON.stringify(deliveries.map((delivery) => ({
        id: delivery.id,
        organisation_id: delivery.organisationId,
        invoice_id: delivery.invoiceId,
        email_to: delivery.emailTo,
        email_subject: delivery.emailSubject,
        email_message: delivery.emailMessage,
        send_copy: delivery.sendCopy,
        include_payment_instructions: delivery.includePaymentInstructions,
        requested_by: delivery.requestedBy,
        requested_at: delivery.requestedAt,
        mail: delivery.mail
    })));
}
