import Joi from 'joi';
import {
    formatMicros, formatMinor, formatNanos, microsDecimals, nanosDecimals, parseMicros, parseNanos
} from '../money/decimal.ts';
import { MoneyError } from '../money/money-error.ts';
import { digitsOf } from './exact-number.ts';
import { decimalPattern } from './decimal-pattern.ts';
import type { OpenApiMeta } from './openapi-meta.ts';

/** Bounds of a decimal field. */
export type DecimalBounds = {
    /** Maximum number of decimals. @default all that the field's unit has */
    readonly decimals?: number;
    /** Minimum value in the field's unit: millionths, or billionths. */
    readonly min?: bigint;
    /** Maximum value in the same unit. */
    readonly max?: bigint;
    /** Example in the documentation. @default 12.50, or 12 without decimals */
    readonly example?: string;
};

/** Maximum of a JSON number that is taken: more digits may have been changed on the way. */
const maxExactNumber = 999_999_999_999_999;

/** Whole units that a decimal is converted to. */
type Unit = {
    readonly decimals: number;
    parse(value: string | number): bigint;
    format(units: bigint): string;
};

const millionths: Unit = { decimals: microsDecimals, parse: parseMicros, format: formatMicros };
const billionths: Unit = { decimals: nanosDecimals, parse: parseNanos, format: formatNanos };

/**
 * Schema of an exact decimal: a JSON number, or a string in plain notation. Converted to millionths, never to a binary
 * float. Faults have the codes of the money parser, such as `TOO_MANY_DECIMALS`.
 */
export function decimalMicros(bounds: DecimalBounds): Joi.AnySchema<bigint> {
    return decimalIn(millionths, bounds);
}

/** Schema of an exact decimal, such as an exchange rate, converted to billionths. */
export function decimalNanos(bounds: DecimalBounds): Joi.AnySchema<bigint> {
    return decimalIn(billionths, bounds);
}

function decimalIn(unit: Unit, bounds: DecimalBounds): Joi.AnySchema<bigint> {
    const { decimals = unit.decimals, min, max, example = decimals === 0 ? '12' : '12.50' } = bounds;
    const step = 10n ** BigInt(unit.decimals - decimals);
    return Joi.any<bigint>().custom((given: unknown, helpers) => {
        const value = digitsOf(given) ?? given;
        if (typeof value !== 'string' && typeof value !== 'number') {
            return helpers.error('WRONG_TYPE');
        }
        const units = parsed(unit, value);
        if (typeof units !== 'bigint') {
            return helpers.error(
                units.code, { clause: units.code === 'TOO_MANY_DECIMALS' ? tooMany(decimals) : units.message });
        }
        if (units % step !== 0n || writtenDecimals(value) > decimals) {
            return helpers.error('TOO_MANY_DECIMALS', { clause: tooMany(decimals) });
        }
        if (min !== undefined && units < min) {
            return helpers.error('TOO_SMALL');
        }
        return max !== undefined && units > max
            ? helpers.error('TOO_LARGE', { clause: `must be at most ${unit.format(max)}` }) : units;
    }).messages({
        WRONG_TYPE: 'must be a number, or a string in plain notation such as 12.50',
        NOT_A_PLAIN_DECIMAL: '{#clause}',
        NUMBER_NOT_EXACT: '{#clause}',
        TOO_MANY_DECIMALS: '{#clause}',
        TOO_LARGE: '{#clause}',
        TOO_SMALL: `must be at least ${unit.format(min ?? 0n)}`
    }).example(example).meta({ openapi: openApiOf(unit, { ...bounds, decimals, example }) });
}

/** Schema of an exact decimal kept as text with two to four decimals, such as `1.00` or `0.125`. */
export function decimalText(
    { decimals, min, max, example }: Required<DecimalBounds> & { readonly decimals: 2 | 3 | 4 }
): Joi.AnySchema<string> {
    const field = decimalMicros({ decimals, min, max, example }).required();
    return Joi.any<string>().custom((value: unknown, helpers) => {
        const checked: Joi.ValidationResult<bigint> = field.validate(value);
        return checked.error === undefined
            ? formatMinor(checked.value / 100n, 4).replace(/0{0,2}$/, '')
            : helpers.error('INVALID_DECIMAL', { clause: checked.error.message });
    }).messages({ INVALID_DECIMAL: '{#clause}' }).example(example)
        .meta({ openapi: openApiOf(millionths, { decimals, min, max, example }) });
}

function parsed(unit: Unit, value: string | number): bigint | MoneyError {
    try {
        return unit.parse(value);
    } catch (error) {
        if (error instanceof MoneyError) {
            return error;
        }
        throw error;
    }
}

/** Number of decimals as written, so `1.000` has three; a JSON number has lost its trailing zeros. */
function writtenDecimals(value: string | number): number {
    return typeof value === 'string' && value.includes('.') ? value.length - value.indexOf('.') - 1 : 0;
}

function tooMany(decimals: number): string {
    return decimals === 0
        ? 'must have no decimals' : `must have at most ${decimals} ${decimals === 1 ? 'decimal' : 'decimals'}`;
}

/** Maximum of a JSON number: the whole part, because 999999999.999999999 as a float is more than that. */
function maxNumber(max: string | undefined): number {
    return Math.min(maxExactNumber, Number(max?.split('.')[0] ?? maxExactNumber));
}

function openApiOf(
    { format }: Unit,
    { decimals, min, max, example }: DecimalBounds & Required<Pick<DecimalBounds, 'decimals' | 'example'>>
): OpenApiMeta {
    const textOf = (bound: bigint | undefined) => (bound === undefined ? undefined : format(bound));
    const bounds = [
        ...(min === undefined ? [] : [`at least ${format(min)}`]),
        ...(max === undefined ? [] : [`at most ${format(max)}`]),
        `${decimals === 0 ? 'no' : `up to ${decimals}`} decimals`
    ].join(', ');
    return {
        drop: ['type'],
        set: {
            oneOf: [
                { type: 'string', pattern: decimalPattern(decimals, textOf(min), textOf(max)) },
                {
                    type: 'number',
                    ...(min === undefined ? {} : { minimum: Number(format(min)) }),
                    maximum: maxNumber(textOf(max))
                }
            ],
            description: `Exact decimal: ${bounds}. A string keeps every digit.`,
            example
        }
    };
}
