/**
 * Payment statuses: the settled part of the gross, or `cancelled` for a document that was cancelled or annulled. The
 * contract of this API; `overdue` is computed, never stored.
 */
export const paymentStatuses = ['pending', 'partial', 'paid', 'cancelled'] as const;

/** One of {@link paymentStatuses}. */
export type PaymentStatus = (typeof paymentStatuses)[number];
