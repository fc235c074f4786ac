import { describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { givenBooks } from '../support/given-books.ts';
import { givenClock } from '../support/given-server.ts';
import { documentRow, type StoredRow } from '../support/stored-documents.ts';
import { useService } from '../support/use-service.ts';

const service = useService({ clock: givenClock() });

describe('overdue', () => {
    const dueDates: readonly (readonly [days: number, dueDate: string, bucket: string])[] = [
        [-1, '2026-11-24', '0'], [0, '2026-11-23', '0'], [1, '2026-11-22', '1-30'], [30, '2026-10-24', '1-30'],
        [31, '2026-10-23', '31-60'], [60, '2026-09-24', '31-60'],
        [61, '2026-09-23', '61-90'], [90, '2026-08-25', '61-90'], [91, '2026-08-24', '90+']
    ];

    test.each(dueDates)('%i days after the due date an invoice is in its bucket', async (days, due_date, bucket) => {
        const org = `bucket-${days}`;
        const get = await givenBooks(service, org, { invoice: [documentRow(
            org, { due_date, total_net: '10.50', total_gross: '10.50' })] });

        const { body } = await get('/invoices/analytics/overdue');

        expect(body.asOf).toBe('2026-11-23');
        expect(body.data.map((row: StoredRow) => [row['daysOverdue'], row['bucket'], row['balance']]))
            .toEqual(days > 0 ? [[days, bucket, '10.50']] : []);
        expect(body.aging).toEqual([{
            currency: 'PLN',
            buckets: ['0', '1-30', '31-60', '61-90', '90+'].map((name) => (name === bucket
                ? { bucket: name, count: 1, amount: '10.50' } : { bucket: name, count: 0, amount: '0.00' })),
            overdue: days > 0 ? { count: 1, amount: '10.50' } : { count: 0, amount: '0.00' },
            total: { count: 1, amount: '10.50' }
        }]);
    });

    test('without a due date an invoice is not yet due', async () => {
        const get = await givenBooks(service, 'no-due-date', { invoice: [documentRow(
            'no-due-date', { total_net: '5', total_gross: '5' })] });

        const { body } = await get('/invoices/analytics/overdue?asOf=2090-01-01');

        expect([body.data, body.aging[0].buckets[0]]).toEqual([[], { bucket: '0', count: 1, amount: '5.00' }]);
    });

    test('paid, cancelled, drafts, proformas and correctives are never in it', async () => {
        const org = 'never-overdue';
        const due = { due_date: '2026-01-01', total_net: '5', total_gross: '5' };
        const get = await givenBooks(service, org, {
            invoice: [
                documentRow(org, { ...due, status: 'paid', payment_status: 'paid', total_net: '0', total_gross: '0' }),
                documentRow(org, { ...due, status: 'cancelled' }), documentRow(org, { ...due, status: 'draft' }),
                documentRow(org, { ...due, invoice_type: 'proforma' }),
                documentRow(org, { ...due, invoice_type: 'corrective' }),
                documentRow(org, { ...due, total_net: '0', total_gross: '0' })
            ]
        });

        const { body } = await get('/invoices/analytics/overdue');

        expect([body.data, body.nextCursor, body.aging[0].total]).toEqual([[], null, { count: 0, amount: '0.00' }]);
    });

    test('pages are longest overdue first and complete, and the buckets are of all of them', async () => {
        const org = 'overdue-pages';
        const invoice = Array.from({ length: 7 }, (_, place) =>
            documentRow(org, {
                due_date: place < 4 ? '2026-10-01' : '2026-09-01', total_net: '1', total_gross: '1',
                contact_id: contactId(1 + place % 2), currency: place === 6 ? 'EUR' : 'PLN'
            }));
        const get = await givenBooks(service, org, { invoice });

        const shown: StoredRow[] = [];
        for (let cursor = ''; ; ) {
            const { body } = await get(`/invoices/analytics/overdue?limit=3${cursor}`);
            expect(body.aging.map(({ total }: { total: unknown }) => total))
                .toEqual([{ count: 1, amount: '1.00' }, { count: 6, amount: '6.00' }]);
            shown.push(...body.data);
            if (body.nextCursor === null) break;
            cursor = `&cursor=${body.nextCursor}`;
        }

        expect(shown.map(({ dueDate }) => dueDate))
            .toEqual([...Array<string>(3).fill('2026-09-01'), ...Array<string>(4).fill('2026-10-01')]);
        expect(new Set(shown.map(({ invoiceId }) => invoiceId))).toEqual(new Set(invoice.map(({ id }) => id)));
        const ofContact = (await get(`/invoices/analytics/overdue?contactId=${contactId(2)}`)).body;
        expect([ofContact.data.length, ofContact.aging[0].total.count]).toEqual([3, 3]);
        const inEuro = (await get('/invoices/analytics/overdue?currency=EUR')).body;
        expect([inEuro.data.length, inEuro.aging.map(({ currency }: StoredRow) => currency)]).toEqual([1, ['EUR']]);
    });

    test.each([
        'abc', ...['2026-02-30', '0000-01-01'].map((day) =>
            Buffer.from(`${day} 00000000-0000-4000-8000-000000000000`).toString('base64url'))
    ])(
        'a cursor that is not its own is 400 (%s)', async (cursor) => {
            const { status, body } = await service.call('GET', `/invoices/analytics/overdue?cursor=${cursor}`);

            expect([status, body.code, body.errors[0].path]).toEqual([400, 'VALIDATION_FAILED', 'cursor']);
        }
    );
});
