import assert from 'node:assert/strict';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { ErrorCode } from '../../foundation/errors/error-codes.ts';
import { amountLimitMinor, formatMinor } from '../../foundation/money/decimal.ts';
import { hundredPercentMicros, roundLinePrice, roundPercentDiscount } from '../../foundation/money/rounding.ts';
import type { PricedLine } from './priced-line.ts';

/** Amount of a line before the document discount and VAT, net or gross as the invoice's prices are. */
export type LineAmount = {
    readonly priceMinor: bigint;
    /** The percent discount as an amount; part of `discountMinor`. */
    readonly percentDiscountMinor: bigint;
    /** Both discounts of the line. */
    readonly discountMinor: bigint;
    readonly baseMinor: bigint;
};

/**
 * Amounts of lines: line price, less the percent discount on it, less the amount discount, in this order; each is
 * rounded once.
 * @throws DomainError `AMOUNT_TOO_LARGE` | `DISCOUNT_EXCEEDS_LINE`, with one fault for each line
 */
export function amountsOfLines(lines: readonly PricedLine[], decimals: number): LineAmount[] {
    const amounts = lines.map((line) => amountOfLine(line, decimals));

    refuse('AMOUNT_TOO_LARGE', amounts, ({ priceMinor }) => priceMinor >= amountLimitMinor, (index) => ({
        path: `items[${index}]`,
        message: `is too large: price times quantity must stay below ${formatMinor(amountLimitMinor, decimals)}`
    }));
    refuse('DISCOUNT_EXCEEDS_LINE', amounts, ({ baseMinor }) => baseMinor < 0n,
        (index, { priceMinor, discountMinor }) => {
            const path = `items[${index}].${isOverHundredPercent(lines[index]) ? 'discountPercent' : 'discountAmount'}`;
            const [discount, price] = [formatMinor(discountMinor, decimals), formatMinor(priceMinor, decimals)];
            return { path, message: `makes the discounts of the line, ${discount}, exceed its price, ${price}` };
        });

    return amounts;
}

function amountOfLine(line: PricedLine, decimals: number): LineAmount {
    assert(line.unitPriceMicros >= 0n && line.quantityMicros >= 0n && line.priceBaseQuantityMicros > 0n,
        'a line has a negative price');
    assert(line.discountPercentMicros >= 0n && line.discountAmountMinor >= 0n, 'a line has a negative discount');
    assert(line.vat.ratePercentMicros >= 0n, 'a line has a negative VAT rate');

    const priceMinor = roundLinePrice(line, decimals);
    const percentDiscountMinor = roundPercentDiscount(priceMinor, line.discountPercentMicros);
    const discountMinor = percentDiscountMinor + line.discountAmountMinor;

    return { priceMinor, percentDiscountMinor, discountMinor, baseMinor: priceMinor - discountMinor };
}

function isOverHundredPercent(line: PricedLine | undefined): boolean {
    return line !== undefined && line.discountPercentMicros > hundredPercentMicros;
}

/**
 * Throws one error that lists every line at fault; its message names the first, because the gateway shows nothing else.
 */
function refuse(
    code: ErrorCode,
    amounts: readonly LineAmount[],
    isAtFault: (amount: LineAmount) => boolean,
    describe: (index: number, amount: LineAmount) => { path: string; message: string }
): void {
    const faults = amounts.flatMap((amount, index) =>
        (isAtFault(amount) ? [{ code, ...describe(index, amount) }] : []));
    const [first] = faults;

    if (first !== undefined) {
        const message = `${first.path} ${first.message}`;
        throw new DomainError(code, message, { paths: faults.map(({ path }) => path) }, { faults });
    }
}
