import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatMinor } from './decimal.ts';
import { readStoredMicros, readStoredMinor } from './stored.ts';

describe('decimals as the database writes them', () => {
    test.each([
        ['2.500000', 2_500_000n], ['0.000001', 1n], ['-12.000000', -12_000_000n],
        ['999999999999999.999999', 999_999_999_999_999_999_999n]
    ])(
        '%s is %s millionths', (text, micros) => {
            expect(readStoredMicros(text)).toBe(micros);
        });

    test.each([
        ['12.5000', 2, 1250n], ['350.0000', 0, 350n], ['1.2340', 3, 1234n], ['-0.0100', 2, -1n], ['0.0001', 4, 1n]
    ])(
        '%s with %s decimals is %s minor units', (text, decimals, minor) => {
            expect(readStoredMinor(text, decimals)).toBe(minor);
        });

    test.each([
        ['12.5', 2], ['12', 2], ['12.50000', 2], ['', 2], ['12.3456', 2], ['0.5000', 0], ['12.5000', 5]
    ])('%s with %s decimals is refused', (text, decimals) => {
        expect(() => readStoredMinor(text, decimals)).toThrow(RangeError);
    });

    test('every amount comes back as it was stored', () => {
        fc.assert(fc.property(
            fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 4 }), (minor, decimals) => {
                const stored = formatMinor(minor * 10n ** BigInt(4 - decimals), 4);

                expect(readStoredMinor(stored, decimals)).toBe(minor);
            }));
    });
});
