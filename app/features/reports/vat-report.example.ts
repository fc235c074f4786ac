import type { AwaitingConfirmation } from './awaiting-confirmation.ts';
import type { VatReport } from './read-vat-report.ts';
import { vatPeriodsOf } from './vat-periods.ts';
import { vatReportOf, type VatGroup } from './vat-report.ts';

/** The example of the API's documentation, computed by the same code as real reports. Invented data. */

const range = { startDate: '2026-11-01', endDate: '2026-11-30' };
const standardRate = { category: 'S', ratePercentMicros: 23_000_000n, word: null } as const;
const nothing = { netMinor: 0n, vatMinor: 0n };

const invoices: VatGroup = {
    period: '2026-11', currency: 'EUR', vatCurrency: 'PLN', corrective: false, rate: standardRate,
    documents: 2, withoutRate: 0,
    own: { netMinor: 100_000n, vatMinor: 23_000n }, declared: { netMinor: 425_000n, vatMinor: 97_750n }
};
const correctives: VatGroup = {
    ...invoices, corrective: true, documents: 1,
    own: { netMinor: -10_000n, vatMinor: -2_300n }, declared: { netMinor: -42_500n, vatMinor: -9_775n }
};
const counted = (group: VatGroup): VatGroup => ({ ...group, rate: null, own: nothing, declared: nothing });
const groups = [invoices, correctives, counted(invoices), counted(correctives)];

const awaiting: AwaitingConfirmation = {
    total: 1,
    correctives: [{
        invoiceId: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5d', invoiceNumber: 'FK/2026/11/0002', issueDate: '2026-11-20',
        correctedInvoiceNumber: 'FV/2026/11/0007', customerName: 'Dom i Ogród Przykładowy', currency: 'PLN',
        vatCurrency: 'PLN', own: { netMinor: -10_000n, vatMinor: -2_300n },
        declared: { netMinor: -10_000n, vatMinor: -2_300n }
    }]
};

/** `GET /invoices/analytics/vat-report` */
export const exampleVatReport: VatReport = {
    ...range, groupBy: 'month', dateBasis: 'tax_point', awaiting,
    periods: vatPeriodsOf(range, 'month').map((period) => vatReportOf(period, groups, 'PLN'))
};
