import type { InvoiceLine } from '../../domain/invoices/invoice.ts';
import { divideHalfUp, least } from '../../foundation/money/decimal.ts';

/** A line's own discount amount as it was given last, and the price that it was given for, in minor units. */
export type AgreedDiscount = { readonly amountMinor: bigint; readonly priceMinor: bigint };

/** Amounts of a line before its VAT, in minor units. */
export type LinePrices = {
    /** Unit price × quantity. */
    readonly priceMinor: bigint;
    /** The price less the percent discount of the line. */
    readonly discountedMinor: bigint;
};

/** Amounts of one state of a line that decide on the discount amount of the next. */
export type DiscountStep = LinePrices & { readonly amountMinor: bigint };

/** The agreed discount of a line as an invoice was issued with it. */
export function agreedOf({ discountAmountMinor, totals }: InvoiceLine): AgreedDiscount {
    return { amountMinor: discountAmountMinor, priceMinor: totals.priceMinor };
}

/**
 * The discount amount of a line at a price: the agreed one in proportion, rounded half away from zero, and at most what
 * the percentage leaves. It follows from what was agreed and never from a rounded state between, so that a price that
 * returns brings its discount back to the cent.
 */
export function discountAt({ amountMinor, priceMinor: agreedFor }: AgreedDiscount, prices: LinePrices): bigint {
    return least(inProportion(amountMinor, prices.priceMinor, agreedFor), prices.discountedMinor);
}

/** The agreed discount after one more state: another one where the state's does not follow from it. */
export function agreedAfter(agreed: AgreedDiscount, step: DiscountStep): AgreedDiscount {
    return step.amountMinor === discountAt(agreed, step)
        ? agreed : { amountMinor: step.amountMinor, priceMinor: step.priceMinor };
}

/** An amount in proportion to the price that it belongs to; 0 where that price was 0. */
export function inProportion(amountMinor: bigint, priceMinor: bigint, priceBeforeMinor: bigint): bigint {
    return priceBeforeMinor === 0n ? 0n : divideHalfUp(amountMinor * priceMinor, priceBeforeMinor);
}
