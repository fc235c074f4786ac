/**
 * Ways in which a customer pays. The contract of this API; `blik` is the Polish mobile payment.
 * @see EN 16931 BT-81 (UNTDID 4461); FA(3) FormaPlatnosci
 */
export const paymentMethods = ['bank_transfer', 'cash', 'card', 'blik', 'other'] as const;

/** One of {@link paymentMethods}. */
export type PaymentMethod = (typeof paymentMethods)[number];
