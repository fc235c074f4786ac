/**
 * Payment statuses: the settled part of the gross. The contract of this API; `overdue` is computed, never stored.
 */
export const paymentStatuses = ['pending', 'partial', 'paid'] as const;

/** One of {@link paymentStatuses}. */
export type PaymentStatus = (typeof paymentStatuses)[number];
