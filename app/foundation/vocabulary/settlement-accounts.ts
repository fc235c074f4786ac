/** Accounts of an invoice: `paid`, what money and credit have paid; `credited`, what is no longer owed. */
export const invoiceAccounts = ['paid', 'credited'] as const;

/** Accounts that a settlement moves: those of an invoice, and `credit`, what a customer has paid too much. */
export const settlementAccounts = [...invoiceAccounts, 'credit'] as const;

/** One of {@link invoiceAccounts}. */
export type InvoiceAccount = (typeof invoiceAccounts)[number];
