import { formatMinor, microsDecimals, nanosDecimals } from './decimal.ts';

/** Decimals of every amount column. */
export const amountDecimals = 4;

const divisors = [10_000n, 1_000n, 100n, 10n, 1n] as const;

/**
 * A quantity, price or percent from a `numeric(…, 6)` column, which always writes six decimals: `2.500000` gives
 * 2_500_000n.
 * @throws RangeError when the text has another scale: the statement selects the wrong column.
 */
export function readStoredMicros(text: string): bigint {
    return unscaled(text, microsDecimals);
}

/**
 * An exchange rate from a `numeric(…, 9)` column in billionths: `4.321500000` gives 4_321_500_000n.
 * @throws RangeError when the text has another scale: the statement selects the wrong column.
 */
export function readStoredNanos(text: string): bigint {
    return unscaled(text, nanosDecimals);
}

/**
 * An amount from a `numeric(…, 4)` column in minor units of its currency: `12.5000` gives 1250n for PLN.
 * @throws RangeError when the text has another scale, or digits that the currency does not have: never a silent
 *     rounding.
 */
export function readStoredMinor(text: string, decimals: number): bigint {
    const divisor = divisors[decimals];
    const units = unscaled(text, amountDecimals);
    if (divisor === undefined || units % divisor !== 0n) {
        throw new RangeError(`a stored amount has more than ${decimals} decimals`);
    }
    return units / divisor;
}

/** An amount as its column writes it, with four decimals whatever the currency: 1250n of PLN gives `12.5000`. */
export function amountAsStored(minor: bigint, decimals: number): string {
    return formatMinor(minor * (divisors[decimals] ?? 1n), amountDecimals);
}

function unscaled(text: string, scale: number): bigint {
    const point = text.length - scale - 1;
    if (text.charAt(point) !== '.') {
        throw new RangeError(`a stored decimal has not ${scale} decimals`);
    }
    return BigInt(text.slice(0, point) + text.slice(point + 1));
}
