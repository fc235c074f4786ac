/** All ways to pay. */
export const paymentMethods = ['bank_transfer', 'cash', 'card', 'blik', 'other'] as const;

/** How a customer pays. */
export type PaymentMethod = (typeof paymentMethods)[number];
