import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { givenClock } from '../support/given-server.ts';
import { givenService, type GivenService } from '../support/given-service.ts';
import { givenToken } from '../support/given-token.ts';
import {
    documentRow, entryRow, lineRow, organisationRow, settlementRow, settlementsOf, storeDocuments, type StoredDocuments, type StoredRow
} from '../support/stored-documents.ts';

const exp = 4_000_000_000;

let service: GivenService;
beforeAll(async () => {
    service = await givenService({ clock: givenClock('2026-11-23T10:15:00.000Z') });
});
afterAll(() => service.close());

/** Stores an organisation with its documents; answers a way to read its reports. */
async function givenBooks(name: string, documents: StoredDocuments = {}, columns: StoredRow = {}) {
    await storeDocuments(service.databaseUrl, { organisation: [organisationRow(name, columns)], ...documents });
    const token = await givenToken({ org: name, exp });
    return async (url: string) => service.call('GET', url, { token });
}

/** A document of one amount at 23 %, with its line. */
function withLine(organisation: string, net: string, vat: string, gross: string, columns: StoredRow = {}, line: StoredRow = {}): [StoredRow, StoredRow] {
    const document = documentRow(organisation, { total_net: net, total_vat: vat, total_gross: gross, ...columns });
    return [document, lineRow(document['id'], { net, vat, gross, ...line })];
}

const figures = (count: number, net: string, vat: string, gross: string) => ({ count, totalNet: net, totalVAT: vat, totalGross: gross });

describe('statistics', () => {
    test('of an organisation without documents are zeros in its own currency', async () => {
        const get = await givenBooks('empty-statistics', {}, { default_currency: 'JPY' });

        const { status, body } = await get('/invoices/analytics/statistics');

        expect(status).toBe(200);
        expect(body).toEqual({
            startDate: '2026-11-01', endDate: '2026-11-30', asOf: '2026-11-23', total: 0,
            byStatus: { draft: 0, issued: 0, sent: 0, paid: 0, cancelled: 0, overdue: 0 },
            byPaymentStatus: { pending: 0, partial: 0, paid: 0, overdue: 0 },
            byInvoiceType: { vat_invoice: 0, proforma: 0, corrective: 0 },
            currencies: [expect.objectContaining({ currency: 'JPY', count: 0, totalGross: '0', balance: '0', overdueAmount: '0' })]
        });
    });

    test('of an organisation that nobody has used yet are zeros', async () => {
        const { status, body } = await service.call('GET', '/invoices/analytics/statistics', { token: await givenToken({ org: 'never-seen', exp }) });

        expect([status, body.total, body.currencies[0].currency, body.currencies[0].totalGross]).toEqual([200, 0, 'PLN', '0.00']);
    });

    test('net correctives, leave out proformas, annulled ones and drafts, and keep currencies apart', async () => {
        const org = 'full-statistics';
        const contact = contactId(1);
        const sums = (net: string, vat: string, gross: string) => ({ total_net: net, total_vat: vat, total_gross: gross, contact_id: contact });
        const partly = documentRow(org, { ...sums('100', '23', '123'), status: 'sent', payment_status: 'partial', paid_amount: '23', credited_amount: '12.30', due_date: '2026-11-22' });
        const corrective = documentRow(org, { ...sums('-10', '-2.30', '-12.30'), invoice_type: 'corrective', corrects_id: partly['id'], payment_status: 'paid', credited_amount: '-12.30' });
        const annulled = documentRow(org, { ...sums('50', '11.50', '61.50'), status: 'cancelled', annulled_at: '2026-11-23T10:15:00Z', payment_status: 'paid', credited_amount: '61.50' });
        const payment = settlementRow(org, contact, { amount: '23' });
        const credit = settlementRow(org, contact, { kind: 'corrective', amount: '12.30', corrective_id: corrective['id'] });
        const annulment = settlementRow(org, contact, { kind: 'annulment', amount: '61.50' });
        const get = await givenBooks(org, {
            invoice: [
                partly, corrective, annulled,
                documentRow(org, { ...sums('1000', '230', '1230'), due_date: '2026-11-23' }),
                documentRow(org, { ...sums('500', '0', '500'), currency: 'JPY', due_date: '2026-11-01' }),
                documentRow(org, { ...sums('7', '0', '7'), invoice_type: 'proforma', due_date: '2026-11-01' }),
                documentRow(org, { ...sums('9', '0', '9'), status: 'draft', currency: 'EUR' }),
                documentRow(org, { ...sums('9', '0', '9'), status: 'cancelled', number: null }),
                documentRow(org, { ...sums('77', '0', '77'), issue_date: '2026-10-31' }), documentRow(org, { ...sums('77', '0', '77'), issue_date: '2026-12-01' })
            ],
            settlement: [payment, credit, annulment],
            settlement_entry: [
                entryRow(payment, { invoice_id: partly['id'], amount: '23' }), entryRow(credit, { account: 'credited', invoice_id: partly['id'], amount: '12.30' }),
                entryRow(credit, { account: 'credited', invoice_id: corrective['id'], amount: '-12.30' }),
                entryRow(annulment, { account: 'credited', invoice_id: annulled['id'], amount: '61.50' })
            ]
        });

        const { body } = await get('/invoices/analytics/statistics?startDate=2026-11-01&endDate=2026-11-30');

        expect(body).toMatchObject({
            total: 8,
            byStatus: { draft: 1, issued: 4, sent: 1, paid: 0, cancelled: 2, overdue: 2 },
            byPaymentStatus: { pending: 2, partial: 1, paid: 0, overdue: 2 },
            byInvoiceType: { vat_invoice: 6, proforma: 1, corrective: 1 }
        });
        expect(body.currencies).toEqual([
            {
                currency: 'JPY', ...figures(1, '500', '0', '500'), paidAmount: '0', creditedAmount: '0', balance: '500', overdueCount: 1, overdueAmount: '500',
                invoices: figures(1, '500', '0', '500'), correctives: figures(0, '0', '0', '0'), proformas: figures(0, '0', '0', '0'), annulled: figures(0, '0', '0', '0')
            },
            {
                currency: 'PLN', ...figures(3, '1090.00', '250.70', '1340.70'), paidAmount: '23.00', creditedAmount: '0.00', balance: '1317.70', overdueCount: 1, overdueAmount: '87.70',
                invoices: figures(2, '1100.00', '253.00', '1353.00'), correctives: figures(1, '-10.00', '-2.30', '-12.30'), proformas: figures(1, '7.00', '0.00', '7.00'),
                annulled: figures(1, '50.00', '11.50', '61.50')
            }
        ]);
    });

    test('count a draft by the day it was made where the seller is', async () => {
        const org = 'drafts-at-midnight';
        const drafts = ['2026-10-31T22:59:59.999Z', '2026-10-31T23:00:00.000Z', '2026-11-30T22:59:59.999Z', '2026-11-30T23:00:00.000Z']
            .map((created_at) => documentRow(org, { status: 'draft', created_at }));
        const get = await givenBooks(org, { invoice: drafts });

        const { body } = await get('/invoices/analytics/statistics');

        expect(body.byStatus.draft).toBe(2);
    });

    test('both ends of the period belong to it', async () => {
        const org = 'ends-of-statistics';
        const get = await givenBooks(org, { invoice: ['2026-03-09', '2026-03-10', '2026-03-20', '2026-03-21'].map((issue_date) => documentRow(org, { issue_date })) });

        const counts = await Promise.all(['startDate=2026-03-10&endDate=2026-03-20', 'startDate=2026-03-10&endDate=2026-03-10', 'endDate=2026-03-20', 'startDate=2026-03-10']
            .map(async (query) => (await get(`/invoices/analytics/statistics?${query}`)).body.total));

        expect(counts).toEqual([2, 1, 3, 3]);
    });
});

describe('overdue', () => {
    const dueDates: readonly (readonly [days: number, dueDate: string, bucket: string])[] = [
        [-1, '2026-11-24', '0'], [0, '2026-11-23', '0'], [1, '2026-11-22', '1-30'], [30, '2026-10-24', '1-30'], [31, '2026-10-23', '31-60'], [60, '2026-09-24', '31-60'],
        [61, '2026-09-23', '61-90'], [90, '2026-08-25', '61-90'], [91, '2026-08-24', '90+']
    ];

    test.each(dueDates)('%i days after the due date an invoice is in its bucket', async (days, due_date, bucket) => {
        const org = `bucket-${days}`;
        const get = await givenBooks(org, { invoice: [documentRow(org, { due_date, total_net: '10.50', total_gross: '10.50' })] });

        const { body } = await get('/invoices/analytics/overdue');

        expect(body.asOf).toBe('2026-11-23');
        expect(body.data.map((row: StoredRow) => [row['daysOverdue'], row['bucket'], row['balance']])).toEqual(days > 0 ? [[days, bucket, '10.50']] : []);
        expect(body.aging).toEqual([{
            currency: 'PLN',
            buckets: ['0', '1-30', '31-60', '61-90', '90+'].map((name) => (name === bucket ? { bucket: name, count: 1, amount: '10.50' } : { bucket: name, count: 0, amount: '0.00' })),
            overdue: days > 0 ? { count: 1, amount: '10.50' } : { count: 0, amount: '0.00' },
            total: { count: 1, amount: '10.50' }
        }]);
    });

    test('without a due date an invoice is not yet due', async () => {
        const get = await givenBooks('no-due-date', { invoice: [documentRow('no-due-date', { total_net: '5', total_gross: '5' })] });

        const { body } = await get('/invoices/analytics/overdue?asOf=2090-01-01');

        expect([body.data, body.aging[0].buckets[0]]).toEqual([[], { bucket: '0', count: 1, amount: '5.00' }]);
    });

    test('paid, cancelled, drafts, proformas and correctives are never in it', async () => {
        const org = 'never-overdue';
        const due = { due_date: '2026-01-01', total_net: '5', total_gross: '5' };
        const get = await givenBooks(org, {
            invoice: [
                documentRow(org, { ...due, status: 'paid', payment_status: 'paid', total_net: '0', total_gross: '0' }), documentRow(org, { ...due, status: 'cancelled' }),
                documentRow(org, { ...due, status: 'draft' }), documentRow(org, { ...due, invoice_type: 'proforma' }), documentRow(org, { ...due, invoice_type: 'corrective' }),
                documentRow(org, { ...due, total_net: '0', total_gross: '0' })
            ]
        });

        const { body } = await get('/invoices/analytics/overdue');

        expect([body.data, body.nextCursor, body.aging[0].total]).toEqual([[], null, { count: 0, amount: '0.00' }]);
    });

    test('pages are longest overdue first and complete, and the buckets are of all of them', async () => {
        const org = 'overdue-pages';
        const invoice = Array.from({ length: 7 }, (_, place) =>
            documentRow(org, { due_date: place < 4 ? '2026-10-01' : '2026-09-01', total_net: '1', total_gross: '1', contact_id: contactId(1 + place % 2), currency: place === 6 ? 'EUR' : 'PLN' }));
        const get = await givenBooks(org, { invoice });

        const shown: StoredRow[] = [];
        for (let cursor = ''; ; ) {
            const { body } = await get(`/invoices/analytics/overdue?limit=3${cursor}`);
            expect(body.aging.map(({ total }: { total: unknown }) => total)).toEqual([{ count: 1, amount: '1.00' }, { count: 6, amount: '6.00' }]);
            shown.push(...body.data);
            if (body.nextCursor === null) break;
            cursor = `&cursor=${body.nextCursor}`;
        }

        expect(shown.map(({ dueDate }) => dueDate)).toEqual([...Array<string>(3).fill('2026-09-01'), ...Array<string>(4).fill('2026-10-01')]);
        expect(new Set(shown.map(({ invoiceId }) => invoiceId))).toEqual(new Set(invoice.map(({ id }) => id)));
        const ofContact = (await get(`/invoices/analytics/overdue?contactId=${contactId(2)}`)).body;
        expect([ofContact.data.length, ofContact.aging[0].total.count]).toEqual([3, 3]);
        const inEuro = (await get('/invoices/analytics/overdue?currency=EUR')).body;
        expect([inEuro.data.length, inEuro.aging.map(({ currency }: StoredRow) => currency)]).toEqual([1, ['EUR']]);
    });
});

describe('the VAT report', () => {
    test('of a period without documents declares nothing', async () => {
        const get = await givenBooks('empty-vat');

        const { body } = await get('/invoices/analytics/vat-report');

        expect(body).toEqual({
            startDate: '2026-11-01', endDate: '2026-11-30', groupBy: 'period', dateBasis: 'sale',
            periods: [{
                period: '2026-11-01/2026-11-30', startDate: '2026-11-01', endDate: '2026-11-30', rates: [], totals: [],
                declaration: { rates: [], totals: [{ vatCurrency: 'PLN', net: '0.00', vat: '0.00', withoutExchangeRate: 0 }] }
            }]
        });
    });

    test('counts an invoice by its sale and a corrective by its own issue date, each in its own period', async () => {
        const org = 'vat-periods';
        const [original, line] = withLine(org, '100', '23', '123', { issue_date: '2026-11-02', sale_date: '2026-10-31', status: 'cancelled' });
        const [corrective, before] = withLine(org, '-100', '-23', '-123', { invoice_type: 'corrective', corrects_id: original['id'], credited_amount: '-123', issue_date: '2026-11-20', sale_date: '2026-10-31' });
        const get = await givenBooks(org, { invoice: [original, corrective], invoice_line: [line, before], ...settlementsOf(org, [corrective]) });
        const nets = async (query: string) => {
            const { body } = await get(`/invoices/analytics/vat-report?startDate=2026-10-01&endDate=2026-11-30&${query}`);
            return body.periods.map(({ period, totals }: { period: string; totals: { net: string; documents: number; invoices: { net: string }; correctives: { net: string } }[] }) =>
                [period, totals.map((total) => [total.documents, total.net, total.invoices.net, total.correctives.net])]);
        };

        expect(await nets('groupBy=month')).toEqual([['2026-10', [[1, '100.00', '100.00', '0.00']]], ['2026-11', [[1, '-100.00', '0.00', '-100.00']]]]);
        expect(await nets('groupBy=month&dateBasis=issue')).toEqual([['2026-10', []], ['2026-11', [[2, '0.00', '100.00', '-100.00']]]]);
        expect(await nets('groupBy=quarter')).toEqual([['2026-Q4', [[2, '0.00', '100.00', '-100.00']]]]);
        expect(await nets('')).toEqual([['2026-10-01/2026-11-30', [[2, '0.00', '100.00', '-100.00']]]]);
    });

    test('leaves out drafts, proformas and annulled documents', async () => {
        const org = 'vat-left-out';
        const rows = [
            withLine(org, '1', '0.23', '1.23', { status: 'draft' }), withLine(org, '1', '0.23', '1.23', { invoice_type: 'proforma' }),
            withLine(org, '1', '0.23', '1.23', { status: 'cancelled', annulled_at: '2026-11-23T10:15:00Z' }), withLine(org, '1', '0.23', '1.23', { status: 'cancelled', number: null })
        ];
        const get = await givenBooks(org, { invoice: rows.map(([document]) => document), invoice_line: rows.map(([, line]) => line) });

        expect((await get('/invoices/analytics/vat-report')).body.periods[0].totals).toEqual([]);
    });

    test('exchanges the VAT of each document and rate by itself, as the document does', async () => {
        const org = 'vat-exchanged';
        const inEuro = { currency: 'EUR', vat_currency: 'PLN', exchange_rate: '4.25', exchange_rate_date: '2026-11-20', exchange_rate_source: 'manual' };
        // 0.10 EUR × 4.25 is 0.425 PLN: twice 0.43, where the sum would be 0.85.
        const one = withLine(org, '0.43', '0.10', '0.53', inEuro);
        const two = withLine(org, '0.43', '0.10', '0.53', inEuro);
        const corrective = withLine(org, '-0.43', '-0.10', '-0.53', { ...inEuro, invoice_type: 'corrective', credited_amount: '-0.53' });
        const unknown = withLine(org, '100', '23', '123', { currency: 'EUR' });
        const zloty = withLine(org, '10', '0', '10', { vat_currency: 'PLN' }, { vat_category: 'E', vat_rate: '0' });
        const rows = [one, two, corrective, unknown, zloty];
        const get = await givenBooks(org, {
            ...settlementsOf(org, [corrective[0]]),
            invoice: rows.map(([document]) => document),
            invoice_line: [...rows.map(([, line]) => line), lineRow(zloty[0]['id'], { position: 2, net: '5', vat: '1.15', gross: '6.15' })]
        });

        const { body: { periods: [period] } } = await get('/invoices/analytics/vat-report');

        expect(period.rates).toEqual([
            {
                vatCategory: 'S', vatRate: 23, currency: 'EUR', vatCurrency: 'PLN', documents: 4, net: '100.43', vat: '23.10', gross: '123.53',
                netInVatCurrency: '1.83', vatInVatCurrency: '0.43', withoutExchangeRate: 1,
                invoices: { documents: 3, net: '100.86', vat: '23.20', gross: '124.06', netInVatCurrency: '3.66', vatInVatCurrency: '0.86', withoutExchangeRate: 1 },
                correctives: { documents: 1, net: '-0.43', vat: '-0.10', gross: '-0.53', netInVatCurrency: '-1.83', vatInVatCurrency: '-0.43', withoutExchangeRate: 0 }
            },
            expect.objectContaining({ vatCategory: 'S', vatRate: 23, currency: 'PLN', documents: 1, net: '5.00', vat: '1.15', vatInVatCurrency: '1.15' }),
            expect.objectContaining({ vatCategory: 'E', vatRate: 'zw', currency: 'PLN', documents: 1, net: '10.00', vat: '0.00' })
        ]);
        expect(period.totals).toEqual([
            expect.objectContaining({ currency: 'EUR', documents: 4, vat: '23.10', withoutExchangeRate: 1 }),
            expect.objectContaining({ currency: 'PLN', documents: 1, net: '15.00', vat: '1.15', gross: '16.15' })
        ]);
        expect(period.declaration).toEqual({
            rates: [{ vatCurrency: 'PLN', vatCategory: 'S', vatRate: 23, net: '6.83', vat: '1.58' }, { vatCurrency: 'PLN', vatCategory: 'E', vatRate: 'zw', net: '10.00', vat: '0.00' }],
            totals: [{ vatCurrency: 'PLN', net: '16.83', vat: '1.58', withoutExchangeRate: 1 }]
        });
    });
});

describe('a statement of account', () => {
    const statement = (query = '', contact = contactId(1)) => `/customers/${contact}/statement${query}`;

    test('of a contact without documents is empty in the own currency, or in the one asked for', async () => {
        const get = await givenBooks('empty-statement');

        const { body } = await get(statement());

        expect(body).toEqual({
            contactId: contactId(1), from: '2026-11-01', to: '2026-11-23', currencies: [{ currency: 'PLN', openingBalance: '0.00', rows: [], closingBalance: '0.00' }]
        });
        expect((await get(statement('?currency=KWD'))).body.currencies).toEqual([{ currency: 'KWD', openingBalance: '0.000', rows: [], closingBalance: '0.000' }]);
    });

    test('shows documents and settlements in order and closes with what invoices and credit say', async () => {
        const org = 'full-statement';
        const contact = contactId(1);
        const issued = (gross: string, columns: StoredRow) => documentRow(org, { contact_id: contact, total_net: gross, total_gross: gross, ...columns });
        const old = issued('100', { issue_date: '2026-10-10', paid_amount: '100', payment_status: 'paid', status: 'paid', number: 'FV/1' });
        const fresh = issued('200', { issue_date: '2026-11-05', due_date: '2026-11-19', paid_amount: '50', credited_amount: '31', payment_status: 'partial', number: 'FV/2' });
        const corrective = issued('-30', { invoice_type: 'corrective', corrects_id: fresh['id'], issue_date: '2026-11-06', credited_amount: '-30', number: 'FK/1' });
        const annulled = issued('999', { status: 'cancelled', annulled_at: '2026-11-07T10:00:00Z', issue_date: '2026-11-07', credited_amount: '999' });
        const euro = issued('10', { currency: 'EUR', issue_date: '2026-11-08', number: 'FV/3' });
        const offer = issued('77', { invoice_type: 'proforma', issue_date: '2026-11-08' });
        const of = (kind: string, amount: string, settled_on: string, columns: StoredRow = {}) => settlementRow(org, contact, { kind, amount, settled_on, ...columns });
        const paid = of('payment', '170', '2026-11-05', { payment_method: 'bank_transfer', reference: 'FV/1' });
        const refund = of('refund', '15', '2026-11-10');
        const use = of('credit_use', '50', '2026-11-09');
        const writeOff = of('write_off', '1', '2026-11-11');
        const credited = of('corrective', '30', '2026-11-06', { corrective_id: corrective['id'] });
        const annulment = of('annulment', '999', '2026-11-07');
        const get = await givenBooks(org, {
            invoice: [old, fresh, corrective, annulled, euro, offer],
            settlement: [paid, refund, use, writeOff, credited, annulment],
            settlement_entry: [
                entryRow(paid, { invoice_id: old['id'], amount: '100' }), entryRow(paid, { account: 'credit', customer_id: contact, amount: '70' }),
                entryRow(refund, { account: 'credit', customer_id: contact, amount: '-15' }),
                entryRow(use, { account: 'credit', customer_id: contact, amount: '-50' }), entryRow(use, { invoice_id: fresh['id'], amount: '50' }),
                entryRow(writeOff, { account: 'credited', invoice_id: fresh['id'], amount: '1' }),
                entryRow(credited, { account: 'credited', invoice_id: fresh['id'], amount: '30' }), entryRow(credited, { account: 'credited', invoice_id: corrective['id'], amount: '-30' }),
                entryRow(annulment, { account: 'credited', invoice_id: annulled['id'], amount: '999' })
            ],
            customer_credit: [{ organisation_id: org, customer_id: contact, currency: 'PLN', amount: '5' }]
        });

        const { body } = await get(statement());

        const [inEuro, inZloty] = body.currencies;
        expect([inEuro.currency, inEuro.openingBalance, inEuro.closingBalance, inEuro.rows.length]).toEqual(['EUR', '0.00', '10.00', 1]);
        expect([inZloty.openingBalance, inZloty.closingBalance]).toEqual(['100.00', '114.00']);
        expect(inZloty.rows.map((row: StoredRow) => [row['date'], row['kind'], row['invoiceNumber'], row['amount'], row['balance']])).toEqual([
            ['2026-11-05', 'invoice', 'FV/2', '200.00', '300.00'], ['2026-11-05', 'payment', null, '-170.00', '130.00'], ['2026-11-06', 'corrective', 'FK/1', '-30.00', '100.00'],
            ['2026-11-09', 'credit_use', null, '0.00', '100.00'], ['2026-11-10', 'refund', null, '15.00', '115.00'], ['2026-11-11', 'write_off', null, '-1.00', '114.00']
        ]);
        expect(inZloty.rows[1]).toEqual({
            id: paid['id'], kind: 'payment', date: '2026-11-05', invoiceNumber: null, dueDate: null, paymentMethod: 'bank_transfer', reference: 'FV/1', reversesId: null, amount: '-170.00',
            balance: '130.00'
        });
        // Balances of the invoices, 119.00, less the credit, 5.00.
        const later = (await get(statement('?from=2026-11-10&to=2026-11-10&currency=PLN'))).body.currencies;
        expect(later.map((part: StoredRow) => [part['openingBalance'], part['closingBalance']])).toEqual([['100.00', '115.00']]);
    });

    test('of more than 1 000 movements asks for a shorter period; 1 000 are shown', async () => {
        const org = 'long-statement';
        const invoice = Array.from({ length: 1_001 }, (_, place) =>
            documentRow(org, { contact_id: contactId(1), total_net: '1', total_gross: '1', issue_date: place === 0 ? '2026-11-01' : '2026-11-02' }));
        const get = await givenBooks(org, { invoice });

        const tooLong = await get(statement('?from=2026-11-01'));
        const shorter = await get(statement('?from=2026-11-02'));

        expect([tooLong.status, tooLong.body.code, tooLong.body.errors[0].path]).toEqual([400, 'VALIDATION_FAILED', 'from']);
        expect([shorter.body.currencies[0].rows.length, shorter.body.currencies[0].openingBalance, shorter.body.currencies[0].closingBalance]).toEqual([1_000, '1.00', '1001.00']);
    });
});

describe('what callers may ask', () => {
    const statistics = '/invoices/analytics/statistics';
    const overdue = '/invoices/analytics/overdue';
    const vat = '/invoices/analytics/vat-report';
    const statement = `/customers/${contactId(1)}/statement`;

    test.each([
        [statistics, 'startDate=2026-02-30', 'startDate'], [statistics, 'endDate=x', 'endDate'], [statistics, 'startDate=2026-11-02&endDate=2026-11-01', 'endDate'],
        [statistics, 'startDate=2016-11-02&endDate=2026-11-02', 'endDate'], [statistics, 'from=2026-11-01', 'from'], [statistics, 'startDate=2026-11-01&startDate=2026-11-02', 'startDate'],
        [statistics, 'currency=PLN', 'currency'], [overdue, 'asOf=today', 'asOf'], [overdue, 'limit=0', 'limit'], [overdue, 'limit=101', 'limit'], [overdue, 'contactId=1', 'contactId'],
        [overdue, 'currency=pln', 'currency'], [overdue, 'cursor=!', 'cursor'], [overdue, 'cursor=abc', 'cursor'],
        [overdue, `cursor=${Buffer.from('2026-02-30 0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5a').toString('base64url')}`, 'cursor'], [overdue, 'startDate=2026-11-01', 'startDate'],
        [vat, 'groupBy=year', 'groupBy'], [vat, 'dateBasis=payment', 'dateBasis'], [vat, 'startDate=2026-11-02&endDate=2026-11-01', 'endDate'],
        [vat, 'startDate=2016-11-02&endDate=2026-11-02', 'endDate'], [vat, 'asOf=2026-11-01', 'asOf'], [statement, 'from=2026-13-01', 'from'], [statement, 'to=', 'to'],
        [statement, 'from=2026-11-02&to=2026-11-01', 'to'], [statement, 'from=2016-11-01&to=2026-11-01', 'to'], [statement, 'currency=XXX', 'currency'], [statement, 'startDate=2026-11-01', 'startDate'],
        ['/customers/1/statement', '', 'contactId']
    ])('%s?%s is 400 naming %s', async (url, query, path) => {
        const { status, body } = await service.call('GET', `${url}?${query}`);

        expect([status, body.code, body.errors[0]?.path]).toEqual([400, 'VALIDATION_FAILED', path]);
        expect(body.message).toMatch(new RegExp(`^${path}`));
    });

    test.each([statistics, vat])('%s takes ten years less a day', async (url) => {
        expect((await service.call('GET', `${url}?startDate=2016-11-02&endDate=2026-11-01`)).status).toBe(200);
    });

    test.each([statistics, overdue, vat, statement])('%s needs reports:read', async (url) => {
        const without = await service.call('GET', url, { token: await givenToken({ role: undefined, scope: 'invoices:read' }) });
        const withScope = await service.call('GET', url, { token: await givenToken({ role: undefined, scope: 'reports:read' }) });

        expect([without.status, without.body.code, withScope.status]).toEqual([403, 'FORBIDDEN', 200]);
    });

    test.each([statistics, overdue, vat, statement])('%s shows nothing of another organisation', async (url) => {
        const name = `others-${url.replace(/\W+/g, '-')}`;
        const [document, line] = withLine(name, '100', '23', '123', { contact_id: contactId(1), due_date: '2026-11-01' });
        await givenBooks(name, { invoice: [document], invoice_line: [line] });
        const mine = await givenBooks(`mine-${url.replace(/\W+/g, '-')}`);
        const theirs = await service.call('GET', url, { token: await givenToken({ org: name, exp }) });

        expect(theirs.text).toContain('123.00');
        expect((await mine(url)).text).not.toContain('123.00');
    });
});

test('the gateway reads the three analytics without a token, and no statement', async () => {
    const trusting = await givenService({ env: { TRUSTED_NETWORKS: '127.0.0.0/8' }, clock: givenClock() });
    try {
        const urls = ['/invoices/analytics/statistics', '/invoices/analytics/overdue', '/invoices/analytics/vat-report', `/customers/${contactId(1)}/statement`];

        const statuses = await Promise.all(urls.map(async (url) => (await trusting.call('GET', url, { token: '' })).status));

        expect(statuses).toEqual([200, 200, 200, 401]);
    } finally {
        await trusting.close();
    }
});
