import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { exactText } from './exact-text.ts';

describe('exactText', () => {
    test.each([
        [0n, 1n, 2, '0'], [12_345n, 10n, 2, '12.345'], [-1n, 2n, 0, '-0.5'], [1n, 3n, 0, '1/3'],
        [-2n, 6n, 2, '-1/300'], [350n, 1n, 0, '350'], [100n, 1n, 2, '1'], [1n, 1n, 2, '0.01'],
        [1n, 2n ** 30n, 0, '0.000000000931322574615478515625'], [1n, 2n ** 31n, 0, '1/2147483648']
    ])('%s/%s with scale %s is %s', (numerator, denominator, scale, text) => {
        expect(exactText({ numerator, denominator }, scale)).toBe(text);
    });

    test('read back, the text is the quotient', () => {
        fc.assert(fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
            fc.bigInt({ min: 1n, max: 10n ** 24n }), fc.nat(4), (numerator, denominator, scale) => {
                const [top = '', bottom = '1'] = exactText({ numerator, denominator }, scale).split('/');
                const [whole = '', fraction = ''] = top.split('.');

                expect(BigInt(whole + fraction) * denominator * 10n ** BigInt(scale))
                    .toBe(numerator * BigInt(bottom) * 10n ** BigInt(fraction.length));
            }), { numRuns: 1_000 });
    });
});
