import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assertRatesCover, deductFromTaxPoints, lessRates } from './deduction.ts';
import type { TaxPointAmounts } from './invoice.ts';
import type { VatBreakdownRow } from '../totals/vat-breakdown.ts';

const percent = { 23: 23_000_000n, 8: 8_000_000n };
const rate = (of: 23 | 8, netMinor: bigint, vatMinor: bigint): VatBreakdownRow =>
    ({
        category: 'S', ratePercentMicros: percent[of], word: null, netMinor, vatMinor, grossMinor: netMinor + vatMinor
    });
const point = (of: 23 | 8, date: string, netMinor: bigint, vatMinor: bigint): TaxPointAmounts =>
    ({ category: 'S', ratePercentMicros: percent[of], word: null, rule: 'general', date, netMinor, vatMinor });

describe('what advances deduct', () => {
    test('is taken off each rate, in the order of the rates', () => {
        const ofLines = [rate(8, 50_000n, 4_000n), rate(23, 100_000n, 23_000n)];

        const rows = lessRates(ofLines, [rate(23, 33_898n, 7_797n)]);

        expect(rows).toEqual([rate(23, 66_102n, 15_203n), rate(8, 50_000n, 4_000n)]);
    });

    test('is refused where a rate comes to less, in words', () => {
        const document = { currency: 'PLN', advances: [
            { invoiceId: 'a', invoiceNumber: 'FZ/2026/11/0001', issueDate: '2026-11-23', rates: [] }
        ] };

        expect(() => { assertRatesCover([rate(23, -100n, -23n)], document); }).toThrow(expect.objectContaining({
            code: 'ADVANCE_EXCEEDS_RATE',
            message: 'items: the advances (FZ/2026/11/0001) deduct 1.23 PLN more at 23 % than the items come to: '
                + 'correct the advance first'
        }));
        // Rounding alone may leave a cent of VAT.
        expect(() => { assertRatesCover([rate(23, 1n, -1n)], document); }).not.toThrow();
    });

    test('of a rate with two tax points is spread by their gross, and nothing is lost', () => {
        const points = [
            point(23, '2026-11-10', 100_000n, 23_000n), point(23, '2026-11-23', 50_000n, 11_500n),
            point(8, '2026-11-10', 50_000n, 4_000n)
        ];

        // 1000.00 is 666.67 + 333.33; its VAT 186.99 is 124.66 + 62.33.
        expect(deductFromTaxPoints(points, [rate(23, 81_301n, 18_699n)])).toEqual([
            point(23, '2026-11-10', 45_799n, 10_534n), point(23, '2026-11-23', 22_900n, 5_267n), points[2]
        ]);
    });

    test('leaves sums that are the rates less the advances (property)', () => {
        const amount = fc.bigInt({ min: 1n, max: 10_000_000n });
        fc.assert(fc.property(fc.array(amount, { minLength: 1, maxLength: 5 }), fc.integer({ min: 0, max: 1_000 }),
            (nets, part) => {
                const points = nets.map((net, index) => point(23, `2026-11-0${index + 1}`, net, net * 23n / 100n));
                const sum = (of: readonly TaxPointAmounts[]) =>
                    of.reduce((total, { netMinor, vatMinor }) => total + netMinor + vatMinor, 0n);
                const gross = sum(points) * BigInt(part) / 1_000n;
                const vat = gross * 23n / 123n;

                const left = deductFromTaxPoints(points, [rate(23, gross - vat, vat)]);

                expect(sum(left)).toBe(sum(points) - gross);
                expect(left.every(({ netMinor, vatMinor }) => netMinor + vatMinor >= 0n)).toBe(true);
            }));
    });
});
