/** Every state of an invoice. */
export const invoiceStatuses = ['draft', 'issued', 'sent', 'paid', 'cancelled'] as const;

/** draft → issued → sent → paid, or cancelled. */
export type InvoiceStatus = (typeof invoiceStatuses)[number];
