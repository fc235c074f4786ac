import { describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { creditOf, invoiceNow, issuedFor, pay } from '../support/given-payment.ts';
import type { Answered } from '../support/given-service.ts';
import { givenClock } from '../support/given-server.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const clock = givenClock('2026-11-23T10:00:00.000Z');
const service = useService({ clock });
const organisation = useOrganisation(service);

const customer = contactId(1);
/** An issued proforma of 6 150.00 for a contact. */
const proforma = (overrides: Readonly<Record<string, unknown>> = {}) => issuedFor(organisation, '6150.00',
    { invoiceType: 'proforma', contactId: customer, ...overrides });
const markPaid = (id: string, body: Readonly<Record<string, unknown>> = {}): Promise<Answered> =>
    organisation.call('PATCH', `/invoices/${id}/mark-paid`,
        { body: { paymentDate: '2026-11-10', paymentMethod: 'bank_transfer', ...body } });
const reverse = (paymentId: string): Promise<Answered> =>
    organisation.call('POST', `/payments/${paymentId}/reversal`, { body: { reason: 'Zwrot z banku' } });
const credit = () => creditOf(organisation, customer);
const amounts = ({ status, paymentStatus, paidAmount, creditedAmount, balance }: Answered['body']) =>
    [status, paymentStatus, paidAmount, creditedAmount, balance];
const parts = ({ advancePayments }: Answered['body']): readonly string[] =>
    advancePayments.map(({ amount }: { amount: string }) => amount);
const eventsOf = async (id: string) => (await service.dependencies.database.prisma.outboxEvent
    .findMany({ where: { invoiceId: id }, orderBy: { sequence: 'asc' } })).map(({ type }) => type);

describe('mark-paid on a proforma', () => {
    test('records an advance that the proforma shows, and that is credit of the customer', async () => {
        const offer = await proforma();

        const { status, body } = await markPaid(offer.id, { amountPaid: '2000.00', paymentReference: 'PF 1' });

        expect([status, amounts(body)]).toEqual([200, ['issued', 'partial', '2000.00', '0.00', '4150.00']]);
        expect(body.advancePayments).toEqual([{
            paymentId: expect.any(String), date: '2026-11-10', method: 'bank_transfer', amount: '2000.00',
            reference: 'PF 1', advanceInvoiceId: null
        }]);
        expect([body.paidAt, body.lastPayment])
            .toEqual([null, { date: '2026-11-10', method: 'bank_transfer', reference: 'PF 1' }]);
        expect(await invoiceNow(organisation, offer.id)).toEqual(body);
        expect(await credit()).toBe('2000.00');
        expect(await eventsOf(offer.id)).toEqual(['invoice.issued', 'payment.recorded']);
    });

    test('without an amount pays the rest of its gross; then nothing is left to pay', async () => {
        const { id } = await proforma();
        await markPaid(id, { amountPaid: '2000.00' });

        const { body } = await markPaid(id);
        const again = await markPaid(id);

        expect(amounts(body)).toEqual(['paid', 'paid', '6150.00', '0.00', '0.00']);
        expect([parts(body), body.paidAt]).toEqual([['2000.00', '4150.00'], '2026-11-23T10:00:00.000Z']);
        expect([again.status, again.body.code]).toEqual([409, 'ALREADY_SETTLED']);
        expect(await credit()).toBe('6150.00');
        expect(await eventsOf(id))
            .toEqual(['invoice.issued', 'payment.recorded', 'payment.recorded', 'invoice.paid']);
    });

    test('of more than its gross shows the gross, and all of the money is credit', async () => {
        const { id } = await proforma();

        const { body } = await markPaid(id, { amountPaid: '6250.00' });

        expect([amounts(body), parts(body)])
            .toEqual([['paid', 'paid', '6150.00', '0.00', '0.00'], ['6150.00']]);
        expect(await credit()).toBe('6250.00');
    });

    test('is one of many in the order of their days, in lists and filters too', async () => {
        const { id } = await proforma();
        await markPaid(id, { amountPaid: '0.01', paymentDate: '2026-11-12' });
        await markPaid(id, { amountPaid: '0.02', paymentDate: '2026-11-11' });

        const { body } = await organisation.call('GET', '/invoices?paymentStatus=partial');

        expect(body.data.map((row: Answered['body']) => [row.id, row.paidAmount, parts(row)]))
            .toEqual([[id, '0.03', ['0.02', '0.01']]]);
    });

    test('four times at once takes no more than its gross', async () => {
        const { id } = await proforma();

        await Promise.all(Array.from({ length: 4 }, () => markPaid(id, { amountPaid: '2000.00' })));

        const body = await invoiceNow(organisation, id);
        expect([amounts(body), parts(body)]).toEqual([
            ['paid', 'paid', '6150.00', '0.00', '0.00'], ['2000.00', '2000.00', '2000.00', '150.00']
        ]);
        expect(await credit()).toBe('8000.00');
    });

    test('takes 100 advances and no more, because an answer lists them all', async () => {
        const { id } = await proforma();
        for (let advance = 0; advance < 100; advance += 1) await markPaid(id, { amountPaid: '0.01' });

        const { status, body } = await markPaid(id);

        expect([status, body.code]).toEqual([422, 'TOO_MANY_ADVANCES']);
        expect(body.message).toContain('invoiceId');
        expect((await invoiceNow(organisation, id)).advancePayments).toHaveLength(100);
    }, 30_000);
});

describe('an advance', () => {
    test('is recorded by POST /invoices/{invoiceId}/payments too, which names the proforma', async () => {
        const offer = await proforma();

        const { status, body } = await pay(organisation, offer.id, '6200.00');

        const { invoice, ...payment } = body;
        expect([status, payment.creditAmount, payment.allocations])
            .toEqual([201, '6200.00', [{ invoiceId: offer.id, account: 'advance', amount: '6150.00' }]]);
        expect(parts(invoice)).toEqual(['6150.00']);
        expect((await organisation.call('GET', `/payments?contactId=${customer}`)).body.data).toEqual([payment]);
    });

    test('is listed with the payments of the proforma', async () => {
        const { id } = await proforma();
        await markPaid(id, { amountPaid: '2000.00' });

        const { body } = await organisation.call('GET', `/invoices/${id}/payments`);

        expect([body.paidAmount, body.customerCredit]).toEqual(['2000.00', '2000.00']);
        expect(body.data.map(({ kind, amount, allocations }: Answered['body']) => [kind, amount, allocations]))
            .toEqual([['payment', '2000.00', [{ invoiceId: id, account: 'advance', amount: '2000.00' }]]]);
    });

    test('that is reversed is taken off the proforma again, with the credit', async () => {
        const { id } = await proforma();
        await markPaid(id, { amountPaid: '150.00' });
        await markPaid(id, { amountPaid: '6000.00', paymentDate: '2026-11-11' });
        const [, second] = (await invoiceNow(organisation, id)).advancePayments;

        const { status, body } = await reverse(second.paymentId);

        expect([status, body.creditAmount, body.allocations])
            .toEqual([201, '-6000.00', [{ invoiceId: id, account: 'advance', amount: '-6000.00' }]]);
        const now = await invoiceNow(organisation, id);
        expect([amounts(now), parts(now), now.paidAt])
            .toEqual([['issued', 'partial', '150.00', '0.00', '6000.00'], ['150.00'], null]);
        expect(await credit()).toBe('150.00');
        expect((await eventsOf(id)).slice(-2)).toEqual(['payment.reversed', 'invoice.unpaid']);
    });

    test('whose credit was used cannot be reversed before that use', async () => {
        const { id } = await proforma();
        const { body: advance } = await pay(organisation, id, '2000.00');
        const invoice = await issuedFor(organisation, '500.00', { contactId: customer });
        await organisation.call('POST', `/invoices/${invoice.id}/apply-credit`, { body: {} });

        const { status, body } = await reverse(advance.id);

        expect([status, body.code]).toEqual([409, 'CREDIT_ALREADY_USED']);
        expect(parts(await invoiceNow(organisation, id))).toEqual(['2000.00']);
    });

    test('stays credit when the proforma is annulled, which then shows none; it can still be reversed', async () => {
        const { id } = await proforma();
        const { body: advance } = await pay(organisation, id, '2000.00');

        const { body } = await organisation.call('PATCH', `/invoices/${id}/cancel`, { body: { reason: 'Rezygnacja' } });

        expect([amounts(body), parts(body), body.lastPayment])
            .toEqual([['cancelled', 'cancelled', '0.00', '6150.00', '0.00'], [], null]);
        expect(await credit()).toBe('2000.00');
        const listed = (await organisation.call('GET', `/invoices/${id}/payments`)).body.data;
        expect(listed.map(({ kind, amount }: Answered['body']) => [kind, amount]))
            .toEqual([['payment', '2000.00'], ['annulment', '6150.00']]);
        expect((await reverse(advance.id)).status).toBe(201);
        expect([await credit(), amounts(await invoiceNow(organisation, id))])
            .toEqual(['0.00', ['cancelled', 'cancelled', '0.00', '6150.00', '0.00']]);
    });

    test('is in no sum of a report, and counts once when it pays the invoice', async () => {
        const offer = await proforma({ issueDate: '2026-11-01', dueDate: '2026-11-02' });
        const reports = async () => (await Promise.all([
            '/invoices/analytics/statistics', '/invoices/analytics/overdue', '/invoices/analytics/vat-report'
        ].map((url) => organisation.call('GET', url)))).map(({ body }) => body);
        const account = async () =>
            (await organisation.call('GET', `/customers/${customer}/statement`)).body.currencies[0];
        const bare = await reports();

        await markPaid(offer.id, { amountPaid: '2000.00', paymentReference: 'Zaliczka' });

        const advanced = await reports();
        expect(advanced.map((report) => report.currencies ?? report.aging ?? report.periods))
            .toEqual(bare.map((report) => report.currencies ?? report.aging ?? report.periods));
        const before = await account();
        expect(before.rows.map((row: Answered['body']) =>
            [row.kind, row.invoiceNumber, row.invoiceNumbers, row.amount, row.balance]))
            .toEqual([['payment', null, ['PF/2026/11/0001'], '-2000.00', '-2000.00']]);

        const draft = await organisation.call('POST', `/invoices/${offer.id}/convert`, { body: {} });
        const { body: invoice } = await organisation.issue(draft.body.id);
        const { body: use } = await organisation.call('POST', `/invoices/${invoice.id}/apply-credit`, { body: {} });

        expect(amounts(use.invoice)).toEqual(['issued', 'partial', '2000.00', '0.00', '4150.00']);
        const [statistics] = await reports();
        expect([statistics.currencies[0].paidAmount, statistics.currencies[0].balance, statistics.currencies[0].count])
            .toEqual(['2000.00', '4150.00', 1]);
        const after = await account();
        expect(after.rows.map((row: Answered['body']) => [row.kind, row.amount, row.balance])).toEqual([
            ['payment', '-2000.00', '-2000.00'], ['invoice', '6150.00', '4150.00']
        ]);
        expect(after.closingBalance).toBe('4150.00');
        const offered = await invoiceNow(organisation, offer.id);
        expect([amounts(offered), parts(offered)])
            .toEqual([['issued', 'partial', '2000.00', '0.00', '4150.00'], ['2000.00']]);
        const { balances } = (await organisation.call('GET', `/invoices/customer/${customer}`)).body;
        expect(balances)
            .toEqual([{ currency: 'PLN', totalGross: '6150.00', paidAmount: '2000.00', balance: '4150.00' }]);
    });
});
