import type { Movement } from './settlement.ts';
import type { SettlementKind } from '../../foundation/vocabulary/settlement-kinds.ts';

/** Sums of a settlement's movements for each account, in minor units. */
export type AccountSums = {
    readonly paid: bigint; readonly credited: bigint; readonly advance: bigint; readonly credit: bigint
};

/**
 * Invariants of the movements of each kind, given its amount. A reversal is bound by the settlement that it reverses,
 * and the settlement of a corrective by the corrective; this table sees neither.
 */
const invariants: Readonly<Partial<Record<SettlementKind, (sums: AccountSums, amountMinor: bigint) => boolean>>> = {
    payment: ({ paid, credited, advance, credit }, amountMinor) => paid >= 0n && credit >= 0n && credited === 0n
        && paid + credit === amountMinor && advance >= 0n && advance <= credit,
    credit_use: ({ paid, credited, advance, credit }, amountMinor) => paid === amountMinor
        && credit === -amountMinor && credited === 0n && advance === 0n,
    refund: ({ paid, credited, advance, credit }, amountMinor) => credit === -amountMinor
        && paid === 0n && credited === 0n && advance === 0n,
    write_off: (sums, amountMinor) => writesOff(sums, amountMinor) && sums.advance === 0n,
    // An annulled proforma has no advances any more: their money is credit like any other.
    annulment: (sums, amountMinor) => writesOff(sums, amountMinor) && sums.advance <= 0n && -sums.advance <= amountMinor
};

/**
 * Asserts the invariant of a kind. @throws Error when movements break it: a fault of ours, found before it is stored
 */
export function assertInvariant(kind: SettlementKind, amountMinor: bigint, movements: readonly Movement[]): void {
    if (invariants[kind]?.(sumsOf(movements), amountMinor) === false) {
        throw new Error(`the movements of a ${kind} do not add up to its amount`);
    }
}

function writesOff({ paid, credited, credit }: AccountSums, amountMinor: bigint): boolean {
    return credited === amountMinor && paid === 0n && credit === 0n;
}

/** The sums of movements over all invoices and customers that they name. */
export function sumsOf(movements: readonly Movement[]): AccountSums {
    const sum = (account: Movement['account']): bigint =>
        movements.reduce(
            (total, movement) => (movement.account === account ? total + movement.amountMinor : total), 0n);
    return { paid: sum('paid'), credited: sum('credited'), advance: sum('advance'), credit: sum('credit') };
}
