import { divideHalfUp, microsDecimals, nanosDecimals, oneMicros } from './decimal.ts';

/** 100 percent in millionths. */
export const hundredPercentMicros = 100n * oneMicros;

/** A unit price and the quantity that it is multiplied by. */
export type PriceAndQuantity = {
    readonly unitPriceMicros: bigint;
    readonly quantityMicros: bigint;
    /** Number of units that the price is for (EN 16931 BT-149); 1_000_000n for one unit. */
    readonly priceBaseQuantityMicros: bigint;
};

/**
 * The exact value of a step before it is rounded, in the units that it is rounded to. Each step below rounds such a
 * quotient, so that an explanation shows the very value that was rounded.
 */
export type Quotient = { readonly numerator: bigint; readonly denominator: bigint };

/** A quotient rounded half away from zero. */
export function roundQuotient({ numerator, denominator }: Quotient): bigint {
    return divideHalfUp(numerator, denominator);
}

/** Unit price × quantity ÷ price base quantity, in minor units, exactly. */
export function exactLinePrice(
    { unitPriceMicros, quantityMicros, priceBaseQuantityMicros }: PriceAndQuantity, decimals: number
): Quotient {
    return {
        numerator: unitPriceMicros * quantityMicros * tenTo(decimals), denominator: priceBaseQuantityMicros * oneMicros
    };
}

/**
 * Rounding step "line price": unit price × quantity ÷ price base quantity, in minor units.
 * @see EN 16931 BT-131, BT-146, BT-149
 */
export function roundLinePrice(line: PriceAndQuantity, decimals: number): bigint {
    return roundQuotient(exactLinePrice(line, decimals));
}

/** A percentage of an amount, in minor units, exactly. */
export function exactPercentOf(amountMinor: bigint, percentMicros: bigint): Quotient {
    return { numerator: amountMinor * percentMicros, denominator: hundredPercentMicros };
}

/** Rounding step "percent discount": a percentage of an amount. Used for each line and once more for the document. */
export function roundPercentDiscount(amountMinor: bigint, percentMicros: bigint): bigint {
    return roundQuotient(exactPercentOf(amountMinor, percentMicros));
}

/**
 * Rounding step "VAT on net": net × rate.
 * @see EN 16931 BR-CO-17; Ustawa o VAT art. 106e ust. 1 pkt 14
 */
export function roundVatOnNet(netMinor: bigint, ratePercentMicros: bigint): bigint {
    return roundQuotient(exactPercentOf(netMinor, ratePercentMicros));
}

/** The VAT that a gross amount holds: gross × rate ÷ (100 + rate), in minor units, exactly. */
export function exactVatInGross(grossMinor: bigint, ratePercentMicros: bigint): Quotient {
    return { numerator: grossMinor * ratePercentMicros, denominator: hundredPercentMicros + ratePercentMicros };
}

/**
 * Rounding step "VAT in gross": gross × rate ÷ (100 + rate), the VAT that a gross price holds.
 * @see Ustawa o VAT art. 106e ust. 7-8
 */
export function roundVatInGross(grossMinor: bigint, ratePercentMicros: bigint): bigint {
    return roundQuotient(exactVatInGross(grossMinor, ratePercentMicros));
}

/** A price or total in millionths as minor units, exactly. */
export function exactMinor(micros: bigint, decimals: number): Quotient {
    return { numerator: micros * tenTo(decimals), denominator: oneMicros };
}

/** Rounding step "to the cent": a price or total in millionths as an amount of the currency. */
export function roundToMinor(micros: bigint, decimals: number): bigint {
    return roundQuotient(exactMinor(micros, decimals));
}

/** A total divided by a quantity, in millionths, exactly. */
export function exactUnitPrice(totalMicros: bigint, quantityMicros: bigint): Quotient {
    return { numerator: totalMicros * oneMicros, denominator: quantityMicros };
}

/** A net unit price with its VAT: price × (100 + rate) ÷ 100, in millionths, exactly. */
export function exactGrossUnitPrice(unitPriceMicros: bigint, ratePercentMicros: bigint): Quotient {
    return {
        numerator: unitPriceMicros * (hundredPercentMicros + ratePercentMicros), denominator: hundredPercentMicros
    };
}

/** An amount in another currency, in minor units of that currency, exactly. */
export function exactExchanged(
    amountMinor: bigint, rateNanos: bigint, decimals: { readonly from: number; readonly to: number }
): Quotient {
    return {
        numerator: amountMinor * rateNanos * tenTo(decimals.to), denominator: tenTo(decimals.from + nanosDecimals)
    };
}

/**
 * Rounding step "exchange": an amount in another currency, such as the VAT total in the organisation's VAT currency.
 * @param rateNanos - Units of the target currency for one unit of the source currency, in billionths.
 * @see EN 16931 BT-111; Ustawa o VAT art. 31a, art. 106e ust. 11
 */
export function roundExchanged(
    amountMinor: bigint, rateNanos: bigint, decimals: { readonly from: number; readonly to: number }
): bigint {
    return roundQuotient(exactExchanged(amountMinor, rateNanos, decimals));
}

/** An amount as millionths; exact, because no currency has more than 4 decimals. */
export function minorToMicros(minor: bigint, decimals: number): bigint {
    return minor * tenTo(microsDecimals - decimals);
}

/** Powers of ten in a table, which is faster than computing them: every line needs them. */
const powersOfTen = [1n, 10n, 100n, 1_000n, 10_000n, 100_000n, 1_000_000n] as const;

function tenTo(exponent: number): bigint {
    return powersOfTen[exponent] ?? 10n ** BigInt(exponent);
}
