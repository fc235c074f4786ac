import type { PaymentMethod } from '../../foundation/vocabulary/payment-methods.ts';

/** Maximum movements in one answer. */
export const maxMovements = 1_000;

/**
 * Kinds of movement on a customer's account. invoice, corrective: documents · write_off_withdrawn: a residue that was
 * written off and that a corrective has made part of what it credits · the others: kinds of settlement.
 */
export const movementKinds = [
    'invoice', 'corrective', 'payment', 'refund', 'credit_use', 'write_off', 'reversal',
    'annulment', 'write_off_withdrawn'
] as const;

/** One of {@link movementKinds}. */
export type MovementKind = (typeof movementKinds)[number];

/** One movement of a customer's account in one currency. */
export type AccountMovement = {
    /** Id of the document or the settlement. */
    readonly id: string;
    readonly kind: MovementKind;
    readonly currency: string;
    /** Issue date, or the day that the settlement counts for. */
    readonly date: string;
    /** Number of a document; null for a settlement. */
    readonly invoiceNumber: string | null;
    /** Numbers of the documents that a settlement moved; empty for a document. */
    readonly invoiceNumbers: readonly string[];
    readonly dueDate: string | null;
    /** Payment method of a settlement; null for a document. */
    readonly paymentMethod: PaymentMethod | null;
    readonly reference: string | null;
    readonly reversesId: string | null;
    /** Change of the amount that the customer owes, in minor units; negative when the customer owes less. */
    readonly changeMinor: bigint;
};

/** Sum of the movements before a statement, in minor units. */
export type OpeningBalance = { readonly currency: string; readonly minor: bigint };

/** A movement, and the amount that the customer owes after it; negative when the customer has paid too much. */
export type StatementRow = AccountMovement & { readonly balanceMinor: bigint };

/** A customer's account in one currency. Invariant: opening + Σ changes = closing. */
export type AccountStatement = {
    readonly currency: string;
    readonly openingMinor: bigint;
    readonly rows: readonly StatementRow[];
    readonly closingMinor: bigint;
};

/**
 * Statements of account, one for each currency, in alphabetical order. Pure.
 * @param movements - In their order.
 * @param shown - Currency that is shown when there is no movement in any currency.
 */
export function statementsOf(
    openings: readonly OpeningBalance[], movements: readonly AccountMovement[], shown: string
): readonly AccountStatement[] {
    const currencies = [...openings, ...movements].map(({ currency }) => currency);
    return [...new Set(currencies.length === 0 ? [shown] : currencies)].sort().map((currency) => {
        const openingMinor = openings.find((opening) => opening.currency === currency)?.minor ?? 0n;
        let balanceMinor = openingMinor;
        const rows = movements.filter((movement) => movement.currency === currency).map((movement): StatementRow => {
            balanceMinor += movement.changeMinor;
            return { ...movement, balanceMinor };
        });
        return { currency, openingMinor, rows, closingMinor: balanceMinor };
    });
}
