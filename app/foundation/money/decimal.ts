import { MoneyError } from './money-error.ts';

/** Number of decimals of a quantity, unit price, percent or VAT rate; such numbers are kept as whole millionths. */
export const microsDecimals = 6;

/**
 * Number of decimals of an exchange rate, kept as whole billionths: central banks quote small currencies with eight.
 */
export const nanosDecimals = 9;

/** One whole unit in millionths: the quantity 1, the price 1.00, one percent. */
export const oneMicros = 1_000_000n;

/**
 * Limit on amounts in minor units: 10^15 or more is refused, because the column holds no more and JavaScript loses the
 * last digit.
 */
export const amountLimitMinor = 1_000_000_000_000_000n;

/**
 * Maximum digits before the point. The schemas set the real limits; this one keeps a megabyte of digits away from
 * BigInt.
 */
const maxWholeDigits = 18;

/**
 * Maximum significant digits that a binary double shows faithfully; with more, JSON.parse may have changed the number.
 */
const maxNumberDigits = 15;

const plainDecimal = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?$/;

/**
 * A quantity, unit price, percent or rate in millionths: `2.5` gives 2_500_000n.
 * @param value - Text in plain notation, or a JSON number (see {@link parseDecimal}); at most 6 decimals.
 * @throws MoneyError `NOT_A_PLAIN_DECIMAL` | `TOO_MANY_DECIMALS` | `TOO_LARGE` | `NUMBER_NOT_EXACT`
 */
export function parseMicros(value: string | number): bigint {
    return parseDecimal(value, microsDecimals);
}

/** Millionths in plain notation without trailing zeros: 2_500_000n gives `2.5`. */
export function formatMicros(micros: bigint): string {
    const text = formatMinor(micros, microsDecimals);

    return text.replace(/\.?0+$/, '');
}

/** An exchange rate in billionths. @throws MoneyError as {@link parseMicros} */
export function parseNanos(value: string | number): bigint {
    return parseDecimal(value, nanosDecimals);
}

/** Billionths in plain notation without trailing zeros: 4_321_500_000n gives `4.3215`. */
export function formatNanos(nanos: bigint): string {
    return formatMinor(nanos, nanosDecimals).replace(/\.?0+$/, '');
}

/**
 * An amount as a numeric column or another service writes it, with the column's own scale: `12.5000` gives 1250n for
 * PLN. Zeros beyond the currency's decimals are dropped; any other digit there is an error, never a silent rounding.
 * @param decimals - Decimals of the currency: PLN 2, JPY 0, KWD 3.
 * @throws MoneyError `NOT_A_PLAIN_DECIMAL` | `TOO_MANY_DECIMALS` | `TOO_LARGE`
 */
export function parseStoredMinor(text: string, decimals: number): bigint {
    const point = text.indexOf('.');
    const extraFrom = point + 1 + decimals;

    if (point < 0 || !/^0*$/.test(text.slice(extraFrom))) {
        return parseDecimal(text, decimals);
    }

    return parseDecimal(text.slice(0, decimals === 0 ? point : extraFrom), decimals);
}

/** Minor units with exactly the currency's decimals: 1250n with 2 gives `12.50`, 350n with 0 gives `350`. */
export function formatMinor(minor: bigint, decimals: number): string {
    const sign = minor < 0n ? '-' : '';
    const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0');
    const whole = digits.slice(0, digits.length - decimals);

    return decimals === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-decimals)}`;
}

/**
 * A decimal as a whole number of its smallest units, exactly.
 *
 * Accepts plain notation only: `12.50`, `0.5`, `-3`. Not `1e5`, `.5`, `5.`, `+1`, `1 000`, `12,5`, and no leading zeros
 * (`007`), as in JSON's own grammar: padded digits are more often an identifier in the wrong field than an amount.
 * Decimals are counted as written, so `1.000` has too many for PLN. A JSON number is taken by its shortest decimal
 * form, which is exact up to 15 significant digits; a longer one is refused, because JSON.parse may have changed it.
 * @param decimals - Maximum number of decimals, and the scale of the result.
 * @throws MoneyError `NOT_A_PLAIN_DECIMAL` | `TOO_MANY_DECIMALS` | `TOO_LARGE` | `NUMBER_NOT_EXACT`
 */
export function parseDecimal(value: string | number, decimals: number): bigint {
    const [, sign, whole, fraction = ''] = plainDecimal.exec(typeof value === 'number' ? textOfNumber(value) : value)
        ?? [];

    if (whole === undefined) {
        throw new MoneyError('NOT_A_PLAIN_DECIMAL', 'must be a number in plain notation, such as 12.50');
    }
    if (fraction.length > decimals) {
        throw new MoneyError(
            'TOO_MANY_DECIMALS', decimals === 0 ? 'must have no decimals' : `must have at most ${decimals} decimals`);
    }
    if (whole.length > maxWholeDigits) {
        throw new MoneyError('TOO_LARGE', `must have at most ${maxWholeDigits} digits before the point`);
    }

    const units = BigInt(whole + fraction.padEnd(decimals, '0'));
    return sign === '-' ? -units : units;
}

/**
 * The quotient rounded half up, which in invoicing means half away from zero, so that rounding a negated amount gives
 * the negated result and a corrective mirrors its original.
 * @throws MoneyError `DIVISION_BY_ZERO`
 */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
    if (denominator === 0n) {
        throw new MoneyError('DIVISION_BY_ZERO', 'cannot be divided by zero');
    }

    const negative = (numerator < 0n) !== (denominator < 0n);
    const dividend = numerator < 0n ? -numerator : numerator;
    const divisor = denominator < 0n ? -denominator : denominator;
    const magnitude = (2n * dividend + divisor) / (2n * divisor);

    return negative ? -magnitude : magnitude;
}

/**
 * A JSON number as plain text; small ones, which JavaScript writes as `1e-7`, are seen for what they are: too many
 * decimals.
 */
function textOfNumber(value: number): string {
    const text = String(value);

    if (text.includes('e-')) {
        throw new MoneyError('TOO_MANY_DECIMALS', 'must have fewer decimals');
    }
    if (text.replace(/^-?0?\.?0*|\./g, '').length > maxNumberDigits) {
        throw new MoneyError(
            'NUMBER_NOT_EXACT', `must be sent as a string, because it has more than ${maxNumberDigits} digits`);
    }

    return text;
}

/** An amount, or 0 where it is negative. */
export function atLeastZero(minor: bigint): bigint {
    return minor < 0n ? 0n : minor;
}

/** The smaller of two amounts. */
export function least(one: bigint, other: bigint): bigint {
    return one < other ? one : other;
}
