import { roundExchanged } from '../../foundation/money/rounding.ts';

/** Rate and decimals for converting amounts of one currency to another. */
export type Exchange = {
    /** Units of the VAT currency for one unit of the invoice's currency, in billionths. */
    readonly rateNanos: bigint;
    readonly decimals: { readonly from: number; readonly to: number };
};

/**
 * VAT of a rate before and after a document, in minor units of the document's currency. Before an invoice it is 0;
 * before a corrective it is the VAT of the corrected invoice with its earlier correctives.
 */
export type VatChange = { readonly beforeMinor: bigint; readonly afterMinor: bigint };

/** VAT in the VAT currency: of each row of the breakdown, in the same order, and their sum. */
export type ExchangedVat = { readonly rowsMinor: readonly bigint[]; readonly totalMinor: bigint };

/**
 * The VAT of a document in the organisation's VAT currency. The tax of each rate is exchanged and rounded separately,
 * because the law requires each of these amounts; the total is their sum, so the rows always add up to it. It can
 * therefore differ from the exchanged VAT total by half a unit per row, which EN 16931 allows: it has no rule that
 * computes BT-111.
 *
 * The VAT of a document is the change that it makes: the exchanged tax after it less the exchanged tax before it. So an
 * invoice and all its correctives add up to the exchanged tax of the corrected state. Differences that are exchanged
 * and rounded separately would miss it.
 * @param changes - One for each row of the breakdown.
 * @see Ustawa o VAT art. 31a, art. 106e ust. 1 pkt 14 and ust. 11; EN 16931 BT-6, BT-111
 */
export function exchangeVat(changes: readonly VatChange[], { rateNanos, decimals }: Exchange): ExchangedVat {
    const exchanged = (minor: bigint): bigint => roundExchanged(minor, rateNanos, decimals);
    const rowsMinor = changes.map(({ beforeMinor, afterMinor }) => exchanged(afterMinor) - exchanged(beforeMinor));
    return { rowsMinor, totalMinor: rowsMinor.reduce((sum, minor) => sum + minor, 0n) };
}
