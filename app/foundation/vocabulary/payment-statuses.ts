/** Every state of its payment. */
export const paymentStatuses = ['pending', 'partial', 'paid'] as const;

/** What of the gross has been paid. Overdue is computed, never stored. */
export type PaymentStatus = (typeof paymentStatuses)[number];
