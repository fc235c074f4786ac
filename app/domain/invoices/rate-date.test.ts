import { describe, expect, test } from '@jest/globals';
import { assertRateDateFits } from './rate-date.ts';

const fits = (date: string, days: readonly string[], vatCurrency = 'PLN') => () => {
    assertRateDateFits({ rateNanos: 4_250_000_000n, date, source: 'manual' }, days, vatCurrency);
};

describe('a rate by hand of an invoice whose tax point is 23 November', () => {
    test.each(['2026-11-22', '2026-11-20', '2026-10-22'])('may be of %s', (date) => {
        expect(fits(date, ['2026-11-23'])).not.toThrow();
    });

    test.each(['2026-11-23', '2026-11-24', '2026-10-21', '2001-01-01'])('may not be of %s', (date) => {
        expect(fits(date, ['2026-11-23'])).toThrow(
            /^exchangeRateDate must be from 2026-10-22 to 2026-11-22, before the tax point and the issue date/);
    });

    test('may be of any day where the tax is in another currency, whose law has rules of its own', () => {
        expect(fits('2026-11-30', ['2026-11-23'], 'EUR')).not.toThrow();
    });
});

describe('a rate by hand of a document with tax points of 28 October and 5 November', () => {
    // 31 days before 27 October are 26 September.
    test.each(['2026-09-26', '2026-11-04'])('may be of %s', (date) => {
        expect(fits(date, ['2026-11-05', '2026-10-28'])).not.toThrow();
    });

    test.each(['2026-09-25', '2026-11-05'])('may not be of %s', (date) => {
        expect(fits(date, ['2026-11-05', '2026-10-28'])).toThrow('from 2026-09-26 to 2026-11-04');
    });
});
