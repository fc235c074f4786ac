import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '../../foundation/clock/clock.ts';
import { vatGroupings, vatPeriodsOf } from './vat-periods.ts';

describe('the parts of a VAT report', () => {
    test.each([
        ['period', '2026-01-15', '2026-04-02', ['period 2026-01-15 2026-04-02']],
        ['month', '2026-01-15', '2026-03-02',
            ['2026-01 2026-01-15 2026-01-31', '2026-02 2026-02-01 2026-02-28', '2026-03 2026-03-01 2026-03-02']],
        ['quarter', '2025-12-31', '2026-04-01',
            ['2025-Q4 2025-12-31 2025-12-31', '2026-Q1 2026-01-01 2026-03-31', '2026-Q2 2026-04-01 2026-04-01']],
        ['month', '2028-02-29', '2028-02-29', ['2028-02 2028-02-29 2028-02-29']]
    ] as const)('by %s from %s to %s', (grouping, startDate, endDate, expected) => {
        expect(vatPeriodsOf({ startDate, endDate }, grouping)
            .map((part) => `${part.key} ${part.startDate} ${part.endDate}`)).toEqual(expected);
    });

    test('leave no day out and have none twice', () => {
        const day = fc.integer({ min: 0, max: 4_000 }).map((days) =>
            new Date(Date.UTC(2024, 0, 1) + days * 86_400_000).toISOString().slice(0, 10));

        fc.assert(fc.property(day, day, fc.constantFrom(...vatGroupings), (one, other, grouping) => {
            const [startDate = '', endDate = ''] = [one, other].sort();

            const parts = vatPeriodsOf({ startDate, endDate }, grouping);

            expect([parts[0]?.startDate, parts.at(-1)?.endDate]).toEqual([startDate, endDate]);
            expect(parts.slice(1).map((part) => part.startDate))
                .toEqual(parts.slice(0, -1).map((part) => addDays(part.endDate, 1)));
            expect(new Set(parts.map(({ key }) => key)).size).toBe(parts.length);
        }));
    });
});
