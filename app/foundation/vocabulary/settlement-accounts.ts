/**
 * Accounts of an invoice: `paid`, the sum that money and credit have paid; `credited`, the sum that is no longer owed.
 */
export const invoiceAccounts = ['paid', 'credited'] as const;

/** Accounts that a settlement moves: those of an invoice, and `credit`, a customer's unused overpayment. */
export const settlementAccounts = [...invoiceAccounts, 'credit'] as const;

/** One of {@link invoiceAccounts}. */
export type InvoiceAccount = (typeof invoiceAccounts)[number];
