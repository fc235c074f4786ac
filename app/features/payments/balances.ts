import type { Invoice, PaymentLink } from '../../domain/invoices/invoice.ts';
import { settle, type Settled } from '../../domain/invoices/settle.ts';
import type { CustomerCredit, Movement, Settlement } from './settlement.ts';

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
    // An advance on a proforma is shown as paid; only a proforma has any.
    return account === 'credited' ? { paidMinor, creditedMinor: creditedMinor + amountMinor }
        : { paidMinor: paidMinor + amountMinor, creditedMinor };
}

/**
 * The invoices that a settlement changes, each in its new state with the next version, in their order. Unchanged ones
 * are left out. Pure.
 * @throws RangeError when more would be paid and credited than an invoice's gross
 */
export function afterSettlement(invoices: readonly Invoice[], settlement: Settlement): readonly Invoice[] {
    const moved = balancesOf(settlement.entries).invoices;
    return invoices.flatMap((invoice) => {
        const by = moved.get(invoice.id);
        return by === undefined ? [] : [settle({ ...invoice, payments: paymentsAfter(invoice, settlement, by) }, {
            paidMinor: invoice.paidMinor + by.paidMinor, creditedMinor: invoice.creditedMinor + by.creditedMinor
        }, settlement.createdAt)];
    });
}

/** The payments of an invoice after a settlement: one more, or without the one that is reversed. */
function paymentsAfter(
    { payments }: Invoice, { id, kind, settledOn, method, reference, reversesId }: Settlement, { paidMinor }: Settled
): readonly PaymentLink[] {
    if (kind !== 'payment' && kind !== 'credit_use') {
        return payments.filter(({ paymentId }) => paymentId !== reversesId);
    }
    const added = { paymentId: id, date: settledOn, method, amountMinor: paidMinor, reference };
    const later = payments.findIndex(({ paymentId, date }) =>
        date > settledOn || (date === settledOn && paymentId > id));
    return payments.toSpliced(later === -1 ? payments.length : later, 0, added);
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
