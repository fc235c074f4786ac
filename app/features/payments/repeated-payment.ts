import { balanceOf } from '../../domain/invoices/invoice.ts';
import type { OneInvoice } from './on-one-invoice.ts';
import type { MadePayment } from './store-settlement.ts';

/** Day and amount of a payment that may be recorded already. */
export type Claimed = {
    readonly settledOn: string;
    /** Amount in minor units; undefined: the balance. */
    readonly amountMinor: bigint | undefined;
};

/**
 * The payment that a call repeats, such as the second click of a double click: one of the invoice with the same
 * reference, day and amount that was not reversed. The way of payment does not matter. A call without an amount pays
 * the balance, so it repeats a payment only when nothing is left to pay. Pure.
 * @returns The earlier payment with the invoice as it is now; undefined for a new payment.
 */
export function repeatedPayment(
    { invoice, referenced }: Pick<OneInvoice, 'invoice' | 'referenced'>, { settledOn, amountMinor }: Claimed
): MadePayment | undefined {
    const isSameAmount = (earlierMinor: bigint): boolean =>
        (amountMinor === undefined ? balanceOf(invoice) === 0n : earlierMinor === amountMinor);
    const settlement = referenced.find((earlier) =>
        earlier.settledOn === settledOn && isSameAmount(earlier.amountMinor));
    return settlement === undefined ? undefined : { settlement, invoices: [invoice] };
}
