import assert from 'node:assert/strict';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { allocation } from '../../foundation/money/allocate.ts';
import type { Allocation, CompareTies } from '../../foundation/money/allocate.ts';
import { formatMinor } from '../../foundation/money/decimal.ts';
import { hundredPercentMicros, roundPercentDiscount } from '../../foundation/money/rounding.ts';

/**
 * A discount on the whole invoice: the percentage first, then the amount. Net or gross, as the invoice's prices are.
 */
export type DocumentDiscount = { readonly discountPercentMicros: bigint; readonly discountAmountMinor: bigint };

/** The document discount and its shares per line. */
export type SpreadDiscount = {
    /** Sum of the lines after their own discounts. */
    readonly sumMinor: bigint;
    readonly percentDiscountMinor: bigint;
    /** Percentage and amount together. */
    readonly discountMinor: bigint;
    readonly allocation: Allocation;
};

/**
 * The share of the document discount that each line bears, in proportion to its base. The shares add up to the discount
 * to the cent, and none exceeds its line. It is spread over lines, because each rate's tax base must bear its part of
 * the discount.
 * @param basesMinor - Amounts of the lines after their own discounts, in minor units.
 * @throws DomainError `DISCOUNT_EXCEEDS_TOTAL`
 * @see Ustawa o VAT art. 29a ust. 7 pkt 2; EN 16931 BG-20
 */
export function spreadDocumentDiscount(
    { discountPercentMicros, discountAmountMinor }: DocumentDiscount,
    basesMinor: readonly bigint[],
    decimals: number,
    compareTies: CompareTies
): SpreadDiscount {
    assert(discountPercentMicros >= 0n && discountAmountMinor >= 0n, 'the document discount is negative');

    const sumMinor = sumOf(basesMinor);
    const percentDiscountMinor = roundPercentDiscount(sumMinor, discountPercentMicros);
    const discountMinor = percentDiscountMinor + discountAmountMinor;
    if (discountMinor > sumMinor) {
        throw discountExceeds(discountPercentMicros, { discountMinor, sumMinor, decimals });
    }

    return {
        sumMinor, percentDiscountMinor, discountMinor, allocation: allocation(discountMinor, basesMinor, compareTies)
    };
}

/**
 * The part of the discount amount that the lines can bear beside the percentage. A draft is often given its discount
 * before all of its lines: what they do not reach yet waits.
 * @param basesMinor - Amounts of the lines after their own discounts, in minor units.
 * @returns Minor units; the whole amount when the percentage alone exceeds the lines, which is refused elsewhere.
 */
export function discountWithin(
    { discountPercentMicros, discountAmountMinor }: DocumentDiscount, basesMinor: readonly bigint[]
): bigint {
    const sumMinor = sumOf(basesMinor);
    const bearableMinor = sumMinor - roundPercentDiscount(sumMinor, discountPercentMicros);
    return bearableMinor < discountAmountMinor && bearableMinor >= 0n ? bearableMinor : discountAmountMinor;
}

function discountExceeds(
    discountPercentMicros: bigint,
    { discountMinor, sumMinor, decimals }: {
        readonly discountMinor: bigint; readonly sumMinor: bigint; readonly decimals: number
    }
): DomainError {
    const path = discountPercentMicros > hundredPercentMicros ? 'discountPercent' : 'discountAmount';
    const [discount, sum] = [formatMinor(discountMinor, decimals), formatMinor(sumMinor, decimals)];
    const message = `the discount of the invoice, ${discount}, exceeds the sum of its lines, ${sum}`;
    return new DomainError('DISCOUNT_EXCEEDS_TOTAL', `${path}: ${message}`, { path },
        { faults: [{ path, code: 'DISCOUNT_EXCEEDS_TOTAL', message }] });
}

function sumOf(amountsMinor: readonly bigint[]): bigint {
    return amountsMinor.reduce((left, right) => left + right, 0n);
}
