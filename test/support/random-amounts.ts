import fc from 'fast-check';
import type { PricedLine } from '../../app/domain/totals/priced-line.ts';
import { roundedByHand } from './rounded-by-hand.ts';

/** Parts of invented invoices. Decimals are in millionths; few and small values beside large ones, so that ties, zeros and equal lines are common. */

const ONE = 1_000_000n;
export const HUNDRED_PERCENT = 100n * ONE;

export const priceMicros = fc.oneof(
    fc.constantFrom(0n, 5_000n, 10_000n, ONE, 2n * ONE, 10n * ONE, 333_333n),
    fc.bigInt({ min: 0n, max: 100_000n }).map((hundredths) => hundredths * 10_000n),
    fc.bigInt({ min: 0n, max: 10n ** 10n })
);
export const quantityMicros = fc.oneof(fc.constantFrom(ONE, 2n * ONE, 3n * ONE, 500_000n), fc.bigInt({ min: 1n, max: 10n ** 9n }));
export const baseQuantityMicros = fc.oneof(fc.constantFrom(ONE, ONE, ONE, 100n * ONE), fc.bigInt({ min: ONE, max: 10n ** 9n }));
export const percentMicros = fc.oneof(fc.constantFrom(0n, 0n, 0n, HUNDRED_PERCENT, 50n * ONE), fc.bigInt({ min: 0n, max: HUNDRED_PERCENT }));
/** Share of a remaining amount, in eighths: an amount discount can never exceed its line or its invoice. */
export const eighths = fc.constantFrom(0n, 0n, 0n, 1n, 3n, 8n);

/** The price of a line, in minor units. */
export function priceByHand(line: Pick<PricedLine, 'unitPriceMicros' | 'quantityMicros' | 'priceBaseQuantityMicros'>, decimals: number): bigint {
    return roundedByHand(line.unitPriceMicros * line.quantityMicros * BigInt(`1${'0'.repeat(decimals)}`), line.priceBaseQuantityMicros * ONE);
}

/** An amount less a percentage. */
export function lessPercentByHand(amountMinor: bigint, discountPercentMicros: bigint): bigint {
    return amountMinor - roundedByHand(amountMinor * discountPercentMicros, HUNDRED_PERCENT);
}
