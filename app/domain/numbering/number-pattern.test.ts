import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { faultOfPattern, formatNumber, seriesOf } from './number-pattern.ts';

describe('number patterns', () => {
    test.each([
        ['FV/{YYYY}/{MM}/{NNNN}', 'vat_invoice-2026-11', 'FV/2026/11/0007'],
        ['{NN}/{MM}/{YY}', 'vat_invoice-2026-11', '07/11/26'],
        ['FV {YYYY}-{NNNNNN}', 'vat_invoice-2026', 'FV 2026-000007'],
        ['{N}', 'vat_invoice-all', '7']
    ])('%s counts in series %s and prints %s', (pattern, seriesId, printed) => {
        const series = seriesOf('vat_invoice', pattern, '2026-11-23');

        expect(series.id).toBe(seriesId);
        expect(formatNumber(series, 7n)).toBe(printed);
    });

    test('a counter longer than its digits is printed whole', () => {
        const series = seriesOf('vat_invoice', 'FV/{YYYY}/{NN}', '2026-01-31');

        expect(formatNumber(series, 12_345n)).toBe('FV/2026/12345');
    });

    test.each([
        ['FV/{YYYY}', 'needs exactly one counter'],
        ['{NN}/{NN}', 'needs exactly one counter'],
        ['FV/{MM}/{NNNN}', 'needs {YYYY} or {YY}'],
        ['FV/{YYYY}/{MM}/{DD}/{NN}', 'cannot count by day'],
        ['FV/{QQ}/{NN}', 'may hold letters'],
        ['FV\u0000{NN}', 'may hold letters'],
        [`${'F'.repeat(40)}{N}`, 'at most 40 characters']
    ])('%s is refused because it %s', (pattern, fault) => {
        expect(faultOfPattern(pattern)).toContain(fault);
    });

    test('when a pattern is allowed, two documents of its type never print the same number', () => {
        const patterns = ['FV/{YYYY}/{MM}/{NNNN}', '{NN}/{YYYY}', '{MM}{YY}{N}', 'A{N}', '{YYYY}{N}']
            .filter((pattern) => faultOfPattern(pattern) === undefined);
        const document = fc.record({
            month: fc.integer({ min: 0, max: 40 }).map((months) =>
                new Date(Date.UTC(2025, months, 1)).toISOString().slice(0, 10)),
            counter: fc.bigInt({ min: 1n, max: 20_000n })
        });

        fc.assert(fc.property(fc.constantFrom(...patterns), document, document, (pattern, a, b) => {
            const seriesA = seriesOf('vat_invoice', pattern, a.month);
            const seriesB = seriesOf('vat_invoice', pattern, b.month);
            const sameDocument = seriesA.id === seriesB.id && a.counter === b.counter;

            expect(formatNumber(seriesA, a.counter) === formatNumber(seriesB, b.counter)).toBe(sameDocument);
        }), { numRuns: 2000 });
    });
});
