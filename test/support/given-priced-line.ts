import type { PricedLine } from '../../app/domain/totals/priced-line.ts';
import type { TotalsInput } from '../../app/domain/totals/totals.ts';
import { parseMicros } from '../../app/foundation/money/decimal.ts';
import { vatOf } from '../../app/foundation/money/vat.ts';

/** A line in an accountant's words; everything but the price may be left out. */
export type GivenLine = {
    readonly price: string;
    readonly quantity?: string;
    readonly baseQuantity?: string;
    readonly discountPercent?: string;
    readonly discountAmountMinor?: bigint;
    readonly vatRate?: string;
};

/** A priced line: by default one piece at 23 % without discount. */
export function givenPricedLine(line: GivenLine): PricedLine {
    const { category, ratePercentMicros, word } = vatOf({ rate: line.vatRate ?? '23' });

    return {
        unitPriceMicros: parseMicros(line.price),
        quantityMicros: parseMicros(line.quantity ?? '1'),
        priceBaseQuantityMicros: parseMicros(line.baseQuantity ?? '1'),
        discountPercentMicros: parseMicros(line.discountPercent ?? '0'),
        discountAmountMinor: line.discountAmountMinor ?? 0n,
        vat: { category, ratePercentMicros, word }
    };
}

/** Input of totals: by default an invoice in PLN with net prices, VAT per rate and no discount. */
export function givenTotalsInput(lines: readonly GivenLine[], overrides: Partial<TotalsInput> = {}): TotalsInput {
    return {
        decimals: 2,
        pricesInclude: 'net',
        roundingModel: 'per_rate',
        discountPercentMicros: 0n,
        discountAmountMinor: 0n,
        lines: lines.map(givenPricedLine),
        ...overrides
    };
}
