import fc from 'fast-check';
import type { PricedLine } from '../../app/domain/totals/priced-line.ts';
import { roundedByHand } from './rounded-by-hand.ts';

/**
 * Parts of invented invoices. Decimals are in millionths; few and small values beside large ones, so that ties, zeros
 * and equal lines are common.
 */

const one = 1_000_000n;
/** 100 %, in millionths. */
export const hundredPercent = 100n * one;

/** Unit prices. */
export const priceMicros = fc.oneof(
    fc.constantFrom(0n, 5_000n, 10_000n, one, 2n * one, 10n * one, 333_333n),
    fc.bigInt({ min: 0n, max: 100_000n }).map((hundredths) => hundredths * 10_000n),
    fc.bigInt({ min: 0n, max: 10n ** 10n })
);
/** Quantities, above zero. */
export const quantityMicros = fc.oneof(
    fc.constantFrom(one, 2n * one, 3n * one, 500_000n), fc.bigInt({ min: 1n, max: 10n ** 9n }));
/** Price base quantities, mostly 1. */
export const baseQuantityMicros = fc.oneof(
    fc.constantFrom(one, one, one, 100n * one), fc.bigInt({ min: one, max: 10n ** 9n }));
/** Percentages from 0 to 100. */
export const percentMicros = fc.oneof(
    fc.constantFrom(0n, 0n, 0n, hundredPercent, 50n * one), fc.bigInt({ min: 0n, max: hundredPercent }));
/** A part of what is left, in eighths: an amount discount can never exceed its line or its invoice. */
export const eighths = fc.constantFrom(0n, 0n, 0n, 1n, 3n, 8n);

/** The price of a line, in minor units. */
export function priceByHand(
    line: Pick<PricedLine, 'unitPriceMicros' | 'quantityMicros' | 'priceBaseQuantityMicros'>, decimals: number
): bigint {
    return roundedByHand(line.unitPriceMicros * line.quantityMicros * BigInt(`1${'0'.repeat(decimals)}`),
        line.priceBaseQuantityMicros * one);
}

/** An amount less a percentage. */
export function lessPercentByHand(amountMinor: bigint, discountPercentMicros: bigint): bigint {
    return amountMinor - roundedByHand(amountMinor * discountPercentMicros, hundredPercent);
}
