/**
 * Statuses of a document: draft → issued → sent → paid, or cancelled. The contract of this API; `overdue` is computed,
 * never stored.
 */
export const invoiceStatuses = ['draft', 'issued', 'sent', 'paid', 'cancelled'] as const;

/** One of {@link invoiceStatuses}. */
export type InvoiceStatus = (typeof invoiceStatuses)[number];
