/**
 * Kinds of settlement. payment: money received · refund: a customer's credit given back · credit_use: credit that pays
 * an invoice · write_off: a residue written off · corrective, annulment: an amount that is no longer owed · reversal:
 * undoes one of the others.
 */
export const settlementKinds = [
    'payment', 'refund', 'credit_use', 'write_off', 'corrective', 'annulment', 'reversal'
] as const;

/** One of {@link settlementKinds}. */
export type SettlementKind = (typeof settlementKinds)[number];
