import { describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { givenBooks } from '../support/given-books.ts';
import { givenClock } from '../support/given-server.ts';
import { givenToken } from '../support/given-token.ts';
import { documentRow, entryRow, settlementRow } from '../support/stored-documents.ts';
import { useService } from '../support/use-service.ts';

const exp = 4_000_000_000;

const service = useService({ clock: givenClock() });

const figures = (count: number, net: string, vat: string, gross: string) =>
    ({ count, totalNet: net, totalVAT: vat, totalGross: gross });

describe('statistics', () => {
    test('of an organisation without documents are zeros in its own currency', async () => {
        const get = await givenBooks(service, 'empty-statistics', {}, { default_currency: 'JPY' });

        const { status, body } = await get('/invoices/analytics/statistics');

        expect(status).toBe(200);
        expect(body).toEqual({
            startDate: '2026-11-01', endDate: '2026-11-30', asOf: '2026-11-23', total: 0,
            byStatus: { draft: 0, issued: 0, sent: 0, paid: 0, cancelled: 0, overdue: 0 },
            byPaymentStatus: { pending: 0, partial: 0, paid: 0, cancelled: 0, overdue: 0 },
            byInvoiceType: { vat_invoice: 0, proforma: 0, advance_invoice: 0, corrective: 0 },
            currencies: [expect.objectContaining({
                currency: 'JPY', count: 0, totalGross: '0', balance: '0', overdueAmount: '0'
            })]
        });
    });

    test('of an organisation that nobody has used yet are zeros', async () => {
        const { status, body } = await service.call(
            'GET', '/invoices/analytics/statistics', { token: await givenToken({ org: 'never-seen', exp }) });

        expect([status, body.total, body.currencies[0].currency, body.currencies[0].totalGross])
            .toEqual([200, 0, 'PLN', '0.00']);
    });

    test('net correctives, leave out proformas, annulled ones and drafts, and keep currencies apart', async () => {
        const org = 'full-statistics';
        const contact = contactId(1);
        const sums = (net: string, vat: string, gross: string) =>
            ({ total_net: net, total_vat: vat, total_gross: gross, contact_id: contact });
        const partly = documentRow(org, {
            ...sums('100', '23', '123'), status: 'sent', payment_status: 'partial', paid_amount: '23',
            credited_amount: '12.30', due_date: '2026-11-22'
        });
        const corrective = documentRow(org, {
            ...sums('-10', '-2.30', '-12.30'), invoice_type: 'corrective', corrects_id: partly['id'],
            payment_status: 'paid', credited_amount: '-12.30'
        });
        const annulled = documentRow(org, {
            ...sums('50', '11.50', '61.50'), status: 'cancelled', annulled_at: '2026-11-23T10:15:00Z',
            payment_status: 'cancelled', credited_amount: '61.50'
        });
        const payment = settlementRow(org, contact, { amount: '23' });
        const credit = settlementRow(
            org, contact, { kind: 'corrective', amount: '12.30', corrective_id: corrective['id'] });
        const annulment = settlementRow(org, contact, { kind: 'annulment', amount: '61.50' });
        const get = await givenBooks(service, org, {
            invoice: [
                partly, corrective, annulled,
                documentRow(org, { ...sums('1000', '230', '1230'), due_date: '2026-11-23' }),
                documentRow(org, { ...sums('500', '0', '500'), currency: 'JPY', due_date: '2026-11-01' }),
                documentRow(org, { ...sums('7', '0', '7'), invoice_type: 'proforma', due_date: '2026-11-01' }),
                documentRow(org, { ...sums('9', '0', '9'), status: 'draft', currency: 'EUR' }),
                documentRow(org, { ...sums('9', '0', '9'), status: 'cancelled', number: null }),
                documentRow(org, { ...sums('77', '0', '77'), issue_date: '2026-10-31' }),
                documentRow(org, { ...sums('77', '0', '77'), issue_date: '2026-12-01' })
            ],
            settlement: [payment, credit, annulment],
            settlement_entry: [
                entryRow(payment, { invoice_id: partly['id'], amount: '23' }),
                entryRow(credit, { account: 'credited', invoice_id: partly['id'], amount: '12.30' }),
                entryRow(credit, { account: 'credited', invoice_id: corrective['id'], amount: '-12.30' }),
                entryRow(annulment, { account: 'credited', invoice_id: annulled['id'], amount: '61.50' })
            ]
        });

        const { body } = await get('/invoices/analytics/statistics?startDate=2026-11-01&endDate=2026-11-30');

        expect(body).toMatchObject({
            total: 8,
            byStatus: { draft: 1, issued: 4, sent: 1, paid: 0, cancelled: 2, overdue: 2 },
            byPaymentStatus: { pending: 2, partial: 1, paid: 0, cancelled: 1, overdue: 2 },
            byInvoiceType: { vat_invoice: 6, proforma: 1, corrective: 1 }
        });
        expect(body.currencies).toEqual([
            {
                currency: 'JPY', ...figures(1, '500', '0', '500'), paidAmount: '0', creditedAmount: '0', balance: '500',
                overdueCount: 1, overdueAmount: '500', invoices: figures(1, '500', '0', '500'),
                advanceInvoices: figures(0, '0', '0', '0'),
                correctives: figures(0, '0', '0', '0'), proformas: figures(0, '0', '0', '0'),
                annulled: figures(0, '0', '0', '0')
            },
            {
                currency: 'PLN', ...figures(3, '1090.00', '250.70', '1340.70'), paidAmount: '23.00',
                creditedAmount: '0.00', balance: '1317.70', overdueCount: 1, overdueAmount: '87.70',
                invoices: figures(2, '1100.00', '253.00', '1353.00'),
                advanceInvoices: figures(0, '0.00', '0.00', '0.00'),
                correctives: figures(1, '-10.00', '-2.30', '-12.30'), proformas: figures(1, '7.00', '0.00', '7.00'),
                annulled: figures(1, '50.00', '11.50', '61.50')
            }
        ]);
    });

    test('count a draft by the day it was made where the seller is', async () => {
        const org = 'drafts-at-midnight';
        const drafts = [
            '2026-10-31T22:59:59.999Z', '2026-10-31T23:00:00.000Z', '2026-11-30T22:59:59.999Z',
            '2026-11-30T23:00:00.000Z'
        ]
            .map((created_at) => documentRow(org, { status: 'draft', created_at }));
        const get = await givenBooks(service, org, { invoice: drafts });

        const { body } = await get('/invoices/analytics/statistics');

        expect(body.byStatus.draft).toBe(2);
    });

    test('both ends of the period belong to it', async () => {
        const org = 'ends-of-statistics';
        const get = await givenBooks(service, org, { invoice: ['2026-03-09', '2026-03-10', '2026-03-20', '2026-03-21']
            .map((issue_date) => documentRow(org, { issue_date })) });

        const counts = await Promise.all([
            'startDate=2026-03-10&endDate=2026-03-20', 'startDate=2026-03-10&endDate=2026-03-10',
            'endDate=2026-03-20', 'startDate=2026-03-10'
        ]
            .map(async (query) => (await get(`/invoices/analytics/statistics?${query}`)).body.total));

        expect(counts).toEqual([2, 1, 3, 3]);
    });
});
