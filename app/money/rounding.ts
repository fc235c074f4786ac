import { divideHalfUp, MICROS_DECIMALS, NANOS_DECIMALS, ONE_MICROS } from './decimal.ts';

/** 100 percent in millionths. */
export const HUNDRED_PERCENT_MICROS = 100n * ONE_MICROS;

/** A unit price and what it is multiplied with. */
export type PriceAndQuantity = {
    readonly unitPriceMicros: bigint;
    readonly quantityMicros: bigint;
    /** How many units the price is for (EN 16931 BT-149); 1_000_000n when it is for one. */
    readonly priceBaseQuantityMicros: bigint;
};

/**
 * Rounding step "line price": unit price × quantity ÷ price base quantity, in minor units.
 * @see EN 16931 BT-131, BT-146, BT-149
 */
export function roundLinePrice({ unitPriceMicros, quantityMicros, priceBaseQuantityMicros }: PriceAndQuantity, decimals: number): bigint {
    return divideHalfUp(unitPriceMicros * quantityMicros * tenTo(decimals), priceBaseQuantityMicros * ONE_MICROS);
}

/** Rounding step "percent discount": a percentage of an amount. Used for lines and, once more, for the document. */
export function roundPercentDiscount(amountMinor: bigint, percentMicros: bigint): bigint {
    return divideHalfUp(amountMinor * percentMicros, HUNDRED_PERCENT_MICROS);
}

/**
 * Rounding step "VAT on net": net × rate.
 * @see EN 16931 BR-CO-17; Ustawa o VAT art. 106e ust. 1 pkt 14
 */
export function roundVatOnNet(netMinor: bigint, ratePercentMicros: bigint): bigint {
    return divideHalfUp(netMinor * ratePercentMicros, HUNDRED_PERCENT_MICROS);
}

/**
 * Rounding step "VAT in gross": gross × rate ÷ (100 + rate), the VAT that a gross price holds.
 * @see Ustawa o VAT art. 106e ust. 7-8
 */
export function roundVatInGross(grossMinor: bigint, ratePercentMicros: bigint): bigint {
    return divideHalfUp(grossMinor * ratePercentMicros, HUNDRED_PERCENT_MICROS + ratePercentMicros);
}

/** Rounding step "to the cent": a price or total in millionths as an amount of the currency. */
export function roundToMinor(micros: bigint, decimals: number): bigint {
    return divideHalfUp(micros * tenTo(decimals), ONE_MICROS);
}

/**
 * Rounding step "exchange": an amount in another currency, such as the VAT total in the organisation's VAT currency.
 * @param rateNanos - Units of the target currency for one unit of the source currency, in billionths.
 * @see EN 16931 BT-111; Ustawa o VAT art. 31a, art. 106e ust. 11
 */
export function roundExchanged(amountMinor: bigint, rateNanos: bigint, decimals: { readonly from: number; readonly to: number }): bigint {
    return divideHalfUp(amountMinor * rateNanos * tenTo(decimals.to), tenTo(decimals.from + NANOS_DECIMALS));
}

/** An amount as millionths; exact, because no currency has more than 4 decimals. */
export function minorToMicros(minor: bigint, decimals: number): bigint {
    return minor * tenTo(MICROS_DECIMALS - decimals);
}

/** Looked up rather than raised, because it is needed for every line. */
const powersOfTen = [1n, 10n, 100n, 1_000n, 10_000n, 100_000n, 1_000_000n] as const;

function tenTo(exponent: number): bigint {
    return powersOfTen[exponent] ?? 10n ** BigInt(exponent);
}
