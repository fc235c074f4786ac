/** Every way in which invoices are settled. */
export const settlementKinds = ['payment', 'refund', 'credit_use', 'write_off', 'corrective', 'annulment', 'reversal'] as const;

/**
 * payment: money received · refund: a customer's credit given back · credit_use: credit that pays an invoice · write_off: a residue
 * forgiven · corrective, annulment: what is no longer owed · reversal: undoes one of the others.
 */
export type SettlementKind = (typeof settlementKinds)[number];
