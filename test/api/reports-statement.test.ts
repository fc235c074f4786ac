import { describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { givenBooks } from '../support/given-books.ts';
import { givenClock } from '../support/given-server.ts';
import { documentRow, entryRow, settlementRow, type StoredRow } from '../support/stored-documents.ts';
import { useService } from '../support/use-service.ts';

const service = useService({ clock: givenClock() });

describe('a statement of account', () => {
    const statement = (query = '', contact = contactId(1)) => `/customers/${contact}/statement${query}`;

    test('of a contact without documents is empty in the own currency, or in the one asked for', async () => {
        const get = await givenBooks(service, 'empty-statement');

        const { body } = await get(statement());

        expect(body).toEqual({
            contactId: contactId(1), from: '2026-11-01', to: '2026-11-23',
            currencies: [{ currency: 'PLN', openingBalance: '0.00', rows: [], closingBalance: '0.00' }]
        });
        expect((await get(statement('?currency=KWD'))).body.currencies)
            .toEqual([{ currency: 'KWD', openingBalance: '0.000', rows: [], closingBalance: '0.000' }]);
    });

    test('of a contact that nobody knows is 404, also in another currency or period', async () => {
        const get = await givenBooks(service, 'unknown-statement');
        const unknown = 'c0000000-0000-4000-8000-00000000dead';

        const answers = [
            await get(statement('', unknown)), await get(statement('?currency=EUR&from=2020-01-01', unknown))
        ];

        expect(answers.map(({ status, body }) => [status, body.code]))
            .toEqual([[404, 'CUSTOMER_UNKNOWN'], [404, 'CUSTOMER_UNKNOWN']]);
        expect(answers[0]?.body.message).toContain('contactId');
    });

    test('of a contact that contacts-service has lost is there when a document or a payment names it', async () => {
        const org = 'lost-statement';
        const [invoiced, drafted, paying] = [1, 2, 3].map((n) => `c0000000-0000-4000-8000-00000000bee${n}`);
        const payment = settlementRow(org, String(paying), { amount: '10', settled_on: '2020-01-01' });
        const get = await givenBooks(service, org, {
            invoice: [
                documentRow(org, { contact_id: invoiced, issue_date: '2020-01-01', currency: 'EUR' }),
                documentRow(org, { contact_id: drafted, status: 'draft', number: null, issue_date: null })
            ],
            settlement: [payment],
            settlement_entry: [entryRow(payment, { account: 'credit', customer_id: paying, amount: '10' })],
            customer_credit: [{ organisation_id: org, customer_id: paying, currency: 'PLN', amount: '10' }]
        });

        const answers = await Promise.all([invoiced, drafted, paying].map((id) =>
            get(statement('?currency=CHF', String(id)))));

        expect(answers.map(({ status, body }) => [status, body.currencies?.[0].closingBalance]))
            .toEqual([[200, '0.00'], [200, '0.00'], [200, '0.00']]);
    });

    test.each(['error500', 'hang', 'reset'] as const)(
        'of an unknown contact is empty while contacts-service fails with %s, within its deadline', async (failure) => {
            const get = await givenBooks(service, `away-${failure}`);
            service.standins.control.contacts.set({ failure });

            const startedAt = performance.now();
            const { status, body } = await get(statement('', 'c0000000-0000-4000-8000-00000000dead'));
            service.standins.control.contacts.set({ failure: 'none' });

            expect([status, body.currencies[0].rows]).toEqual([200, []]);
            expect(performance.now() - startedAt).toBeLessThan(6_000);
        });

    test('shows documents and settlements in order and closes with what invoices and credit say', async () => {
        const org = 'full-statement';
        const contact = contactId(1);
        const issued = (gross: string, columns: StoredRow) =>
            documentRow(org, { contact_id: contact, total_net: gross, total_gross: gross, ...columns });
        const old = issued('100',
            { issue_date: '2026-10-10', paid_amount: '100', payment_status: 'paid', status: 'paid', number: 'FV/1' });
        const fresh = issued('200', {
            issue_date: '2026-11-05', due_date: '2026-11-19', paid_amount: '50', credited_amount: '31',
            payment_status: 'partial', number: 'FV/2'
        });
        const corrective = issued('-30', {
            invoice_type: 'corrective', corrects_id: fresh['id'], issue_date: '2026-11-06',
            credited_amount: '-30', number: 'FK/1'
        });
        const annulled = issued('999', {
            status: 'cancelled', annulled_at: '2026-11-07T10:00:00Z', issue_date: '2026-11-07', credited_amount: '999'
        });
        const euro = issued('10', { currency: 'EUR', issue_date: '2026-11-08', number: 'FV/3' });
        const offer = issued('77', { invoice_type: 'proforma', issue_date: '2026-11-08' });
        const of = (kind: string, amount: string, settled_on: string, columns: StoredRow = {}) =>
            settlementRow(org, contact, { kind, amount, settled_on, ...columns });
        const paid = of('payment', '170', '2026-11-05', { payment_method: 'bank_transfer', reference: 'FV/1' });
        const refund = of('refund', '15', '2026-11-10');
        const use = of('credit_use', '50', '2026-11-09');
        const writeOff = of('write_off', '1', '2026-11-11');
        const credited = of('corrective', '30', '2026-11-06', { corrective_id: corrective['id'] });
        const annulment = of('annulment', '999', '2026-11-07');
        const get = await givenBooks(service, org, {
            invoice: [old, fresh, corrective, annulled, euro, offer],
            settlement: [paid, refund, use, writeOff, credited, annulment],
            settlement_entry: [
                entryRow(paid, { invoice_id: old['id'], amount: '100' }),
                entryRow(paid, { account: 'credit', customer_id: contact, amount: '70' }),
                entryRow(refund, { account: 'credit', customer_id: contact, amount: '-15' }),
                entryRow(use, { account: 'credit', customer_id: contact, amount: '-50' }),
                entryRow(use, { invoice_id: fresh['id'], amount: '50' }),
                entryRow(writeOff, { account: 'credited', invoice_id: fresh['id'], amount: '1' }),
                entryRow(credited, { account: 'credited', invoice_id: fresh['id'], amount: '30' }),
                entryRow(credited, { account: 'credited', invoice_id: corrective['id'], amount: '-30' }),
                entryRow(annulment, { account: 'credited', invoice_id: annulled['id'], amount: '999' })
            ],
            customer_credit: [{ organisation_id: org, customer_id: contact, currency: 'PLN', amount: '5' }]
        });

        const { body } = await get(statement());

        const [inEuro, inZloty] = body.currencies;
        expect([inEuro.currency, inEuro.openingBalance, inEuro.closingBalance, inEuro.rows.length])
            .toEqual(['EUR', '0.00', '10.00', 1]);
        expect([inZloty.openingBalance, inZloty.closingBalance]).toEqual(['100.00', '114.00']);
        expect(inZloty.rows.map(
            (row: StoredRow) => [
                row['date'], row['kind'], row['invoiceNumber'], row['invoiceNumbers'], row['amount'], row['balance']
            ]
        )).toEqual([
            ['2026-11-05', 'invoice', 'FV/2', [], '200.00', '300.00'],
            ['2026-11-05', 'payment', null, ['FV/1'], '-170.00', '130.00'],
            ['2026-11-06', 'corrective', 'FK/1', [], '-30.00', '100.00'],
            ['2026-11-10', 'refund', null, [], '15.00', '115.00'],
            ['2026-11-11', 'write_off', null, ['FV/2'], '-1.00', '114.00']
        ]);
        expect(inZloty.rows[1]).toEqual({
            id: paid['id'], kind: 'payment', date: '2026-11-05', invoiceNumber: null, invoiceNumbers: ['FV/1'],
            dueDate: null, paymentMethod: 'bank_transfer', reference: 'FV/1', reversesId: null, amount: '-170.00',
            balance: '130.00'
        });
        // Balances of the invoices, 119.00, less the credit, 5.00.
        const later = (await get(statement('?from=2026-11-10&to=2026-11-10&currency=PLN'))).body.currencies;
        expect(later.map((part: StoredRow) => [part['openingBalance'], part['closingBalance']]))
            .toEqual([['100.00', '115.00']]);
    });

    test('of more than 1 000 movements asks for a shorter period; 1 000 are shown', async () => {
        const org = 'long-statement';
        const invoice = Array.from({ length: 1_001 }, (_, place) =>
            documentRow(org, {
                contact_id: contactId(1), total_net: '1', total_gross: '1',
                issue_date: place === 0 ? '2026-11-01' : '2026-11-02'
            }));
        const get = await givenBooks(service, org, { invoice });

        const tooLong = await get(statement('?from=2026-11-01'));
        const shorter = await get(statement('?from=2026-11-02'));

        expect([tooLong.status, tooLong.body.code, tooLong.body.errors[0].path])
            .toEqual([400, 'VALIDATION_FAILED', 'from']);
        expect([
            shorter.body.currencies[0].rows.length, shorter.body.currencies[0].openingBalance,
            shorter.body.currencies[0].closingBalance
        ]).toEqual([1_000, '1.00', '1001.00']);
    });
});
