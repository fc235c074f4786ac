import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { roundedByHand } from '../../../test/support/rounded-by-hand.ts';
import { divideHalfUp, formatMicros, formatMinor, parseDecimal, parseMicros, parseStoredMinor } from './decimal.ts';

const runs = { numRuns: 2_000 };
const wholeNumber = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });

describe('reading decimals', () => {
    test.each([
        ['12.50', 12_500_000n],
        ['0', 0n],
        ['0.000001', 1n],
        ['-3.5', -3_500_000n],
        ['-0', 0n],
        ['999999999999999999', 999_999_999_999_999_999_000_000n]
    ])('%s is read exactly', (text, micros) => {
        expect(parseMicros(text)).toBe(micros);
    });

    test.each([
        '1e5', '1E5', '.5', '5.', '+1', '1 000', '12,5', '', ' ', ' 1', '1 ', '1\n', '007', '00', '0x10', '1_000',
        '--1', '-', '1.2.3', '٣', '１', 'NaN', 'Infinity', '1n', '\u00001'
    ])('%j is not plain notation and is refused', (text) => {
        expect(() => parseMicros(text)).toThrow(expect.objectContaining({ code: 'NOT_A_PLAIN_DECIMAL' }));
    });

    test.each([
        ['0.0000001', 6],
        ['1.0000000', 6],
        ['12.345', 2],
        ['1.000', 2],
        ['350.0', 0],
        [0.0000001, 6],
        [-1.5e-9, 6],
        [12.345, 2]
    ])('%j has more than %d decimals and is refused', (value, decimals) => {
        expect(() => parseDecimal(value, decimals)).toThrow(expect.objectContaining({ code: 'TOO_MANY_DECIMALS' }));
    });

    test('a text with 19 digits before the point is refused, one with 18 is read', () => {
        expect(() => parseDecimal('1000000000000000000', 0)).toThrow(expect.objectContaining({ code: 'TOO_LARGE' }));
        expect(parseDecimal('100000000000000000', 0)).toBe(100_000_000_000_000_000n);
    });

    test.each([
        [0.1, 100_000n],
        [12.5, 12_500_000n],
        [-0, 0n],
        [0.000001, 1n],
        [1000, 1_000_000_000n],
        [123456789.123456, 123_456_789_123_456n],
        [999999999999999, 999_999_999_999_999_000_000n]
    ])('the JSON number %d is read as it was written', (value, micros) => {
        expect(parseMicros(value)).toBe(micros);
    });

    test.each([
        9007199254740992, 1234567890.123456, 1000000000000000
    ])('the JSON number %d has over 15 digits and is refused', (value) => {
        expect(() => parseMicros(value)).toThrow(expect.objectContaining({ code: 'NUMBER_NOT_EXACT' }));
    });

    test.each([NaN, Infinity, -Infinity, 1e21])('%d has no plain form and is refused', (value) => {
        expect(() => parseMicros(value)).toThrow(expect.objectContaining({ code: 'NOT_A_PLAIN_DECIMAL' }));
    });

    test('a megabyte of digits is refused', () => {
        expect(() => parseMicros('9'.repeat(1_000_000))).toThrow(expect.objectContaining({ code: 'TOO_LARGE' }));
    });
});

describe('reading amounts with a foreign scale', () => {
    test.each([
        ['12.5000', 2, 1_250n],
        ['12.50', 2, 1_250n],
        ['12.5', 2, 1_250n],
        ['12', 2, 1_200n],
        ['350.0000', 0, 350n],
        ['-1.2340', 3, -1_234n]
    ])('%s with %d decimals is read without its extra zeros', (text, decimals, minor) => {
        expect(parseStoredMinor(text, decimals)).toBe(minor);
    });

    test.each([
        ['12.5001', 2],
        ['350.0001', 0],
        ['0.00001', 4]
    ])('%s would lose a digit with %d decimals and is refused', (text, decimals) => {
        expect(() => parseStoredMinor(text, decimals)).toThrow(expect.objectContaining({ code: 'TOO_MANY_DECIMALS' }));
    });

    test.each(['', '1e5', '12.', '.00'])('%j is not plain notation and is refused', (text) => {
        expect(() => parseStoredMinor(text, 2)).toThrow(expect.objectContaining({ code: 'NOT_A_PLAIN_DECIMAL' }));
    });
});

describe('writing decimals', () => {
    test.each([
        [2_500_000n, '2.5'], [10_000_000n, '10'], [0n, '0'], [1n, '0.000001'], [-500_000n, '-0.5'],
        [100_000_000n, '100'], [54_717_072n, '54.717072']
    ])('%d millionths have no trailing zeros', (micros, text) => {
        expect(formatMicros(micros)).toBe(text);
    });

    test.each([
        [359_375n, 2, '3593.75'], [5n, 2, '0.05'], [-5n, 2, '-0.05'], [0n, 2, '0.00'],
        [350n, 0, '350'], [-350n, 0, '-350'], [0n, 0, '0'], [1n, 3, '0.001']
    ])('%d with %d decimals shows all of them', (minor, decimals, text) => {
        expect(formatMinor(minor, decimals)).toBe(text);
    });

    test('what is written is read back as the same number', () => {
        fc.assert(fc.property(wholeNumber, fc.integer({ min: 0, max: 4 }), (units, decimals) => {
            expect(parseMicros(formatMicros(units))).toBe(units);
            expect(parseStoredMinor(formatMinor(units / 1000n, decimals), decimals)).toBe(units / 1000n);
        }), runs);
    });

    test('a JSON number gives the same as its text', () => {
        fc.assert(fc.property(fc.bigInt({ min: -(10n ** 15n) + 1n, max: 10n ** 15n - 1n }), (micros) => {
            const text = formatMicros(micros);

            expect(parseMicros(Number(text))).toBe(micros);
        }), runs);
    });
});

describe('divideHalfUp', () => {
    test.each([
        [5n, 10n, 1n], [4n, 10n, 0n], [15n, 10n, 2n], [25n, 10n, 3n], [-5n, 10n, -1n], [-4n, 10n, 0n],
        [5n, -10n, -1n], [-25n, -10n, 3n], [49n, 99n, 0n], [50n, 99n, 1n], [0n, 7n, 0n]
    ])('%d / %d rounds to %d', (numerator, denominator, quotient) => {
        expect(divideHalfUp(numerator, denominator)).toBe(quotient);
    });

    test('a division by zero is refused', () => {
        expect(() => divideHalfUp(1n, 0n)).toThrow(expect.objectContaining({ code: 'DIVISION_BY_ZERO' }));
    });

    const divisor = fc.oneof(
        fc.constantFrom(2n, 10n, 100n, 1_000n, 123_000_000n), fc.bigInt({ min: 1n, max: 10n ** 10n }));

    test('any quotient is the one worked out on paper', () => {
        fc.assert(fc.property(wholeNumber, divisor, fc.boolean(), (numerator, magnitude, isNegative) => {
            const denominator = isNegative ? -magnitude : magnitude;

            expect(divideHalfUp(numerator, denominator)).toBe(roundedByHand(numerator, denominator));
        }), runs);
    });

    test('an exact half goes away from zero, whatever the sign', () => {
        fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), divisor, (whole, half) => {
            const numerator = whole * 2n * half + half;

            expect(divideHalfUp(numerator, 2n * half)).toBe(whole + 1n);
            expect(divideHalfUp(-numerator, 2n * half)).toBe(-whole - 1n);
        }), runs);
    });
});
