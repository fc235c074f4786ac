import { describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { creditOf, invoiceNow, issuedFor, pay } from '../support/given-payment.ts';
import { givenOrganisation } from '../support/given-organisation.ts';
import { givenItem, type Answered } from '../support/given-service.ts';
import { givenClock } from '../support/given-server.ts';
import { storedRows } from '../support/stored-rows.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

// 23:30 in Warsaw.
const service = useService({ clock: givenClock('2026-11-23T22:30:00.000Z') });
const organisation = useOrganisation(service);

const unknownId = '00000000-0000-4000-8000-000000000000';

function markPaid(
    invoiceId: string, body: Readonly<Record<string, unknown>> = {}, headers: Readonly<Record<string, string>> = {}
): Promise<Answered> {
    return organisation.call('PATCH', `/invoices/${invoiceId}/mark-paid`,
        { body: { paymentDate: '2026-11-23', paymentMethod: 'bank_transfer', ...body }, headers });
}

async function events(): Promise<readonly { type: string; invoiceId: string | null; payload: unknown }[]> {
    const rows = await service.dependencies.database.prisma.outboxEvent
        .findMany({ where: { organisationId: organisation.id }, orderBy: { sequence: 'asc' } });
    return rows.filter(({ type }) => type !== 'invoice.issued');
}

async function history(invoiceId: string) {
    return (await organisation.call('GET', `/invoices/${invoiceId}/history`)).body.data;
}

describe('a payment of one invoice', () => {
    test('of less than the balance leaves it partly paid, with what it was and the invoice in the answer', async () => {
        const invoice = await issuedFor(organisation, '100.00');

        const { status, headers, body: { invoice: shown, ...payment } } = await pay(organisation, invoice.id, '60.00',
            { body: { paymentDate: '2026-11-20', paymentReference: ' Przelew 17 ', notes: 'Zaliczka' } });

        expect(status).toBe(201);
        expect(headers['location']).toBe(`/payments/${payment.id}`);
        expect(payment).toEqual({
            id: expect.any(String), kind: 'payment', contactId: null, currency: 'PLN', amount: '60.00',
            paymentMethod: 'bank_transfer',
            paymentDate: '2026-11-20', paymentReference: 'Przelew 17', notes: 'Zaliczka', reason: null,
            allocations: [{ invoiceId: invoice.id, account: 'paid', amount: '60.00' }], creditAmount: '0.00',
            reversesId: null, reversedById: null, correctiveId: null, createdBy: 'user-1',
            createdAt: '2026-11-23T22:30:00.000Z'
        });
        expect(shown).toMatchObject({
            id: invoice.id, version: 3, status: 'issued', paymentStatus: 'partial',
            paidAmount: '60.00', balance: '40.00'
        });
        expect(await invoiceNow(organisation, invoice.id)).toEqual(shown);
        expect((await organisation.call('GET', `/payments/${payment.id}`)).body).toEqual(payment);
    });

    test('of the balance to the cent pays it; of a cent less does not', async () => {
        const [exact, short] = [await issuedFor(organisation, '100.00'), await issuedFor(organisation, '100.00')];

        await pay(organisation, exact.id, '100.00');
        await pay(organisation, short.id, '99.99');

        expect(await invoiceNow(organisation, exact.id))
            .toMatchObject({ status: 'paid', paymentStatus: 'paid', balance: '0.00' });
        expect(await invoiceNow(organisation, short.id))
            .toMatchObject({ status: 'issued', paymentStatus: 'partial', balance: '0.01' });
    });

    test('of more than the balance pays it, and the rest is credit of the contact', async () => {
        const invoice = await issuedFor(organisation, '100.00', { contactId: contactId(1) });

        const { body } = await pay(organisation, invoice.id, '100.01');

        expect(body).toMatchObject({
            amount: '100.01', creditAmount: '0.01', allocations: [{ amount: '100.00' }], contactId: contactId(1)
        });
        expect(await creditOf(organisation, contactId(1))).toBe('0.01');
    });

    test('of an invoice with nothing left to pay is all credit', async () => {
        const invoice = await issuedFor(organisation, '100.00', { contactId: contactId(1) });
        await pay(organisation, invoice.id, '100.00');

        const { status, body } = await pay(organisation, invoice.id, '7.50');

        expect([status, body.allocations, body.creditAmount]).toEqual([201, [], '7.50']);
        expect(body.invoice).toMatchObject({ version: 3, paidAmount: '100.00' });
        expect(await creditOf(organisation, contactId(1))).toBe('7.50');
    });

    test('is told to other systems, then that the invoice is paid', async () => {
        const invoice = await issuedFor(organisation, '100.00');
        const { body: { invoice: _first, ...first } } = await pay(organisation, invoice.id, '40.00');
        const { body: { invoice: { overdue: _overdue, ...paid }, ...second } } = await pay(
            organisation, invoice.id, '60.00');

        expect(await events()).toMatchObject([
            { type: 'payment.recorded', invoiceId: invoice.id, payload: first },
            { type: 'payment.recorded', invoiceId: invoice.id, payload: second },
            { type: 'invoice.paid', invoiceId: invoice.id, payload: paid }
        ]);
    });

    test('stands in the history of the invoice with what it changed, and in the audit trail by itself', async () => {
        const invoice = await issuedFor(organisation, '100.00');

        const { body: payment } = await pay(organisation, invoice.id, '100.00');

        expect((await history(invoice.id)).at(-1)).toMatchObject({
            action: 'payment.recorded', actor: 'user-1',
            before: {
                status: 'issued', paymentStatus: 'pending', paidAmount: '0.00', balance: '100.00', paymentId: null
            },
            after: {
                status: 'paid', paymentStatus: 'paid', paidAmount: '100.00', balance: '0.00', paymentId: payment.id
            }
        });
        const own = await service.dependencies.database.prisma.auditEntry.findMany({
            where: { organisationId: organisation.id, action: 'payment.recorded', invoiceId: null }
        });
        expect(own).toMatchObject([{ before: null, after: { id: payment.id, amount: '100.00' } }]);
    });

    test('in a currency without decimals is exact', async () => {
        await organisation.profile({ vatCurrency: 'JPY' });
        const invoice = await organisation
            .issued({ currency: 'JPY', items: [givenItem({ unitPriceNet: '350', vatRate: 0 })] });

        const { body } = await pay(organisation, invoice.id, '349');

        expect(body).toMatchObject({ amount: '349', invoice: { balance: '1' } });
        expect((await pay(organisation, invoice.id, '1.5')).body)
            .toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ path: 'amount', code: 'TOO_MANY_DECIMALS' }] });
    });

    test('at an instant counts for the day it is then where the seller is', async () => {
        const invoice = await issuedFor(organisation, '100.00');

        const { body } = await pay(organisation, invoice.id, '1.00', { body: { paymentDate: '2026-11-22T23:30:00Z' } });

        expect(body.paymentDate).toBe('2026-11-23');
    });

    test('at an instant that is still 1999 where the seller is, is refused: the list could not go on after it',
        async () => {
            const invoice = await issuedFor(organisation, '100.00');

            const first = await pay(
                organisation, invoice.id, '1.00', { body: { paymentDate: '2000-01-01T00:00:00+01:00' } });
            const before = await pay(
                organisation, invoice.id, '1.00', { body: { paymentDate: '2000-01-01T00:00:00+02:00' } });

            expect(first.body.paymentDate).toBe('2000-01-01');
            expect(before.status).toBe(400);
            expect(before.body).toMatchObject({
                message: expect.stringMatching(/^paymentDate must be a date that exists, from 2000-01-01/),
                errors: [{ path: 'paymentDate', code: 'INVALID_DATE' }]
            });
            await pay(organisation, invoice.id, '1.00', { body: { paymentDate: '2000-01-01' } });
            const { body: { nextCursor } } = await organisation.call('GET', '/payments?limit=1');
            expect((await organisation.call('GET', `/payments?limit=1&cursor=${nextCursor}`)).status).toBe(200);
        });

    test('without a day counts for today', async () => {
        const invoice = await issuedFor(organisation, '100.00');

        expect((await pay(organisation, invoice.id, '1.00')).body.paymentDate).toBe('2026-11-23');
    });

    test.each([
        ['amount', { amount: '0' }], ['amount', { amount: '-1' }], ['amount', { amount: '1.001' }],
        ['amount', { amount: '1e3' }], ['amount', { amount: null }], ['amount', { amount: '10000000000000' }],
        ['paymentMethod', { paymentMethod: 'gold' }], ['paymentDate', { paymentDate: '2026-11-24' }],
        ['paymentDate', { paymentDate: '2026-11-23T23:00:00Z' }], ['paymentDate', { paymentDate: '2026-02-30' }],
        ['paymentReference', { paymentReference: 'x'.repeat(201) }], ['status', { status: 'paid' }]
    ])('is refused for %s of %j, and nothing is stored', async (path, body) => {
        const invoice = await issuedFor(organisation, '100.00');
        const before = await storedRows(service);

        const answer = await pay(organisation, invoice.id, '1.00', { body });

        expect([answer.status, answer.body.code, answer.body.errors[0].path]).toEqual([400, 'VALIDATION_FAILED', path]);
        expect(answer.body.message).toContain(path);
        expect(await storedRows(service)).toEqual(before);
    });

    test('needs amount and paymentMethod', async () => {
        const invoice = await issuedFor(organisation, '100.00');

        const { status, body } = await organisation.call('POST', `/invoices/${invoice.id}/payments`, { body: {} });

        expect([status, body.errors.map(({ path }: { path: string }) => path)])
            .toEqual([400, ['amount', 'paymentMethod']]);
    });

    test('with the largest amount leaves a credit that no second one may make too large', async () => {
        const invoice = await issuedFor(organisation, '1.00');

        expect((await pay(organisation, invoice.id, '9999999999999.99')).status).toBe(201);
        expect((await pay(organisation, invoice.id, '9999999999999.99')).body)
            .toMatchObject({ status: 400, code: 'AMOUNT_TOO_LARGE' });
    });
});

describe('what cannot be paid', () => {
    test.each(
        ['payments', 'mark-paid', 'apply-credit', 'write-off'] as const
    )('%s: a draft, a corrective or a proforma (which takes advances), a cancelled draft, an unknown invoice',
        async (path) => {
            const method = path === 'mark-paid' ? 'PATCH' : 'POST';
            const bodies = {
                'payments': { amount: '1.00', paymentMethod: 'cash' },
                'mark-paid': { paymentDate: '2026-11-23', paymentMethod: 'cash' }, 'apply-credit': {},
                'write-off': { reason: 'x' }
            };
            const draft = await organisation.draft();
            const takesAdvances = path === 'payments' || path === 'mark-paid';
            const other = takesAdvances
                ? (await organisation.call('POST', `/invoices/${(await organisation.issued()).id}/correctives`, {
                    body: { type: 'full', reason: 'Zwrot' }
                })).body
                : await organisation.issued({ invoiceType: 'proforma' });
            const cancelled = await organisation.draft();
            await service.dependencies.database.pool.query(
                `UPDATE invoice SET status = 'cancelled', cancelled_at = now(), cancellation_date = current_date,
                    cancellation_reason = 'x' WHERE id = $1`, [cancelled.id]);
            const before = await storedRows(service);

            const answers = [];
            for (const id of [draft.id, other.id, cancelled.id, unknownId]) {
                answers.push(await organisation.call(method, `/invoices/${id}/${path}`, { body: bodies[path] }));
            }

            expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
                [409, 'INVOICE_NOT_ISSUED'], [409, 'INVOICE_NOT_PAYABLE'], [409, 'INVOICE_CANCELLED'],
                [404, 'INVOICE_NOT_FOUND']
            ]);
            expect(answers[1]?.body.message).toContain(takesAdvances ? 'corrective' : 'mark-paid');
            expect(await storedRows(service)).toEqual(before);
        });

    test('an invoice of 0.00 is paid from issue on', async () => {
        const invoice = await issuedFor(organisation, '0');

        expect(invoice).toMatchObject({ status: 'issued', paymentStatus: 'paid', balance: '0.00' });
        expect(await invoiceNow(organisation, invoice.id)).toEqual(invoice);
        expect((await markPaid(invoice.id)).body.code).toBe('ALREADY_SETTLED');
    });
});

describe('mark-paid', () => {
    test('pays the balance and answers the invoice with its ETag', async () => {
        const invoice = await issuedFor(organisation, '100.00');
        await pay(organisation, invoice.id, '30.00');

        const { status, headers, body } = await markPaid(invoice.id, { paymentReference: 'WB 12/2026', notes: 'x' });

        expect([status, headers['etag']]).toEqual([200, expect.stringMatching(/^"4\./)]);
        expect(body).toMatchObject({
            id: invoice.id, status: 'paid', paymentStatus: 'paid', paidAmount: '100.00', balance: '0.00'
        });
        const { data } = (await organisation.call('GET', `/invoices/${invoice.id}/payments`)).body;
        expect(data.at(-1)).toMatchObject({
            amount: '70.00', paymentReference: 'WB 12/2026', notes: 'x', paymentMethod: 'bank_transfer'
        });
    });

    test('takes amountPaid: less leaves a balance, more is credit', async () => {
        const invoice = await issuedFor(organisation, '100.00', { contactId: contactId(1) });

        expect((await markPaid(invoice.id, { amountPaid: 25.5 })).body)
            .toMatchObject({ paymentStatus: 'partial', balance: '74.50' });
        expect((await markPaid(invoice.id, { amountPaid: '80.00' })).body)
            .toMatchObject({ paymentStatus: 'paid', balance: '0.00' });
        expect(await creditOf(organisation, contactId(1))).toBe('5.50');
    });

    test('of a paid invoice is 409 ALREADY_SETTLED, with an amount too', async () => {
        const invoice = await issuedFor(organisation, '100.00');
        await markPaid(invoice.id);
        const before = await storedRows(service);

        const answers = [await markPaid(invoice.id), await markPaid(invoice.id, { amountPaid: '1.00' })];

        expect(answers.map(({ status, body }) => [status, body.code]))
            .toEqual([[409, 'ALREADY_SETTLED'], [409, 'ALREADY_SETTLED']]);
        expect(await storedRows(service)).toEqual(before);
    });

    test('twice at once records one payment; the other call is 409', async () => {
        const invoice = await issuedFor(organisation, '100.00');

        const answers = await Promise.all([markPaid(invoice.id), markPaid(invoice.id)]);

        expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
        expect((await organisation.call('GET', `/invoices/${invoice.id}/payments`)).body.data).toHaveLength(1);
    });

    test.each([
        ['paymentDate', { paymentDate: undefined }], ['paymentMethod', { paymentMethod: undefined }],
        ['amountPaid', { amountPaid: '1.001' }], ['amount', { amount: '1.00' }]
    ])(
        'is refused for its %s', async (path, body) => {
            const invoice = await issuedFor(organisation, '100.00');

            const answer = await markPaid(invoice.id, body);

            expect([answer.status, answer.body.errors[0].path]).toEqual([400, path]);
        });
});

describe('keys and states', () => {
    test('the same key replays the first answer byte for byte and pays once; with another body it is 422', async () => {
        const invoice = await issuedFor(organisation, '100.00');
        const key = { 'idempotency-key': 'k' };

        const first = await pay(organisation, invoice.id, '10.00', { headers: key });
        const again = await pay(organisation, invoice.id, '10.00', { headers: key });
        const other = await pay(organisation, invoice.id, '11.00', { headers: key });

        expect([
            first.status, again.status, again.text, again.headers['idempotent-replayed'], again.headers['location']
        ])
            .toEqual([201, 201, first.text, 'true', first.headers['location']]);
        expect(other.body.code).toBe('IDEMPOTENCY_KEY_REUSED');
        expect(await invoiceNow(organisation, invoice.id)).toMatchObject({ paidAmount: '10.00' });
    });

    test('mark-paid under a key replays its 200, although the invoice is settled by then', async () => {
        const invoice = await issuedFor(organisation, '100.00');

        const first = await markPaid(invoice.id, {}, { 'idempotency-key': 'k' });
        const again = await markPaid(invoice.id, {}, { 'idempotency-key': 'k' });

        expect([again.status, again.text, again.headers['etag']]).toEqual([200, first.text, first.headers['etag']]);
    });

    test('a stale If-Match is 412 and pays nothing; the present one pays', async () => {
        const invoice = await issuedFor(organisation, '100.00');

        const stale = await pay(organisation, invoice.id, '10.00', { headers: { 'if-match': '"1"' } });
        const present = await pay(organisation, invoice.id, '10.00', { headers: { 'if-match': '"2"' } });

        expect([stale.status, stale.body.code, present.status]).toEqual([412, 'PRECONDITION_FAILED', 201]);
    });

    test('no If-Match is needed, even where the organisation requires it for changes', async () => {
        await organisation.profile({ requireIfMatch: true });
        const draft = await organisation.draft();
        await organisation.issue(draft.id, undefined, { 'if-match': '*' });

        expect((await markPaid(draft.id)).status).toBe(200);
    });

    test('a caller without payments:write is 403, and another organisation finds no invoice', async () => {
        const invoice = await issuedFor(organisation, '100.00');
        const stranger = await givenOrganisation(service);

        const forbidden = await pay({ call: await organisation.as({ role: 'user' }) }, invoice.id, '1.00');
        const foreign = await pay(stranger, invoice.id, '1.00');

        expect([forbidden.status, foreign.status]).toEqual([403, 404]);
    });
});

describe('what settled an invoice', () => {
    test('is listed oldest first, page by page, with sums over all pages', async () => {
        const invoice = await issuedFor(organisation, '100.00', { contactId: contactId(1) });
        for (const amount of ['1.00', '2.00', '3.00', '100.00']) {
            await pay(organisation, invoice.id, amount);
        }

        const first = (await organisation.call('GET', `/invoices/${invoice.id}/payments?limit=3`)).body;
        const second =
            (await organisation.call('GET', `/invoices/${invoice.id}/payments?limit=3&after=${first.nextAfter}`)).body;

        expect([first, second].map(({ data }) => data.map(({ amount }: { amount: string }) => amount)))
            .toEqual([['1.00', '2.00', '3.00'], ['100.00']]);
        expect([first, second].map(({ paidAmount, creditedAmount, customerCredit, nextAfter }) =>
            [paidAmount, creditedAmount, customerCredit, nextAfter]))
            .toEqual([['100.00', '0.00', '6.00', first.data[2].id], ['100.00', '0.00', '6.00', null]]);
    });

    test('of a draft is nothing; of an unknown invoice 404', async () => {
        const draft = await organisation.draft();

        expect((await organisation.call('GET', `/invoices/${draft.id}/payments`)).body)
            .toMatchObject({ data: [], paidAmount: '0.00', customerCredit: '0.00' });
        expect((await organisation.call('GET', `/invoices/${unknownId}/payments`)).status).toBe(404);
    });
});

test("a customer's balance counts what was paid", async () => {
    const [one, two] = [await issuedFor(organisation, '100.00', { contactId: contactId(1) }), await issuedFor(
        organisation, '50.00', { contactId: contactId(1) })];
    await pay(organisation, one.id, '30.00');
    await pay(organisation, two.id, '60.00');

    const { body } = await organisation.call('GET', `/invoices/customer/${contactId(1)}`);

    expect([body.balance, body.balances])
        .toEqual(['70.00', [{ currency: 'PLN', totalGross: '150.00', paidAmount: '80.00', balance: '70.00' }]]);
});
