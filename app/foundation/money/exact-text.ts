import type { Quotient } from './rounding.ts';

/** Maximum decimals of a quotient's text; a longer one is written as a fraction, which is shorter and just as exact. */
const maxDecimals = 30;

/**
 * A quotient as text that loses nothing: a plain decimal where it has an end (`12.345`), else a fraction in lowest
 * terms (`1000/123`).
 * @param scale - Number of powers of ten that the quotient is divided by first: 2 turns minor units of PLN into zlotys.
 */
export function exactText({ numerator, denominator }: Quotient, scale = 0): string {
    const whole = denominator * 10n ** BigInt(scale);
    const zeros = zerosOfPowerOfTen(whole);
    if (zeros !== undefined) {
        return withoutTrailingZeros(decimalText(numerator, zeros));
    }

    const divisor = greatestCommonDivisor(magnitudeOf(numerator), magnitudeOf(whole));
    const [top, bottom] = [numerator / divisor, whole / divisor];
    const decimals = decimalsNeeded(bottom);

    return decimals === undefined ? `${top}/${bottom}` : decimalText(top * 10n ** BigInt(decimals) / bottom, decimals);
}

/** Exponent of a power of ten, else undefined. Most denominators are powers of ten, which need no common divisor. */
function zerosOfPowerOfTen(number: bigint): number | undefined {
    const digits = number.toString();
    return /^10*$/.test(digits) && digits.length <= maxDecimals ? digits.length - 1 : undefined;
}

function withoutTrailingZeros(decimal: string): string {
    return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}

/**
 * Number of decimals that a fraction in lowest terms needs; undefined when it has no end, or more than
 * {@link maxDecimals}.
 */
function decimalsNeeded(denominator: bigint): number | undefined {
    let rest = denominator;
    let [twos, fives] = [0, 0];
    for (; rest % 2n === 0n; rest /= 2n) twos += 1;
    for (; rest % 5n === 0n; rest /= 5n) fives += 1;
    const decimals = Math.max(twos, fives);

    return rest === 1n && decimals <= maxDecimals ? decimals : undefined;
}

function decimalText(units: bigint, decimals: number): string {
    const digits = magnitudeOf(units).toString().padStart(decimals + 1, '0');
    const [whole, fraction] = [digits.slice(0, digits.length - decimals), digits.slice(digits.length - decimals)];

    return `${units < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

function greatestCommonDivisor(left: bigint, right: bigint): bigint {
    let [a, b] = [left, right];
    while (b !== 0n) {
        [a, b] = [b, a % b];
    }
    return a;
}

function magnitudeOf(number: bigint): bigint {
    return number < 0n ? -number : number;
}
