import type { Movement } from './settlement.ts';
import type { SettlementKind } from '../../foundation/vocabulary/settlement-kinds.ts';

/** What the movements of a settlement add up to, for each account. */
export type AccountSums = { readonly paid: bigint; readonly credited: bigint; readonly credit: bigint };

/**
 * What must hold of each kind's movements, beside its amount. A reversal is held to what it reverses, and what a corrective does to
 * the corrective; neither can be seen here.
 */
const laws: Readonly<Partial<Record<SettlementKind, (sums: AccountSums, amountMinor: bigint) => boolean>>> = {
    payment: ({ paid, credited, credit }, amountMinor) => paid >= 0n && credit >= 0n && credited === 0n && paid + credit === amountMinor,
    credit_use: ({ paid, credited, credit }, amountMinor) => paid === amountMinor && credit === -amountMinor && credited === 0n,
    refund: ({ paid, credited, credit }, amountMinor) => credit === -amountMinor && paid === 0n && credited === 0n,
    write_off: forgives,
    annulment: forgives
};

/** @throws Error when movements break the law of their kind: a fault of ours, found before it is stored */
export function assertLaw(kind: SettlementKind, amountMinor: bigint, movements: readonly Movement[]): void {
    if (laws[kind]?.(sumsOf(movements), amountMinor) === false) {
        throw new Error(`the movements of a ${kind} do not add up to its amount`);
    }
}

function forgives({ paid, credited, credit }: AccountSums, amountMinor: bigint): boolean {
    return credited === amountMinor && paid === 0n && credit === 0n;
}

/** The sums of movements over all invoices and customers that they name. */
export function sumsOf(movements: readonly Movement[]): AccountSums {
    const sum = (account: Movement['account']): bigint =>
        movements.reduce((total, movement) => (movement.account === account ? total + movement.amountMinor : total), 0n);
    return { paid: sum('paid'), credited: sum('credited'), credit: sum('credit') };
}
