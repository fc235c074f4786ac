import { describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { cancel, correct } from '../support/given-corrective.ts';
import { advance, convert, order, orderItems, payAdvance, rows, sums, vatOfMonth } from '../support/given-order.ts';
import { creditOf, invoiceNow } from '../support/given-payment.ts';
import { givenClock } from '../support/given-server.ts';
import { givenItem, type Answered } from '../support/given-service.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const clock = givenClock('2026-11-23T10:00:00.000Z');
const service = useService({ clock });
const organisation = useOrganisation(service);
const customer = contactId(1);

/** An order of 1 000.00 at 23 % and 500.00 at 8 %: 1 230.00 + 540.00 = 1 770.00. */
const given = (overrides: Readonly<Record<string, unknown>> = {}) =>
    order(organisation, { contactId: customer, ...overrides });

describe('an advance invoice', () => {
    test('takes VAT out of the money, spread over the rates of the order, and is paid by it at once', async () => {
        const offer = await given();

        const { status, body, headers } = await advance(organisation, offer.id,
            { amount: '600.00', receivedOn: '2026-10-28', paymentMethod: 'card', paymentReference: 'Zaliczka 1' });

        expect([status, headers['location']]).toEqual([201, `/invoices/${body.id}`]);
        // 600.00 × 1230 ÷ 1770 = 416.949 and 600.00 × 540 ÷ 1770 = 183.051; 416.95 × 23 ÷ 123 = 77.965,
        // 183.05 × 8 ÷ 108 = 13.559.
        expect(rows(body)).toEqual([['S', 23, '338.98', '77.97', '416.95'], ['S', 8, '169.49', '13.56', '183.05']]);
        expect(sums(body)).toEqual(['508.47', '91.53', '600.00']);
        expect(body).toMatchObject({
            invoiceType: 'advance_invoice', invoiceNumber: 'FZ/2026/11/0001', status: 'paid', paymentStatus: 'paid',
            paidAmount: '600.00', balance: '0.00', paidAt: '2026-11-23T10:00:00.000Z', issueDate: '2026-11-23',
            saleDate: '2026-10-28', dueDate: null, overdue: false, pricesInclude: 'gross',
            lastPayment: { date: '2026-10-28', method: null, reference: null }, advances: [],
            proformaId: offer.id, proformaNumber: offer.invoiceNumber, orderGross: '1770.00'
        });
        expect(body.items.map(({ description, quantity, unitPriceNet, taxPointRule }: Answered['body']) =>
            [description, quantity, unitPriceNet, taxPointRule])).toEqual([
            ['Zaliczka na poczet zamówienia PF/2026/11/0001 (23 %)', '1', '416.95', 'advance'],
            ['Zaliczka na poczet zamówienia PF/2026/11/0001 (8 %)', '1', '183.05', 'advance']
        ]);
        expect(body.vatBreakdown.flatMap(({ taxPoints }: Answered['body']) => taxPoints))
            .toMatchObject([{ date: '2026-10-28', rule: 'advance', countedOn: '2026-10-28' },
                { date: '2026-10-28', rule: 'advance', countedOn: '2026-10-28' }]);
        expect(body.orderLines.map(({ description, totalNet, totalGross, taxPointRule }: Answered['body']) =>
            [description, totalNet, totalGross, taxPointRule])).toEqual([
            ['Panele', '1000.00', '1230.00', 'general'], ['Montaż', '500.00', '540.00', 'general']
        ]);
        expect(await invoiceNow(organisation, body.id)).toEqual(body);
        expect(await creditOf(organisation, customer)).toBe('0.00');
    });

    test('is for a payment that was recorded before, with its amount and day', async () => {
        const offer = await given();
        const paymentId = await payAdvance(organisation, offer.id, '600.00', '2026-10-28');
        const other = await given();

        const wrongAmount = await advance(organisation, offer.id, { paymentId, amount: '500.00' });
        const wrongDay = await advance(organisation, offer.id, { paymentId, receivedOn: '2026-10-29' });
        const elsewhere = await advance(organisation, other.id, { paymentId });
        const { status, body } = await advance(organisation, offer.id, { paymentId, notes: 'Dziękujemy' });
        const again = await advance(organisation, offer.id, { paymentId });

        expect([wrongAmount, wrongDay].map((answer) => [answer.status, answer.body.errors[0].path])).toEqual(
            [[400, 'amount'], [400, 'receivedOn']]);
        expect([elsewhere.status, elsewhere.body.code]).toEqual([404, 'PAYMENT_NOT_FOUND']);
        expect([status, body.totalGross, body.saleDate, body.notes])
            .toEqual([201, '600.00', '2026-10-28', 'Dziękujemy']);
        expect([again.status, again.body.code]).toEqual([409, 'ADVANCE_ALREADY_INVOICED']);
        expect(again.body.message).toContain('FZ/2026/11/0001');
        expect(await creditOf(organisation, customer)).toBe('0.00');
        const shown = await invoiceNow(organisation, offer.id);
        expect(shown.advanceInvoices).toEqual([{
            invoiceId: body.id, invoiceNumber: 'FZ/2026/11/0001', amount: '600.00', receivedOn: '2026-10-28',
            status: 'paid'
        }]);
        expect(shown.advancePayments).toMatchObject([{ paymentId, amount: '600.00', advanceInvoiceId: body.id }]);
    });

    test('counts in the VAT report in the month of its receipt, and in statement and statistics once', async () => {
        const offer = await given();
        await advance(organisation, offer.id, { amount: '600.00', receivedOn: '2026-10-28' });

        expect(await vatOfMonth(organisation, '2026-10'))
            .toEqual([['23', '338.98', '77.97'], ['8', '169.49', '13.56']]);
        expect(await vatOfMonth(organisation, '2026-11')).toEqual([]);
        const { body } = await organisation.call('GET',
            `/customers/${customer}/statement?from=2026-10-01&to=2026-11-23`);
        expect(body.currencies[0].rows.map((row: Answered['body']) => [row.kind, row.invoiceNumber, row.amount]))
            .toEqual([['payment', null, '-600.00'], ['invoice', 'FZ/2026/11/0001', '600.00']]);
        expect(body.currencies[0].closingBalance).toBe('0.00');
        const statistics = (await organisation.call('GET', '/invoices/analytics/statistics')).body;
        expect(statistics.currencies[0]).toMatchObject({
            count: 1, totalGross: '600.00', paidAmount: '600.00', balance: '0.00',
            advanceInvoices: { count: 1, totalNet: '508.47', totalVAT: '91.53', totalGross: '600.00' },
            invoices: { count: 0, totalGross: '0.00' }, correctives: { count: 0 }, proformas: { count: 1 }
        });
        expect(statistics.byPaymentStatus).toMatchObject({ pending: 0, paid: 1 });
        expect((await organisation.call('GET', '/invoices/analytics/overdue')).body.currencies ?? []).toEqual([]);
        const listed = (await organisation.call('GET', '/invoices?invoiceType=advance_invoice')).body.data;
        const next = await organisation.call('POST', '/invoices/generate-number/advance_invoice');
        expect([next.status, next.body.invoiceNumber]).toEqual([201, 'FZ/2026/11/0002']);
        expect(listed.map((row: Answered['body']) => [row.invoiceNumber, row.orderGross]))
            .toEqual([['FZ/2026/11/0001', '1770.00']]);
        expect((await organisation.audit('advance_invoice-2026-11')).count).toBe(1);
    });

    test('in another currency has the rate of the last working day before the receipt', async () => {
        const offer = await given({ currency: 'EUR', contactId: null });

        const { status, body } = await advance(organisation, offer.id, { amount: '177.00', receivedOn: '2026-10-28' });

        expect(status).toBe(201);
        expect(body.exchangeRateDate).toBe('2026-10-27');
        expect(body.vatBreakdown[0].taxPoints[0]).toMatchObject({ date: '2026-10-28', exchangeRateDate: '2026-10-27' });
        expect(body.balance).toBe('0.00');
        const byHand = await advance(organisation, offer.id, {
            amount: '177.00', receivedOn: '2026-10-28', exchangeRate: '4.25', exchangeRateDate: '2026-10-26'
        });
        expect([byHand.status, byHand.body.exchangeRate, byHand.body.exchangeRateSource])
            .toEqual([201, '4.25', 'manual']);
    });

    test.each([
        ['amount', { receivedOn: '2026-11-01' }, 400, 'VALIDATION_FAILED'],
        ['receivedOn', { amount: '1.00' }, 400, 'VALIDATION_FAILED'],
        ['receivedOn', { amount: '1.00', receivedOn: '2026-11-24' }, 400, 'VALIDATION_FAILED'],
        ['amount', { amount: '0.00', receivedOn: '2026-11-01' }, 400, 'VALIDATION_FAILED'],
        ['amount', { amount: '-1.00', receivedOn: '2026-11-01' }, 400, 'VALIDATION_FAILED'],
        ['amount', { amount: '1770.01', receivedOn: '2026-11-01' }, 422, 'ADVANCE_EXCEEDS_ORDER'],
        ['amount', { amount: '1.001', receivedOn: '2026-11-01' }, 400, 'VALIDATION_FAILED']
    ])('without a right %s is refused and names it: %j', async (path, body, status, code) => {
        const offer = await given();

        const answer = await advance(organisation, offer.id, body);

        expect([answer.status, answer.body.code, answer.body.errors[0].path]).toEqual([status, code, path]);
        expect((await invoiceNow(organisation, offer.id)).advancePayments).toEqual([]);
    });

    test('is not issued for an invoice, a draft, a cancelled or converted proforma, or category K', async () => {
        const invoice = await organisation.issued();
        const draft = await organisation.draft({ invoiceType: 'proforma' });
        const cancelled = await given();
        await cancel(organisation, cancelled.id);
        const converted = await given();
        await convert(organisation, converted.id);
        const union = await organisation.issued({
            invoiceType: 'proforma', customerNIP: 'DE136695976',
            items: [{ ...orderItems[0], vatRate: 0, vatCategory: 'K' }]
        });

        const codes = await Promise.all([invoice, draft, cancelled, converted, union].map(async ({ id }) => {
            const { status, body } = await advance(organisation, id, { amount: '1.00', receivedOn: '2026-11-01' });
            return [status, body.code];
        }));

        expect(codes).toEqual([
            [409, 'NOT_A_PROFORMA'], [409, 'INVOICE_NOT_ISSUED'], [409, 'INVOICE_CANCELLED'],
            [409, 'PROFORMA_ALREADY_CONVERTED'], [422, 'ADVANCE_NOT_ALLOWED']
        ]);
    });

    test('of a payment to be recorded needs the right to record it', async () => {
        const offer = await given();
        const paymentId = await payAdvance(organisation, offer.id, '10.00', '2026-11-02');
        const issuer = await organisation.as({ role: undefined, scope: 'invoices:issue' });
        const ask = (body: object) => issuer('POST', `/invoices/${offer.id}/advance-invoices`, { body });

        const refused = await ask({ amount: '10.00', receivedOn: '2026-11-02' });
        const allowed = await ask({ paymentId });

        expect([refused.status, refused.body.code]).toEqual([403, 'FORBIDDEN']);
        expect(allowed.status).toBe(201);
    });

    test('of money that paid another invoice meanwhile is refused', async () => {
        const offer = await given();
        const paymentId = await payAdvance(organisation, offer.id, '600.00', '2026-11-02');
        const invoice = await organisation.issued({ contactId: customer });
        await organisation.call('POST', `/invoices/${invoice.id}/apply-credit`, { body: {} });

        const { status, body } = await advance(organisation, offer.id, { paymentId });

        expect([status, body.code]).toEqual([409, 'CREDIT_INSUFFICIENT']);
    });

    test('is issued once under an Idempotency-Key, and its number is kept', async () => {
        const offer = await given();
        const ask = () => organisation.call('POST', `/invoices/${offer.id}/advance-invoices`, {
            body: { amount: '100.00', receivedOn: '2026-11-02' }, headers: { 'idempotency-key': 'advance-1' }
        });

        const [first, second] = [await ask(), await ask()];

        expect(second.text).toBe(first.text);
        expect(first.body.invoiceNumber).toBe('FZ/2026/11/0001');
        expect((await organisation.audit('advance_invoice-2026-11')).count).toBe(1);
    });

    test('four times at once takes no more than the order', async () => {
        const offer = await given();

        const answers = await Promise.all(Array.from({ length: 4 }, () =>
            advance(organisation, offer.id, { amount: '600.00', receivedOn: '2026-11-02' })));

        expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 422, 422]);
        const now = await invoiceNow(organisation, offer.id);
        expect([now.paidAmount, now.advanceInvoices.length]).toEqual(['1200.00', 2]);
        expect((await organisation.audit('advance_invoice-2026-11')).gaps).toEqual([]);
    });

    test('that covers the rest of the order names the others and deducts nothing', async () => {
        const offer = await given();
        const { body: first } = await advance(organisation, offer.id, { amount: '600.00', receivedOn: '2026-11-02' });

        const { body: last } = await advance(organisation, offer.id, { amount: '1170.00', receivedOn: '2026-11-12' });
        const conversion = await convert(organisation, offer.id);

        // 1230.00 − 416.95 and 540.00 − 183.05.
        expect(rows(last)).toEqual([['S', 23, '661.02', '152.03', '813.05'], ['S', 8, '330.51', '26.44', '356.95']]);
        expect(sums(last)).toEqual(['991.53', '178.47', '1170.00']);
        expect(last.advances)
            .toMatchObject([{ invoiceId: first.id, invoiceNumber: 'FZ/2026/11/0001', gross: '600.00' }]);
        expect([conversion.status, conversion.body.code]).toEqual([422, 'ADVANCES_COVER_ORDER']);
    });

    test('has events and audit entries for issue, payment and proforma', async () => {
        const offer = await given();
        const { body } = await advance(organisation, offer.id, { amount: '600.00', receivedOn: '2026-11-02' });

        const { prisma } = service.dependencies.database;
        const events = await prisma.outboxEvent.findMany({
            where: { organisationId: organisation.id }, orderBy: { sequence: 'asc' }
        });
        expect(events.slice(1).map(({ type, invoiceId }) => [type, invoiceId])).toEqual([
            ['payment.recorded', offer.id], ['invoice.issued', body.id], ['payment.recorded', body.id],
            ['invoice.paid', body.id]
        ]);
        expect(events[2]?.payload).toMatchObject({ invoiceNumber: 'FZ/2026/11/0001', proformaId: offer.id });
        const history = (await organisation.call('GET', `/invoices/${offer.id}/history`)).body.data;
        expect(history.map(({ action }: Answered['body']) => action)).toContain('invoice.advance_invoiced');
    });

    test('of an archived contact is issued with a warning, because the money is there', async () => {
        const offer = await given();
        service.standins.control.contacts.change(customer, { isArchived: true, status: 'archived' });

        const { status, body } = await advance(organisation, offer.id, { amount: '600.00', receivedOn: '2026-11-02' });

        expect([status, body.warnings?.map(({ code }: Answered['body']) => code)]).toEqual([201, ['CUSTOMER_INVALID']]);
    });
});

describe('taking an advance invoice back', () => {
    test('annulled while unsent, its money is credit again and can be invoiced anew', async () => {
        const offer = await given();
        const { body: made } = await advance(organisation, offer.id, { amount: '600.00', receivedOn: '2026-11-02' });
        const [{ paymentId }] = (await invoiceNow(organisation, offer.id)).advancePayments;

        const { status, body } = await cancel(organisation, made.id);

        expect([status, body.status, body.paymentStatus, body.paidAmount, body.creditedAmount, body.balance])
            .toEqual([200, 'cancelled', 'cancelled', '0.00', '600.00', '0.00']);
        expect(await creditOf(organisation, customer)).toBe('600.00');
        const free = await invoiceNow(organisation, offer.id);
        expect(free.advanceInvoices).toMatchObject([{ status: 'cancelled' }]);
        expect(free.advancePayments).toMatchObject([{ paymentId, advanceInvoiceId: null }]);
        expect(await vatOfMonth(organisation, '2026-11')).toEqual([]);
        expect((await advance(organisation, offer.id, { paymentId })).body.invoiceNumber).toBe('FZ/2026/11/0002');
    });

    test('a payment cannot be reversed while its advance invoice stands, nor the credit that paid that', async () => {
        const offer = await given();
        const { body: made } = await advance(organisation, offer.id, { amount: '600.00', receivedOn: '2026-11-02' });
        const [{ paymentId }] = (await invoiceNow(organisation, offer.id)).advancePayments;
        const use = (await organisation.call('GET', `/invoices/${made.id}/payments`)).body.data[0];
        const reverse = (id: string) =>
            organisation.call('POST', `/payments/${id}/reversal`, { body: { reason: 'Zwrot' } });

        for (const id of [paymentId, use.id]) {
            const { status, body } = await reverse(id);
            expect([status, body.code]).toEqual([409, 'PAYMENT_NOT_REVERSIBLE']);
            expect(body.message).toContain('FZ/2026/11/0001');
        }
        await cancel(organisation, made.id);

        expect((await reverse(paymentId)).status).toBe(201);
        expect(await creditOf(organisation, customer)).toBe('0.00');
    });

    test('a proforma is not cancelled before its advance invoices', async () => {
        const offer = await given();
        const { body: made } = await advance(organisation, offer.id, { amount: '600.00', receivedOn: '2026-11-02' });

        const early = await cancel(organisation, offer.id);
        await cancel(organisation, made.id);

        expect([early.status, early.body.code]).toEqual([409, 'PROFORMA_HAS_ADVANCES']);
        expect(early.body.message).toContain('FZ/2026/11/0001');
        expect((await cancel(organisation, offer.id)).status).toBe(200);
    });

    test('a corrective lowers it, and what it releases is credit', async () => {
        const offer = await given();
        const { body: made } = await advance(organisation, offer.id, { amount: '600.00', receivedOn: '2026-11-02' });

        const { status, body } = await correct(organisation, made.id, {
            items: [{ itemId: made.items[0].id, unitPriceNet: '123.00' }]
        });

        // 123.00 − 416.95 gross; VAT 23.00 − 77.97.
        expect([status, sums(body), body.vatBreakdown[0].taxPoints[0].rule])
            .toEqual([201, ['-238.98', '-54.97', '-293.95'], 'advance']);
        const now = await invoiceNow(organisation, made.id);
        expect([now.status, now.paidAmount, now.creditedAmount, now.balance])
            .toEqual(['paid', '306.05', '293.95', '0.00']);
        expect(now.correctives).toMatchObject([{ invoiceNumber: body.invoiceNumber }]);
        expect(await creditOf(organisation, customer)).toBe('293.95');
        const draft = (await convert(organisation, offer.id)).body;
        expect(draft.advances[0].rates.map(({ gross }: Answered['body']) => gross)).toEqual(['123.00', '183.05']);
        expect(draft.totalGross).toBe('1463.95');
    });

    /** An advance invoice of 600.00, lowered to 2.00: 1.00 at 23 % and 1.00 at 8 %. */
    const lowered = async () => {
        const offer = await given();
        const { body: made } = await advance(organisation, offer.id, { amount: '600.00', receivedOn: '2026-11-02' });
        await correct(organisation, made.id, { items: items(made, '1.00', '1.00') });
        return { offer, made };
    };
    const items = (made: Answered['body'], ...prices: readonly string[]) => prices.map((unitPriceNet, index) =>
        ({ itemId: made.items[index].id, unitPriceNet }));
    const raised = async (made: Answered['body'], body: object) => {
        const answer = await correct(organisation, made.id, { ...body });
        return [answer.status, answer.body.code, answer.body.errors?.[0].path];
    };
    const notRaised = [422, 'ADVANCE_NOT_RAISED', 'items'];

    test('a corrective never raises it, neither over the money nor back to it', async () => {
        const offer = await given();
        const { body: whole } = await advance(organisation, offer.id, { amount: '600.00', receivedOn: '2026-11-02' });
        const { made } = await lowered();

        const answers = [
            await raised(whole, { items: items(whole, '416.96') }),
            await raised(made, { items: items(made, '416.95', '183.05') }),
            await raised(made, { items: items(made, '1.01') }),
            await raised(made, { newItems: [givenItem({ unitPriceNet: '0.01' })] })
        ];

        expect(answers).toEqual([notRaised, notRaised, notRaised, notRaised]);
        const now = await invoiceNow(organisation, made.id);
        expect([now.status, now.paidAmount, now.creditedAmount, now.balance])
            .toEqual(['paid', '2.00', '598.00', '0.00']);
        expect(await creditOf(organisation, customer)).toBe('598.00');
    });

    test('a corrective may move money from one rate to another, and stays paid', async () => {
        const { made } = await lowered();

        const { status, body } = await correct(organisation, made.id, { items: items(made, '0.50', '1.50') });

        // 1.00 × 23 ÷ 123 = 0.19 and 0.50: 0.09; 1.00 × 8 ÷ 108 = 0.07 and 1.50: 0.11.
        expect([status, sums(body)]).toEqual([201, ['0.06', '-0.06', '0.00']]);
        expect(await invoiceNow(organisation, made.id)).toMatchObject({ paidAmount: '2.00', balance: '0.00' });
    });

    test('a lowering is undone as the message says: cancelled, and issued anew for its payment', async () => {
        const { offer, made } = await lowered();
        const refused = await correct(organisation, made.id, { items: items(made, '416.95', '183.05') });
        const [, path, paymentId] = /POST (\S+)\. .* with paymentId (\S+),/.exec(refused.body.message) ?? [];

        const cancelled = await cancel(organisation, made.id, { createCorrective: true });
        const { status, body } = await organisation.call('POST', String(path), { body: { paymentId } });

        expect(path).toBe(`/invoices/${offer.id}/advance-invoices`);
        expect([cancelled.status, status, body.status, body.totalGross, body.balance])
            .toEqual([200, 201, 'paid', '600.00', '0.00']);
        expect(await creditOf(organisation, customer)).toBe('0.00');
    });

    test('a lowering whose money was given back is not undone, and more money has another invoice', async () => {
        const { offer, made } = await lowered();
        const refund = await organisation.call('POST', `/customers/${customer}/refunds`,
            { body: { amount: '598.00', currency: 'PLN', paymentMethod: 'bank_transfer' } });
        const [{ paymentId }] = (await invoiceNow(organisation, offer.id)).advancePayments;

        const back = await raised(made, { items: items(made, '416.95', '183.05') });
        const more = await advance(organisation, offer.id, { amount: '598.00', receivedOn: '2026-11-20' });
        await cancel(organisation, made.id, { createCorrective: true });
        const anew = await advance(organisation, offer.id, { paymentId });

        expect([refund.status, back]).toEqual([201, notRaised]);
        expect([more.status, more.body.totalGross, more.body.balance]).toEqual([201, '598.00', '0.00']);
        expect([anew.status, anew.body.code]).toEqual([409, 'CREDIT_INSUFFICIENT']);
    });
});
