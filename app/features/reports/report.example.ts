import { bucketOf, notOverdue } from '../../foundation/vocabulary/aging-buckets.ts';
import type { OverdueReport } from './read-overdue-report.ts';
import type { CustomerStatement } from './read-statement.ts';
import type { StatisticsReport } from './read-statistics.ts';
import { statementsOf, type AccountMovement } from './statement.ts';
import { statisticsOf, type DocumentGroup } from './statistics.ts';

/** The examples of the API's documentation, computed by the same code as real reports. Invented data. */

const contactId = 'c0000000-0000-4000-8000-000000000001';
const invoiceId = '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5a';
const november = { startDate: '2026-11-01', endDate: '2026-11-30' };

const sent: DocumentGroup = {
    status: 'sent', paymentStatus: 'partial', invoiceType: 'vat_invoice', currency: 'PLN', issued: true,
    annulled: false, overdue: true,
    count: 2, netMinor: 300_000n, vatMinor: 69_000n, grossMinor: 369_000n, paidMinor: 100_000n, creditedMinor: 12_300n
};
const corrective: DocumentGroup = {
    ...sent, status: 'issued', paymentStatus: 'paid', invoiceType: 'corrective', overdue: false,
    count: 1, netMinor: -10_000n, vatMinor: -2_300n, grossMinor: -12_300n, paidMinor: 0n, creditedMinor: -12_300n
};
const advance: DocumentGroup = {
    ...sent, status: 'paid', paymentStatus: 'paid', invoiceType: 'advance_invoice', overdue: false,
    count: 1, netMinor: 50_000n, vatMinor: 11_500n, grossMinor: 61_500n, paidMinor: 61_500n, creditedMinor: 0n
};
const draft: DocumentGroup = {
    ...sent, status: 'draft', paymentStatus: 'pending', issued: false, overdue: false,
    count: 1, netMinor: 10_000n, vatMinor: 2_300n, grossMinor: 12_300n, paidMinor: 0n, creditedMinor: 0n
};

/** `GET /invoices/analytics/statistics` */
export const exampleStatistics: StatisticsReport = {
    ...november, asOf: '2026-11-23', ...statisticsOf([sent, advance, corrective, draft], 'PLN')
};

const daysOverdue = 35;

/** `GET /invoices/analytics/overdue` */
export const exampleOverdue: OverdueReport = {
    asOf: '2026-11-23',
    invoices: [{
        invoiceId, invoiceNumber: 'FV/2026/10/0017', contactId,
        customerName: 'Dom i Ogród Przykładowy', currency: 'PLN', issueDate: '2026-10-05', dueDate: '2026-10-19',
        grossMinor: 369_000n, paidMinor: 100_000n, creditedMinor: 0n, balanceMinor: 269_000n,
        daysOverdue, bucket: bucketOf(daysOverdue)
    }],
    nextCursor: undefined,
    buckets: [
        { currency: 'PLN', bucket: bucketOf(daysOverdue), count: 1, balanceMinor: 269_000n },
        { currency: 'PLN', bucket: notOverdue, count: 2, balanceMinor: 123_000n }
    ],
    currency: 'PLN'
};

const invoiced: AccountMovement = {
    id: invoiceId, kind: 'invoice', currency: 'PLN', date: '2026-11-03',
    invoiceNumber: 'FV/2026/11/0001', invoiceNumbers: [], dueDate: '2026-11-17',
    paymentMethod: null, reference: null, reversesId: null, changeMinor: 369_000n
};
const paid: AccountMovement = {
    id: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5c', kind: 'payment', currency: 'PLN', date: '2026-11-16',
    invoiceNumber: null, invoiceNumbers: ['FV/2026/11/0001'], dueDate: null,
    paymentMethod: 'bank_transfer', reference: 'FV/2026/11/0001', reversesId: null, changeMinor: -369_000n
};

/** `GET /customers/{contactId}/statement` */
export const exampleStatement: CustomerStatement = {
    contactId, startDate: '2026-11-01', endDate: '2026-11-23',
    statements: statementsOf([{ currency: 'PLN', minor: 12_300n }], [invoiced, paid], 'PLN')
};
