import type { Movement } from './settlement.ts';
import type { SettlementKind } from '../../foundation/vocabulary/settlement-kinds.ts';

/** Sums of a settlement's movements for each account, in minor units. */
export type AccountSums = { readonly paid: bigint; readonly credited: bigint; readonly credit: bigint };

/**
 * Invariants of the movements of each kind, given its amount. A reversal is bound by the settlement that it reverses,
 * and the settlement of a corrective by the corrective; this table sees neither.
 */
const invariants: Readonly<Partial<Record<SettlementKind, (sums: AccountSums, amountMinor: bigint) => boolean>>> = {
    payment: ({ paid, credited, credit }, amountMinor) => paid >= 0n && credit >= 0n && credited === 0n
        && paid + credit === amountMinor,
    credit_use: ({ paid, credited, credit }, amountMinor) => paid === amountMinor
        && credit === -amountMinor && credited === 0n,
    refund: ({ paid, credited, credit }, amountMinor) => credit === -amountMinor && paid === 0n && credited === 0n,
    write_off: writesOff,
    annulment: writesOff
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
    return { paid: sum('paid'), credited: sum('credited'), credit: sum('credit') };
}
