/**
 * Record of sending an invoice: recipient, text and requester. No e-mail is sent yet: that comes with printed
 * documents.
 */
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
};

/**
 * SQL that stores a delivery, if there is one, when `gate` has its one row.
 * @param parameter - Placeholder of the delivery's value (`deliveryValues`).
 */
export function delivering(gate: string, parameter: string): string {
    return `delivered AS (
        INSERT INTO invoices.invoice_delivery SELECT d.*
        FROM jsonb_populate_record(NULL::invoices.invoice_delivery, ${parameter}::jsonb) d, ${gate}
        WHERE ${parameter}::jsonb IS NOT NULL)`;
}

/** A delivery as {@link delivering} reads it. */
export function deliveryValues(delivery: InvoiceDelivery | undefined): string | null {
    return delivery === undefined ? null : JSON.stringify({
        id: delivery.id,
        organisation_id: delivery.organisationId,
        invoice_id: delivery.invoiceId,
        email_to: delivery.emailTo,
        email_subject: delivery.emailSubject,
        email_message: delivery.emailMessage,
        send_copy: delivery.sendCopy,
        include_payment_instructions: delivery.includePaymentInstructions,
        requested_by: delivery.requestedBy,
        requested_at: delivery.requestedAt
    });
}
