/**
 * Accounts of a document: `paid`, the sum that money and credit have paid; `credited`, the sum that is no longer owed;
 * `advance`, the sum that was received on a proforma. An advance is a note: the money itself is the customer's credit.
 */
export const invoiceAccounts = ['paid', 'credited', 'advance'] as const;

/** Accounts that a settlement moves: those of an invoice, and `credit`, a customer's unused overpayment. */
export const settlementAccounts = [...invoiceAccounts, 'credit'] as const;

/** One of {@link invoiceAccounts}. */
export type InvoiceAccount = (typeof invoiceAccounts)[number];
