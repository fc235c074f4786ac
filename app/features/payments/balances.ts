import type { Invoice } from '../../domain/invoices/invoice.ts';
import { settle, type Settled } from '../../domain/invoices/settle.ts';
import type { CustomerCredit, Movement } from './settlement.ts';

/** Sums of movements. An invoice or a customer without a movement is absent. */
export type Balances = {
    readonly invoices: ReadonlyMap<string, Settled>;
    /** Credit of each customer, in minor units. */
    readonly credits: ReadonlyMap<string, bigint>;
};

const nothing: Settled = { paidMinor: 0n, creditedMinor: 0n };

/**
 * Sums of movements for each invoice and customer. All movements are in one currency; their order does not matter.
 * Pure.
 */
export function balancesOf(movements: readonly Movement[]): Balances {
    const invoices = new Map<string, Settled>();
    const credits = new Map<string, bigint>();
    for (const movement of movements) {
        if (movement.account === 'credit') {
            credits.set(movement.customerId, (credits.get(movement.customerId) ?? 0n) + movement.amountMinor);
        } else {
            invoices.set(movement.invoiceId, plus(invoices.get(movement.invoiceId) ?? nothing, movement));
        }
    }
    return { invoices, credits };
}

function plus({ paidMinor, creditedMinor }: Settled, { account, amountMinor }: Movement): Settled {
    return account === 'paid' ? { paidMinor: paidMinor + amountMinor, creditedMinor }
        : { paidMinor, creditedMinor: creditedMinor + amountMinor };
}

/**
 * The invoices that movements change, each in its new state with the next version, in their order. Unchanged ones are
 * left out. Pure.
 * @throws RangeError when more would be paid and credited than an invoice's gross
 */
export function afterMovements(
    invoices: readonly Invoice[], movements: readonly Movement[], now: Date
): readonly Invoice[] {
    const moved = balancesOf(movements).invoices;
    return invoices.flatMap((invoice) => {
        const by = moved.get(invoice.id);
        return by === undefined ? [] : [settle(invoice, {
            paidMinor: invoice.paidMinor + by.paidMinor, creditedMinor: invoice.creditedMinor + by.creditedMinor
        }, now)];
    });
}

/**
 * The paid and credited sums of an invoice, in minor units, added up from its rows.
 * @throws Error when the invoice's own columns differ: a fault of ours or of the database
 */
export function checkedSums(
    invoice: Pick<Invoice, 'id' | 'paidMinor' | 'creditedMinor'>, movements: readonly Movement[]
): Settled {
    const sums = balancesOf(movements).invoices.get(invoice.id) ?? nothing;
    if (sums.paidMinor !== invoice.paidMinor || sums.creditedMinor !== invoice.creditedMinor) {
        throw new Error(`invoice ${invoice.id} is not paid and credited what its entries add up to`);
    }
    return sums;
}

/** A customer's credit in a currency, in minor units; 0n where there is none. */
export function creditIn(credits: readonly CustomerCredit[], customerId: string, currency: string): bigint {
    return credits.find((credit) => credit.customerId === customerId && credit.currency === currency)?.amountMinor
        ?? 0n;
}
