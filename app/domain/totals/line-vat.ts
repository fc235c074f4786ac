import { roundedToTotal } from '../../foundation/money/allocate.ts';
import type { Allocation, CompareTies } from '../../foundation/money/allocate.ts';
import { hundredPercentMicros, roundVatInGross, roundVatOnNet } from '../../foundation/money/rounding.ts';
import { vatKeyText } from '../../foundation/money/vat.ts';
import type { LineVat } from './priced-line.ts';
import type { PricesInclude } from '../../foundation/vocabulary/prices-include.ts';
import type { RoundingModel } from '../../foundation/vocabulary/rounding-models.ts';

/** A line's amount after all discounts, net or gross as the invoice's prices are, and its tax. */
export type TaxableLine = { readonly amountMinor: bigint; readonly vat: LineVat };

/** Rules by which VAT follows from amounts. */
export type VatRules = { readonly pricesInclude: PricesInclude; readonly roundingModel: RoundingModel };

/** The VAT of one category and rate, computed on the sum of its lines and shared among them. */
export type RateVat = {
    /** Positions of its lines. */
    readonly indexes: readonly number[];
    /** Sum of the lines' amounts. */
    readonly sumMinor: bigint;
    /** Shares of the sum's VAT (its `total`), in the order of `indexes`. */
    readonly allocation: Allocation;
};

/** The VAT of each line; `rates` is empty when every line was rounded separately. */
export type LinesVat = { readonly vatMinor: readonly bigint[]; readonly rates: readonly RateVat[] };

/**
 * The VAT of each line. With `per_rate` it is computed on the sum of each category and rate, and the lines share it.
 * Each line gets its own exact VAT rounded down or up, so that lines add up to the breakdown and no line is off by a
 * whole cent.
 */
export function vatOfLines(
    lines: readonly TaxableLine[], { pricesInclude, roundingModel }: VatRules, compareTies: CompareTies
): LinesVat {
    const roundVat = pricesInclude === 'net' ? roundVatOnNet : roundVatInGross;

    if (roundingModel === 'per_line') {
        return {
            vatMinor: lines.map(({ amountMinor, vat }) => roundVat(amountMinor, vat.ratePercentMicros)), rates: []
        };
    }

    const rates = groupByRate(lines.map(({ vat }) => vat)).map((indexes) => {
        const group = indexes.flatMap((index) => lines[index] ?? []);
        return { indexes, ...shareVatOfGroup(group, pricesInclude, (left, right) =>
            compareTies(indexes[left] ?? 0, indexes[right] ?? 0)) };
    });
    const vatMinor = lines.map(() => 0n);
    for (const { indexes, allocation } of rates) {
        indexes.forEach((index, position) => { vatMinor[index] = allocation.shares[position] ?? 0n; });
    }
    return { vatMinor, rates };
}

/** Positions of the lines, grouped by category, rate and word. */
export function groupByRate(vats: readonly LineVat[]): number[][] {
    const groups = new Map<string, number[]>();

    vats.forEach((vat, index) => {
        const key = vatKeyText(vat);
        const group = groups.get(key);
        if (group === undefined) {
            groups.set(key, [index]);
        } else {
            group.push(index);
        }
    });

    return [...groups.values()];
}

/** The VAT of one rate's sum, shared among the lines of that rate. */
function shareVatOfGroup(
    group: readonly TaxableLine[], pricesInclude: PricesInclude, compareTies: CompareTies
): Omit<RateVat, 'indexes'> {
    const ratePercentMicros = group[0]?.vat.ratePercentMicros ?? 0n;
    const sumMinor = group.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
    const numerators = group.map(({ amountMinor }) => amountMinor * ratePercentMicros);
    const allocation = pricesInclude === 'net'
        ? roundedToTotal(roundVatOnNet(sumMinor, ratePercentMicros), numerators, hundredPercentMicros, compareTies)
        : roundedToTotal(roundVatInGross(sumMinor, ratePercentMicros), numerators,
            hundredPercentMicros + ratePercentMicros, compareTies);

    return { sumMinor, allocation };
}
