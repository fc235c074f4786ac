import { describe, expect, test } from '@jest/globals';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { Invoice } from './invoice.ts';
import { assertIssueDates } from './issue-dates.ts';

const today = '2026-11-23';

function refusalOf(dates: Partial<Parameters<typeof assertIssueDates>[0]>): readonly [string, string] | undefined {
    try {
        assertIssueDates(
            { invoiceType: 'vat_invoice', issueDate: today, saleDate: today, taxPointDate: null, ...dates }, today);
        return undefined;
    } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        expect(error.message).toContain(error.faults[0]?.path);
        return [error.code, error.faults[0]?.path ?? ''];
    }
}

describe('an invoice of today', () => {
    test.each<[string, Partial<Pick<Invoice, 'issueDate' | 'saleDate' | 'taxPointDate' | 'invoiceType'>>, unknown]>([
        ['sold today', {}, undefined],
        ['dated tomorrow', { issueDate: '2026-11-24' }, ['ISSUE_DATE_IN_FUTURE', 'issueDate']],
        // Sixty days after 23 November are 22 January: 7 + 31 + 22.
        ['sold on the 60th day after it', { saleDate: '2027-01-22' }, undefined],
        ['sold on the 61st day after it', { saleDate: '2027-01-23' }, ['SALE_DATE_TOO_LATE', 'saleDate']],
        ['with a tax point of another year', { taxPointDate: '2062-11-23' }, ['SALE_DATE_TOO_LATE', 'taxPointDate']],
        ['dated back, sold 60 days later', { issueDate: '2026-09-01', saleDate: '2026-10-31' }, undefined],
        ['dated back, sold 61 days later', { issueDate: '2026-09-01', saleDate: '2026-11-01' },
            ['SALE_DATE_TOO_LATE', 'saleDate']],
        ['that is a proforma of a sale next year', { invoiceType: 'proforma', saleDate: '2027-11-23' }, undefined],
        ['that is a proforma of tomorrow', { invoiceType: 'proforma', issueDate: '2026-11-24' },
            ['ISSUE_DATE_IN_FUTURE', 'issueDate']],
        ['dated on the first day that counts', { issueDate: '2020-01-01', saleDate: '2020-01-01' }, undefined],
        ['dated a day before', { issueDate: '2019-12-31', saleDate: '2020-01-01' }, ['DATE_TOO_EARLY', 'issueDate']],
        ['sold a day before', { saleDate: '2019-12-31' }, ['DATE_TOO_EARLY', 'saleDate']],
        ['with a tax point a day before', { taxPointDate: '2019-12-31' }, ['DATE_TOO_EARLY', 'taxPointDate']],
        ['that is a proforma of 2001', { invoiceType: 'proforma', issueDate: '2001-01-01' },
            ['DATE_TOO_EARLY', 'issueDate']]
    ])('%s', (_case, dates, expected) => {
        expect(refusalOf(dates)).toEqual(expected);
    });
});
