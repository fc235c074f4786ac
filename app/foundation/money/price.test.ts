import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatMicros, parseMicros } from './decimal.ts';
import { grossForNet, netToGrossUnitPrice, priceForNet } from './price.ts';
import { minorToMicros, roundLinePrice, roundVatInGross } from './rounding.ts';

describe('priceForNet', () => {
    test('33.33 m2 for 1823.72 net have a unit price of 54.717072 that multiplies back', () => {
        const price = priceForNet(parseMicros('1823.72'), parseMicros('33.33'), 2);

        expect(price).toEqual({ unitPriceMicros: 54_717_072n, priceBaseQuantityMicros: 1_000_000n });
        expect(roundLinePrice({ ...price, quantityMicros: parseMicros('33.33') }, 2)).toBe(182_372n);
    });

    test('30000 pieces for 1000.00 net keep the total as the price of all of them, because 0.033333 would give 999.99',
        () => {
            const price = priceForNet(parseMicros('1000'), parseMicros('30000'), 2);

            expect(price)
                .toEqual({ unitPriceMicros: parseMicros('1000'), priceBaseQuantityMicros: parseMicros('30000') });
        });

    test('the line price is the given net, whatever the quantity', () => {
        const decimals = fc.constantFrom(0, 2, 3);
        const quantity = fc.oneof(fc.bigInt({ min: 1n, max: 10n ** 8n }), fc.bigInt({ min: 1n, max: 10n ** 15n }));

        fc.assert(fc.property(
            fc.bigInt({ min: 0n, max: 10n ** 15n }), quantity, decimals, (netMinor, quantityMicros, scale) => {
                const price = priceForNet(minorToMicros(netMinor, scale), quantityMicros, scale);

                expect(roundLinePrice({ ...price, quantityMicros }, scale)).toBe(netMinor);
            }), { numRuns: 2_000 });
    });
});

describe('gross prices from net ones', () => {
    test.each([
        ['100', '23', '123'], ['0.333333', '23', '0.41'], ['9.99', '0', '9.99'],
        ['1.111111', '8', '1.2'], ['10', '5.5', '10.55']
    ])(
        'a unit price of %s at %s %% is %s gross', (net, rate, gross) => {
            expect(formatMicros(netToGrossUnitPrice(parseMicros(net), parseMicros(rate)))).toBe(gross);
        }
    );

    test('1823.72 net at 23 % are 2243.18 gross', () => {
        expect(grossForNet(parseMicros('1823.72'), parseMicros('23'), 2)).toBe(parseMicros('2243.18'));
    });

    test('the VAT taken out of a gross total leaves the net it was made from', () => {
        const rate = fc.constantFrom(0n, 5_000_000n, 8_000_000n, 23_000_000n, 25_500_000n);

        fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), rate, (netMinor, ratePercentMicros) => {
            const grossMinor = grossForNet(minorToMicros(netMinor, 2), ratePercentMicros, 2) / 10_000n;

            expect(grossMinor - roundVatInGross(grossMinor, ratePercentMicros)).toBe(netMinor);
        }), { numRuns: 1_000 });
    });
});
