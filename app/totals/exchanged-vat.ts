import { roundExchanged } from '../money/rounding.ts';

/** How amounts of one currency become amounts of another. */
export type Exchange = {
    /** Units of the VAT currency for one unit of the invoice's currency, in billionths. */
    readonly rateNanos: bigint;
    readonly decimals: { readonly from: number; readonly to: number };
};

/** VAT in the VAT currency: of each row of the breakdown, in their order, and of all of them. */
export type ExchangedVat = { readonly rowsMinor: readonly bigint[]; readonly totalMinor: bigint };

/**
 * The VAT of an invoice in the organisation's VAT currency. The tax of each rate is exchanged and rounded by itself, because the law asks for
 * each of these amounts; the total is their sum, so that the rows always add up to it. It can therefore differ from the exchanged VAT total by
 * half a unit a row, which EN 16931 allows: it has no rule that computes BT-111.
 * @param vatMinor - VAT of each row of the breakdown; negative in a corrective, whose amounts then mirror the original's.
 * @see Ustawa o VAT art. 31a, art. 106e ust. 1 pkt 14 and ust. 11; EN 16931 BT-6, BT-111
 */
export function exchangeVat(vatMinor: readonly bigint[], { rateNanos, decimals }: Exchange): ExchangedVat {
    const rowsMinor = vatMinor.map((minor) => roundExchanged(minor, rateNanos, decimals));
    return { rowsMinor, totalMinor: rowsMinor.reduce((sum, minor) => sum + minor, 0n) };
}
