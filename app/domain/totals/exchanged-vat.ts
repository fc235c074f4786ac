import { roundExchanged } from '../../foundation/money/rounding.ts';

/** How amounts of one currency become amounts of another. */
export type Exchange = {
    /** Units of the VAT currency for one unit of the invoice's currency, in billionths. */
    readonly rateNanos: bigint;
    readonly decimals: { readonly from: number; readonly to: number };
};

/**
 * What the VAT of a rate was before a document and is with it, in minor units of the document's currency. Before an invoice there was nothing;
 * before a corrective there was the invoice that it corrects, with the correctives that came earlier.
 */
export type VatChange = { readonly beforeMinor: bigint; readonly afterMinor: bigint };

/** VAT in the VAT currency: of each row of the breakdown, in their order, and of all of them. */
export type ExchangedVat = { readonly rowsMinor: readonly bigint[]; readonly totalMinor: bigint };

/**
 * The VAT of a document in the organisation's VAT currency. The tax of each rate is exchanged and rounded by itself, because the law asks for
 * each of these amounts; the total is their sum, so that the rows always add up to it. It can therefore differ from the exchanged VAT total by
 * half a unit a row, which EN 16931 allows: it has no rule that computes BT-111.
 *
 * A document comes to what it changes: the exchanged tax after it less the exchanged tax before it. So an invoice and all its correctives add up
 * to the exchanged tax of the corrected state, which differences that are exchanged and rounded by themselves would miss.
 * @param changes - Of each row of the breakdown.
 * @see Ustawa o VAT art. 31a, art. 106e ust. 1 pkt 14 and ust. 11; EN 16931 BT-6, BT-111
 */
export function exchangeVat(changes: readonly VatChange[], { rateNanos, decimals }: Exchange): ExchangedVat {
    const exchanged = (minor: bigint): bigint => roundExchanged(minor, rateNanos, decimals);
    const rowsMinor = changes.map(({ beforeMinor, afterMinor }) => exchanged(afterMinor) - exchanged(beforeMinor));
    return { rowsMinor, totalMinor: rowsMinor.reduce((sum, minor) => sum + minor, 0n) };
}
