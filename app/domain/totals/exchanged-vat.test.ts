import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { roundedByHand } from '../../../test/support/rounded-by-hand.ts';
import { exchangeVat } from './exchanged-vat.ts';

const pln = { from: 2, to: 2 };
const decimals = fc.record({ from: fc.constantFrom(0, 2, 3, 4), to: fc.constantFrom(0, 2, 3) });
const vat = fc.array(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), { maxLength: 8 });
const rateNanos = fc.oneof(
    fc.constantFrom(1n, 1_000_000_000n, 4_250_000_000n), fc.bigInt({ min: 1n, max: 10n ** 15n }));
const invoiced = (amounts: readonly bigint[]) => amounts.map((afterMinor) => ({ beforeMinor: 0n, afterMinor }));
const sum = (amounts: readonly bigint[]) => amounts.reduce((left, right) => left + right, 0n);

describe('the VAT of an invoice in the VAT currency', () => {
    test.each([
        ['EUR', 2_300n, { rate: 4_253_100_000n, from: 2 }, 9_782n],
        ['EUR at half a grosz', 1n, { rate: 500_000_000n, from: 2 }, 1n],
        ['EUR under half a grosz', 1n, { rate: 499_999_999n, from: 2 }, 0n],
        ['EUR credited', -1n, { rate: 500_000_000n, from: 2 }, -1n],
        ['JPY, without decimals', 350n, { rate: 24_137_000n, from: 0 }, 845n],
        ['KWD, with three', 12_345n, { rate: 11_876_543_000n, from: 3 }, 14_662n],
        ['nothing', 0n, { rate: 4_253_100_000n, from: 2 }, 0n]
    ])('of %s is rounded half up, once', (_case, vatMinor, { rate, from }, expected) => {
        expect(exchangeVat(invoiced([vatMinor]), { rateNanos: rate, decimals: { from, to: 2 } }))
            .toEqual({ rowsMinor: [expected], totalMinor: expected });
    });

    test('of each rate is the exchanged tax of that rate, though all of them together come to one grosz less', () => {
        expect(exchangeVat(invoiced([10n, 10n]), { rateNanos: 4_250_000_000n, decimals: pln }))
            .toEqual({ rowsMinor: [43n, 43n], totalMinor: 86n });
    });

    test('of no rows is nothing', () => {
        expect(exchangeVat([], { rateNanos: 4_250_000_000n, decimals: pln }))
            .toEqual({ rowsMinor: [], totalMinor: 0n });
    });

    test('adds up: the rows to the total, each rounded as by hand', () => {
        fc.assert(fc.property(vat, rateNanos, decimals, (vatMinor, rate, places) => {
            const { rowsMinor, totalMinor } = exchangeVat(invoiced(vatMinor), { rateNanos: rate, decimals: places });

            expect(sum(rowsMinor)).toBe(totalMinor);
            expect(rowsMinor).toEqual(vatMinor.map((minor) => roundedByHand(
                minor * rate * 10n ** BigInt(places.to), 10n ** BigInt(places.from) * 1_000_000_000n)));
        }), { numRuns: 1_000 });
    });

    test('is the same whatever the order, and the mirror image of a credit', () => {
        fc.assert(fc.property(vat, rateNanos, decimals, (vatMinor, rate, places) => {
            const exchange = { rateNanos: rate, decimals: places };
            const forward = exchangeVat(invoiced(vatMinor), exchange);

            expect(exchangeVat(invoiced(vatMinor.toReversed()), exchange))
                .toEqual({ ...forward, rowsMinor: forward.rowsMinor.toReversed() });
            expect(exchangeVat(invoiced(vatMinor.map((minor) => -minor)), exchange).totalMinor)
                .toBe(-forward.totalMinor);
        }), { numRuns: 1_000 });
    });

    test('stays within half a unit a row of the exchanged total', () => {
        fc.assert(fc.property(vat, rateNanos, decimals, (vatMinor, rate, places) => {
            const exchange = { rateNanos: rate, decimals: places };
            const apart = exchangeVat(invoiced(vatMinor), exchange).totalMinor
                - exchangeVat(invoiced([sum(vatMinor)]), exchange).totalMinor;

            expect((apart < 0n ? -apart : apart) * 2n).toBeLessThanOrEqual(BigInt(vatMinor.length) + 1n);
        }), { numRuns: 1_000 });
    });
});

describe('the VAT of a corrective in the VAT currency', () => {
    test('is the exchanged tax after it less the exchanged tax before it, so equal differences may be a grosz apart',
        () => {
            // At 4.25, 0.30 EUR is 1.275 PLN, 0.20 EUR 0.85 and 0.10 EUR 0.425.
            expect(exchangeVat([{ beforeMinor: 30n, afterMinor: 20n }], { rateNanos: 4_250_000_000n, decimals: pln }))
                .toEqual({ rowsMinor: [-43n], totalMinor: -43n });
            expect(exchangeVat([{ beforeMinor: 20n, afterMinor: 10n }], { rateNanos: 4_250_000_000n, decimals: pln }))
                .toEqual({ rowsMinor: [-42n], totalMinor: -42n });
        });

    test('adds up, whatever the invoice came to in between: to the exchanged tax of the last state', () => {
        fc.assert(fc.property(fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 8 }),
            rateNanos, decimals, (states, rate, places) => {
                const exchange = { rateNanos: rate, decimals: places };
                const documents = states.map((afterMinor, index) =>
                    exchangeVat([{ beforeMinor: states[index - 1] ?? 0n, afterMinor }], exchange).totalMinor);

                expect(sum(documents)).toBe(exchangeVat(invoiced(states.slice(-1)), exchange).totalMinor);
            }), { numRuns: 1_000 });
    });
});
