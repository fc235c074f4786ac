import { describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { creditOf, invoiceNow, issuedFor, pay } from '../support/given-payment.ts';
import { givenOrganisation } from '../support/given-organisation.ts';
import type { Answered } from '../support/given-service.ts';
import { givenClock } from '../support/given-server.ts';
import { storedRows } from '../support/stored-rows.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService({ clock: givenClock() });
const organisation = useOrganisation(service);

const unknownId = '00000000-0000-4000-8000-000000000000';
const customer = contactId(1);

function record(
    body: Readonly<Record<string, unknown>>, headers: Readonly<Record<string, string>> = {}
): Promise<Answered> {
    return organisation.call('POST', '/payments', { body: { paymentMethod: 'bank_transfer', ...body }, headers });
}

async function invoices(...grosses: readonly string[]): Promise<readonly string[]> {
    const ids: string[] = [];
    for (const gross of grosses) {
        ids.push((await issuedFor(organisation, gross, { contactId: customer })).id);
    }
    return ids;
}

async function balances(ids: readonly string[]): Promise<readonly string[]> {
    return Promise.all(ids.map(async (id) => (await invoiceNow(organisation, id)).balance));
}

describe('a payment over many invoices', () => {
    test('pays them in the order given, as far as it goes', async () => {
        const [a = '', b = '', c = ''] = await invoices('100.00', '50.00', '30.00');

        const { status, headers, body } = await record({
            amount: '120.00', allocations: [{ invoiceId: c }, { invoiceId: a }, { invoiceId: b }]
        });

        expect([status, headers['location']]).toEqual([201, `/payments/${body.id}`]);
        expect(body).toMatchObject({
            kind: 'payment', contactId: customer, currency: 'PLN', amount: '120.00', creditAmount: '0.00',
            allocations: [
                { invoiceId: c, account: 'paid', amount: '30.00' }, { invoiceId: a, account: 'paid', amount: '90.00' }
            ]
        });
        expect(body.invoices.map(({ id, balance, paymentStatus }: Answered['body']) => [id, balance, paymentStatus]))
            .toEqual([[c, '0.00', 'paid'], [a, '10.00', 'partial'], [b, '50.00', 'pending']]);
        expect(await balances([a, b, c])).toEqual(['10.00', '50.00', '0.00']);
    });

    test('keeps given amounts first, spreads what is left, and keeps the rest as credit', async () => {
        const [a = '', b = '', c = ''] = await invoices('100.00', '50.00', '30.00');

        const { body } = await record({
            amount: '150.00',
            allocations: [{ invoiceId: a }, { invoiceId: b, amount: '20.00' }, { invoiceId: c, amount: '10.00' }]
        });

        expect(body.creditAmount).toBe('20.00');
        expect(await balances([a, b, c])).toEqual(['0.00', '30.00', '20.00']);
        expect(await creditOf(organisation, customer)).toBe('20.00');
    });

    test('without allocations is all credit of the contact, in the organisation\'s currency unless another is given',
        async () => {
            const zloty = await record({ amount: '20.00', contactId: customer });
            const euro = await record({ amount: '5.00', contactId: customer, currency: 'EUR' });

            expect([zloty, euro].map(({ status, body }) =>
                [status, body.currency, body.creditAmount, body.allocations, body.invoices]))
                .toEqual([[201, 'PLN', '20.00', [], []], [201, 'EUR', '5.00', [], []]]);
            expect((await organisation.call('GET', `/customers/${customer}/credit`)).body)
                .toEqual({
                    contactId: customer,
                    credits: [{ currency: 'EUR', amount: '5.00' }, { currency: 'PLN', amount: '20.00' }]
                });
        });

    test('tells other systems of the payment once, then of each invoice that became paid, in their order', async () => {
        const [a = '', b = '', c = ''] = await invoices('100.00', '50.00', '30.00');

        const { body: { id } } = await record({
            amount: '140.00', allocations: [{ invoiceId: c }, { invoiceId: a }, { invoiceId: b }]
        });

        const rows = await service.dependencies.database.prisma.outboxEvent.findMany({
            where: { organisationId: organisation.id, type: { not: 'invoice.issued' } }, orderBy: { sequence: 'asc' }
        });
        expect(rows.map(({ type, invoiceId }) => [type, invoiceId]))
            .toEqual([['payment.recorded', null], ['invoice.paid', c], ['invoice.paid', a]]);
        expect(rows[0]?.payload).toMatchObject({ id, amount: '140.00' });
    });

    test('of a customer that contacts-service does not know pays its one invoice', async () => {
        const invoice = await issuedFor(organisation, '100.00');

        const { status, body } = await record({ amount: '100.00', allocations: [{ invoiceId: invoice.id }] });

        expect([status, body.contactId, body.invoices[0].balance]).toEqual([201, null, '0.00']);
    });

    test('takes 100 invoices, not 101', async () => {
        const ids = Array.from({ length: 101 }, (_, index) =>
            `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`);
        const allocations = ids.map((invoiceId) => ({ invoiceId }));

        const most = await record({ amount: '1.00', allocations: allocations.slice(0, 100) });
        const more = await record({ amount: '1.00', allocations });

        expect([most.status, most.body.code]).toEqual([404, 'INVOICE_NOT_FOUND']);
        expect([more.status, more.body.errors[0].path]).toEqual([400, 'allocations']);
    });

    test('under one key is recorded once', async () => {
        const [a = ''] = await invoices('100.00');
        const body = { amount: '60.00', allocations: [{ invoiceId: a }] };

        const first = await record(body, { 'idempotency-key': 'k' });
        const again = await record(body, { 'idempotency-key': 'k' });

        expect(again.text).toBe(first.text);
        expect(await balances([a])).toEqual(['40.00']);
    });

    describe('is refused, and stores nothing:', () => {
        async function refused(body: Readonly<Record<string, unknown>>) {
            const before = await storedRows(service);
            const answer = await record(body);
            expect(await storedRows(service)).toEqual(before);
            expect(answer.body.message).toContain(answer.body.errors[0].path);
            return [answer.status, answer.body.code, answer.body.errors[0].path];
        }

        test('more than the balance of an invoice', async () => {
            const [a = '', b = ''] = await invoices('100.00', '50.00');

            expect(
                await refused({ amount: '200.00', allocations: [{ invoiceId: a }, { invoiceId: b, amount: '50.01' }] }))
                .toEqual([422, 'PAYMENT_EXCEEDS_BALANCE', 'allocations[1].amount']);
        });

        test('more than the payment', async () => {
            const [a = '', b = ''] = await invoices('100.00', '50.00');

            expect(await refused({
                amount: '99.99', allocations: [{ invoiceId: a, amount: '50.00' }, { invoiceId: b, amount: '50.00' }]
            }))
                .toEqual([400, 'VALIDATION_FAILED', 'allocations']);
        });

        test('an invoice twice, in whatever case', async () => {
            const [a = ''] = await invoices('100.00');

            expect(await refused({ amount: '1.00', allocations: [{ invoiceId: a }, { invoiceId: a.toUpperCase() }] }))
                .toEqual([400, 'VALIDATION_FAILED', 'allocations[1]']);
        });

        test('an unknown invoice and one of another organisation, each by its place', async () => {
            const [a = ''] = await invoices('100.00');
            const foreign = await issuedFor(await givenOrganisation(service), '100.00');

            expect(await refused({ amount: '1.00', allocations: [{ invoiceId: a }, { invoiceId: unknownId }] }))
                .toEqual([404, 'INVOICE_NOT_FOUND', 'allocations[1].invoiceId']);
            expect(await refused({ amount: '1.00', allocations: [{ invoiceId: a }, { invoiceId: foreign.id }] }))
                .toEqual([404, 'INVOICE_NOT_FOUND', 'allocations[1].invoiceId']);
        });

        test('a draft among them', async () => {
            const [a = ''] = await invoices('100.00');
            const draft = await organisation.draft({ contactId: customer });

            expect(await refused({ amount: '1.00', allocations: [{ invoiceId: a }, { invoiceId: draft.id }] }))
                .toEqual([409, 'INVOICE_NOT_ISSUED', 'allocations[1].invoiceId']);
        });

        test('invoices of two customers, or of another one than contactId', async () => {
            const [a = ''] = await invoices('100.00');
            const other = await issuedFor(organisation, '100.00', { contactId: contactId(2) });

            expect(await refused({ amount: '1.00', allocations: [{ invoiceId: a }, { invoiceId: other.id }] }))
                .toEqual([422, 'PAYMENT_CUSTOMER_MISMATCH', 'allocations[1].invoiceId']);
            expect(await refused({ amount: '1.00', contactId: contactId(2), allocations: [{ invoiceId: a }] }))
                .toEqual([422, 'PAYMENT_CUSTOMER_MISMATCH', 'allocations[0].invoiceId']);
        });

        test('two currencies, or another one than that of the invoice', async () => {
            const [a = ''] = await invoices('100.00');
            // In its own VAT currency an invoice needs no exchange rate.
            await organisation.profile({ vatCurrency: 'EUR' });
            const euro = await issuedFor(organisation, '100.00', { contactId: customer, currency: 'EUR' });

            expect(await refused({ amount: '1.00', currency: 'EUR', allocations: [{ invoiceId: a }] }))
                .toEqual([422, 'PAYMENT_CURRENCY_MISMATCH', 'allocations[0].invoiceId']);
            expect(await refused({ amount: '1.00', allocations: [{ invoiceId: a }, { invoiceId: euro.id }] }))
                .toEqual([422, 'PAYMENT_CURRENCY_MISMATCH', 'allocations[1].invoiceId']);
        });

        test.each([
            ['contactId', { amount: '1.00' }], ['contactId', { amount: '1.00', allocations: [] }],
            ['amount', { contactId: unknownId }],
            ['allocations[0].amount', { amount: '1.00', allocations: [{ invoiceId: unknownId, amount: '0' }] }],
            ['allocations[0].invoiceId', { amount: '1.00', allocations: [{}] }],
            ['currency', { amount: '1.00', contactId: unknownId, currency: 'ABC' }]
        ])('%s of %j', async (path, body) => {
            expect((await refused(body)).slice(0, 3)).toEqual([400, 'VALIDATION_FAILED', path]);
        });
    });
});

describe('the list of payments', () => {
    async function amounts(query: string): Promise<readonly string[]> {
        const { status, body } = await organisation.call('GET', `/payments${query}`);
        expect(status).toBe(200);
        return body.data.map(({ amount }: { amount: string }) => amount);
    }

    test('shows the newest day first and goes on by cursor, each payment once, while others are added', async () => {
        for (const [amount, paymentDate] of [[
            '1.00', '2026-11-01'
        ], ['2.00', '2026-11-03'], ['3.00', '2026-11-02'], ['4.00', '2026-11-02'], ['5.00', '2026-10-31']]) {
            await record({ amount, paymentDate, contactId: customer });
        }
        const shown: string[] = [];

        let cursor = '';
        for (let page = 0; page < 3; page += 1) {
            const { body } = await organisation.call('GET', `/payments?limit=2${cursor}`);
            shown.push(...body.data.map(({ amount }: { amount: string }) => amount));
            cursor = `&cursor=${body.nextCursor}`;
            await record({ amount: '9.00', paymentDate: '2026-11-20', contactId: customer });
            expect(body.nextCursor === null).toBe(page === 2);
        }

        expect(shown).toEqual(['2.00', '4.00', '3.00', '1.00', '5.00']);
    });

    test('is narrowed down by customer, kind and day, inclusive', async () => {
        await record({ amount: '1.00', paymentDate: '2026-11-01', contactId: customer });
        await record({ amount: '2.00', paymentDate: '2026-11-02', contactId: contactId(2) });
        await record({ amount: '3.00', paymentDate: '2026-11-03', contactId: customer });
        await organisation.call('POST', `/customers/${customer}/refunds`,
            { body: { amount: '0.50', paymentMethod: 'cash', paymentDate: '2026-11-03' } });

        expect(await amounts(`?contactId=${customer}`)).toEqual(['0.50', '3.00', '1.00']);
        expect(await amounts('?kind=refund')).toEqual(['0.50']);
        expect(await amounts('?kind[]=payment&kind[]=refund&fromDate=2026-11-02')).toEqual(['0.50', '3.00', '2.00']);
        expect(await amounts('?kind=payment&fromDate=2026-11-01&toDate=2026-11-02')).toEqual(['2.00', '1.00']);
    });

    const cursorAt = (day: string) => Buffer.from(`${day} 00000000-0000-4000-8000-000000000000`).toString('base64url');
    test.each([['cursor', 'cursor=abc'], ['cursor', `cursor=${cursorAt('2026-02-30')}`],
        ['cursor', `cursor=${cursorAt('0000-01-01')}`],
        ['kind[0]', 'kind=gift'], ['limit', 'limit=101'], ['page', 'page=1'],
        ['fromDate', 'fromDate=2026-13-01']])('refuses its %s in %s', async (path, query) => {
        const { status, body } = await organisation.call('GET', `/payments?${query}`);

        expect([status, body.code, body.errors[0].path]).toEqual([400, 'VALIDATION_FAILED', path]);
    });

    test('and a payment itself are of one organisation', async () => {
        const { body } = await record({ amount: '1.00', contactId: customer });
        const stranger = await givenOrganisation(service);

        expect((await stranger.call('GET', '/payments')).body.data).toEqual([]);
        expect((await stranger.call('GET', `/payments/${body.id}`)).body.code).toBe('PAYMENT_NOT_FOUND');
        expect((await stranger.call('POST', `/payments/${body.id}/reversal`, { body: { reason: 'x' } })).body.code)
            .toBe('PAYMENT_NOT_FOUND');
        expect((await stranger.call('GET', `/customers/${customer}/credit`)).body.credits).toEqual([]);
        expect((await stranger.call(
            'POST', `/customers/${customer}/refunds`, { body: { amount: '1', paymentMethod: 'cash' } }
        )).body.code).toBe('CREDIT_INSUFFICIENT');
    });

    test('shows what a payment of an invoice moved', async () => {
        const [a = ''] = await invoices('100.00');
        const { body: { invoice: _invoice, ...payment } } = await pay(organisation, a, '130.00');

        expect((await organisation.call('GET', '/payments')).body.data).toEqual([payment]);
    });
});
