import { describe, expect, test } from '@jest/globals';
import { periodOf, statementPeriodOf } from './report-period.ts';

const today = '2026-11-23';

describe('the period of a report', () => {
    test.each([
        [{}, '2026-11-01', '2026-11-30'], [{ startDate: '2026-11-23' }, '2026-11-23', '2026-11-30'],
        [{ startDate: '2026-02-10' }, '2026-02-10', '2026-11-30'],
        [{ startDate: '2027-02-10' }, '2027-02-10', '2027-02-28'],
        [{ endDate: '2026-11-10' }, '2026-11-01', '2026-11-10'],
        [{ endDate: '2028-02-29' }, '2028-02-01', '2028-02-29'],
        [{ startDate: '2016-03-01', endDate: '2026-02-28' }, '2016-03-01', '2026-02-28'],
        [{ startDate: '2016-02-29', endDate: '2026-02-28' }, '2016-02-29', '2026-02-28']
    ])('%j is from %s to %s', (asked, startDate, endDate) => {
        expect(periodOf(asked, today)).toEqual({ startDate, endDate });
    });

    test.each([
        [{ startDate: '2026-11-02', endDate: '2026-11-01' }, /^endDate must not be before startDate, 2026-11-02$/],
        [{ startDate: '2016-03-01', endDate: '2026-03-01' }, /^endDate must be less than 10 years after startDate/],
        [{ startDate: '2016-02-29', endDate: '2026-03-01' }, /^endDate must be/],
        [{ startDate: '2001-01-01' }, /^endDate must be/]
    ])('%j is refused', (asked, message) => {
        expect(() => periodOf(asked, today)).toThrow(message);
    });
});

describe('the period of a statement', () => {
    test.each([
        [{}, '2026-11-01', today], [{ from: '2026-10-05' }, '2026-10-05', today], [{ from: today }, today, today],
        [{ from: '2026-12-05' }, '2026-12-05', '2026-12-05'], [{ to: '2026-10-05' }, '2026-10-01', '2026-10-05'],
        [{ from: '2026-10-02', to: '2026-10-02' }, '2026-10-02', '2026-10-02']
    ])('%j is from %s to %s', (asked, startDate, endDate) => {
        expect(statementPeriodOf(asked, today)).toEqual({ startDate, endDate });
    });

    test('that ends before it begins is refused', () => {
        expect(() => statementPeriodOf({ from: '2026-10-02', to: '2026-10-01' }, today))
            .toThrow(/^to must not be before from, 2026-10-02$/);
    });
});
