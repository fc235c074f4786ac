/**
 * Exact arithmetic of the tests' own: fractions of whole numbers, read from the texts of an answer. Shares no code with
 * the service.
 */
export type Fraction = { readonly top: bigint; readonly bottom: bigint };

/** A whole number as a fraction. */
export const whole = (number: bigint): Fraction => ({ top: number, bottom: 1n });

/** Reads `-12.345` or `1/3`. */
export function fractionOf(text: string): Fraction {
    const [, sign, digits = '', decimals = '', bottom = '1'] = /^(-?)(\d+)(?:\.(\d+)|\/(\d+))?$/.exec(text) ?? [];
    if (sign === undefined) throw new Error(`${text} is neither a decimal nor a fraction`);
    const top = BigInt(digits + decimals);
    return { top: sign === '-' ? -top : top, bottom: BigInt(bottom) * 10n ** BigInt(decimals.length) };
}

/** Adds, exactly. */
export const plus = (a: Fraction, b: Fraction): Fraction =>
    ({ top: a.top * b.bottom + b.top * a.bottom, bottom: a.bottom * b.bottom });
/** Subtracts, exactly. */
export const minus = (a: Fraction, b: Fraction): Fraction => plus(a, { top: -b.top, bottom: b.bottom });
/** Multiplies, exactly. */
export const times = (a: Fraction, b: Fraction): Fraction => ({ top: a.top * b.top, bottom: a.bottom * b.bottom });
/** Divides, exactly. @throws Error for a division by zero */
export const over = (a: Fraction, b: Fraction): Fraction => {
    if (b.top === 0n) throw new Error('division by zero');
    return b.top > 0n ? { top: a.top * b.bottom, bottom: a.bottom * b.top }
        : { top: -a.top * b.bottom, bottom: -a.bottom * b.top };
};

/** Compares two fractions: −1, 0 or 1 for less, equal or greater. */
export function compare(a: Fraction, b: Fraction): number {
    const { top } = minus(a, b);
    return top === 0n ? 0 : top < 0n ? -1 : 1;
}

/** True for the same value, whatever the terms of the fractions. */
export const equal = (a: Fraction, b: Fraction): boolean => compare(a, b) === 0;

/** Number of whole units in a fraction, rounded towards zero. */
export const unitsIn = (a: Fraction, unit: Fraction): bigint => {
    const { top, bottom } = over(a, unit);
    return top / bottom;
};

/** Rounds to the nearest multiple of `unit`; a half goes away from zero. */
export function toNearest(a: Fraction, unit: Fraction): Fraction {
    const { top, bottom } = over(a, unit);
    const magnitude = top < 0n ? -top : top;
    const down = magnitude / bottom;
    const nearest = 2n * (magnitude - down * bottom) >= bottom ? down + 1n : down;
    return times(whole(top < 0n ? -nearest : nearest), unit);
}
