import { compareBigints } from '../../foundation/money/allocate.ts';
import type { PriceAndQuantity } from '../../foundation/money/rounding.ts';
import { compareVatKeys } from '../../foundation/money/vat.ts';
import type { VatKey } from '../../foundation/vocabulary/vat-categories.ts';

/** The tax of a line, reduced to the inputs of arithmetic. */
export type LineVat = VatKey;

/**
 * One line before its amounts are computed. No member is negative: a corrective is the difference of two computed
 * states.
 */
export type PricedLine = PriceAndQuantity & {
    readonly discountPercentMicros: bigint;
    /** Amount discount in minor units, taken off after the percent discount. */
    readonly discountAmountMinor: bigint;
    readonly vat: LineVat;
};

/** A comparison of lines of one invoice, given by their positions, by their contents; 0 only for equal lines. */
export function compareLinesByContent(lines: readonly PricedLine[]): (leftIndex: number, rightIndex: number) => number {
    return (leftIndex, rightIndex) => {
        const left = lines[leftIndex];
        const right = lines[rightIndex];

        return left === undefined || right === undefined ? 0 : compareContent(left, right);
    };
}

function compareContent(left: PricedLine, right: PricedLine): number {
    return compareBigints(left.unitPriceMicros, right.unitPriceMicros)
        || compareBigints(left.quantityMicros, right.quantityMicros)
        || compareBigints(left.priceBaseQuantityMicros, right.priceBaseQuantityMicros)
        || compareBigints(left.discountPercentMicros, right.discountPercentMicros)
        || compareBigints(left.discountAmountMinor, right.discountAmountMinor)
        || compareBigints(left.vat.ratePercentMicros, right.vat.ratePercentMicros)
        // Of equal rates: by category and word.
        || compareVatKeys(left.vat, right.vat);
}
