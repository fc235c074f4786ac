import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { roundedByHand } from '../../../test/support/rounded-by-hand.ts';
import {
    minorToMicros, roundExchanged, roundLinePrice, roundPercentDiscount, roundToMinor, roundVatInGross, roundVatOnNet
} from './rounding.ts';

const price = (unitPriceMicros: bigint, quantityMicros: bigint, priceBaseQuantityMicros = 1_000_000n) =>
    ({ unitPriceMicros, quantityMicros, priceBaseQuantityMicros });

describe('rounding steps', () => {
    test('0.005 becomes one grosz, 0.004999 none', () => {
        expect(roundLinePrice(price(5_000n, 1_000_000n), 2)).toBe(1n);
        expect(roundLinePrice(price(4_999n, 1_000_000n), 2)).toBe(0n);
    });

    test('a price for 100 pieces is divided by its base quantity', () => {
        expect(roundLinePrice(price(12_500_000n, 250_000_000n, 100_000_000n), 2)).toBe(3_125n);
    });

    test.each([
        [0, 3n], [2, 250n], [3, 2_500n]
    ])('a line price of 2.5 with %d decimals is %d minor units', (decimals, minor) => {
        expect(roundLinePrice(price(2_500_000n, 1_000_000n), decimals)).toBe(minor);
    });

    test('12.5 % of 0.20 is 0.025 and becomes 0.03', () => {
        expect(roundPercentDiscount(20n, 12_500_000n)).toBe(3n);
    });

    test('123.00 gross at 23 % holds 23.00, and 100.00 net bears 23.00', () => {
        expect(roundVatInGross(12_300n, 23_000_000n)).toBe(2_300n);
        expect(roundVatOnNet(10_000n, 23_000_000n)).toBe(2_300n);
    });

    test('23.00 EUR at 4.3215 are 99.39 PLN, and 1000 JPY at 0.0271 are 27.10 PLN', () => {
        expect(roundExchanged(2_300n, 4_321_500_000n, { from: 2, to: 2 })).toBe(9_939n);
        expect(roundExchanged(1_000n, 27_100_000n, { from: 0, to: 2 })).toBe(2_710n);
    });

    test('an amount turned into millionths and back is the same', () => {
        expect(minorToMicros(1_234n, 3)).toBe(1_234_000n);
        expect(roundToMinor(1_234_500n, 3)).toBe(1_235n);
        expect(roundToMinor(minorToMicros(-1_234n, 2), 2)).toBe(-1_234n);
    });
});

describe('rounding laws', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 15n });
    const percent = fc.bigInt({ min: 0n, max: 10_000n }).map((hundredths) => hundredths * 10_000n);
    const decimals = fc.constantFrom(0, 2, 3);

    test('a negated amount rounds to the negated result in every step', () => {
        fc.assert(fc.property(amount, percent, decimals, (minor, micros, scale) => {
            expect(roundPercentDiscount(-minor, micros)).toBe(-roundPercentDiscount(minor, micros));
            expect(roundVatOnNet(-minor, micros)).toBe(-roundVatOnNet(minor, micros));
            expect(roundVatInGross(-minor, micros)).toBe(-roundVatInGross(minor, micros));
            expect(roundLinePrice(price(minor, -3_333_333n), scale))
                .toBe(-roundLinePrice(price(minor, 3_333_333n), scale));
            expect(roundToMinor(-minor, scale)).toBe(-roundToMinor(minor, scale));
            expect(roundExchanged(-minor, micros, { from: 2, to: scale }))
                .toBe(-roundExchanged(minor, micros, { from: 2, to: scale }));
        }), { numRuns: 1_000 });
    });

    test('every step is the exact value rounded on paper', () => {
        fc.assert(fc.property(amount, percent, decimals, (minor, micros, scale) => {
            const unit = BigInt(`1${'0'.repeat(scale)}`);

            expect(roundPercentDiscount(minor, micros)).toBe(roundedByHand(minor * micros, 100_000_000n));
            expect(roundVatInGross(minor, micros)).toBe(roundedByHand(minor * micros, 100_000_000n + micros));
            expect(roundLinePrice(price(minor, micros, 7_500_000n), scale))
                .toBe(roundedByHand(minor * micros * unit, 7_500_000_000_000n));
        }), { numRuns: 1_000 });
    });

    test('gross made from a net and its VAT gives that VAT back when it is taken out', () => {
        fc.assert(fc.property(amount, percent, (netMinor, micros) => {
            const vatMinor = roundVatOnNet(netMinor, micros);

            expect(roundVatInGross(netMinor + vatMinor, micros)).toBe(vatMinor);
        }), { numRuns: 1_000 });
    });
});
