import { compareVatKeys } from '../../foundation/money/vat.ts';
import { groupByRate } from './line-vat.ts';
import type { LineVat } from './priced-line.ts';

/** Amounts of an invoice, a rate or a line: `grossMinor` is always `netMinor + vatMinor`. */
export type Amounts = { readonly netMinor: bigint; readonly vatMinor: bigint; readonly grossMinor: bigint };

/** One row of the VAT breakdown (EN 16931 BG-23). */
export type VatBreakdownRow = LineVat & Amounts;

/**
 * Net, VAT and gross of each category, rate and word, in the order of the categories, higher rates first.
 * @param amounts - Amounts of the lines, in the order of `vats`.
 */
export function breakDownVat(vats: readonly LineVat[], amounts: readonly Amounts[]): VatBreakdownRow[] {
    return groupByRate(vats)
        .flatMap((indexes) => {
            const key = vats[indexes[0] ?? 0];
            const sum = sumAmounts(indexes.flatMap((index) => amounts[index] ?? []));
            if (key === undefined) {
                return [];
            }
            const { category, ratePercentMicros, word } = key;
            return [{ category, ratePercentMicros, word, ...sum }];
        })
        .sort(compareVatKeys);
}

/** The VAT breakdown of lines that have their totals, as a document has them. */
export function breakDownLines(
    lines: readonly { readonly vat: LineVat; readonly totals: Amounts }[]
): VatBreakdownRow[] {
    return breakDownVat(lines.map(({ vat }) => vat), lines.map(({ totals }) => totals));
}

/** The sum of several amounts. */
export function sumAmounts(amounts: readonly Amounts[]): Amounts {
    let netMinor = 0n;
    let vatMinor = 0n;

    for (const amount of amounts) {
        netMinor += amount.netMinor;
        vatMinor += amount.vatMinor;
    }

    return { netMinor, vatMinor, grossMinor: netMinor + vatMinor };
}
