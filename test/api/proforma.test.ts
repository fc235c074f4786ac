import { describe, expect, test } from '@jest/globals';
import { contactId, productId } from '../../app/dev/standins/catalogue/ids.ts';
import { pay } from '../support/given-payment.ts';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import { givenItem, type Answered } from '../support/given-service.ts';
import { givenClock } from '../support/given-server.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const clock = givenClock();
const service = useService({ clock });
const organisation = useOrganisation(service);

const convert = (
    organisation: GivenOrganisation, id: string, body: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {}
) =>
    organisation.call('POST', `/invoices/${id}/convert`, { body, headers });
const proforma = (organisation: GivenOrganisation, overrides: Readonly<Record<string, unknown>> = {}) =>
    organisation.issued({ invoiceType: 'proforma', ...overrides });

describe('converting a proforma', () => {
    test('makes the draft of an invoice with the same buyer, lines and totals, linked both ways', async () => {
        const offer = await proforma(organisation, {
            items: [givenItem(), { ...givenItem(), description: 'Listwa', discountPercent: '5' }],
            discountAmount: '3.33', notes: 'Oferta', orderNumber: 'PO-7'
        });

        const answer = await convert(organisation, offer.id, { saleDate: '2026-11-20' });

        expect(answer.status).toBe(201);
        expect(answer.headers['location']).toBe(`/invoices/${answer.body.id}`);
        expect(answer.body).toMatchObject({
            status: 'draft', invoiceType: 'vat_invoice', invoiceNumber: null, convertedFromId: offer.id,
            saleDate: '2026-11-20', notes: 'Oferta', orderNumber: 'PO-7', customerName: offer.customerName,
            totalNet: offer.totalNet, totalVAT: offer.totalVAT, totalGross: offer.totalGross
        });
        expect(answer.body.items.map(({ id, ...item }: { id: string }) => item))
            .toEqual(offer.items.map(({ id, ...item }: { id: string }) => item));
        expect((await organisation.call('GET', `/invoices/${offer.id}`)).body)
            .toEqual({ ...offer, convertedToId: answer.body.id, version: offer.version + 1 });
        const events = await service.dependencies.database.prisma.outboxEvent
            .findMany({ where: { invoiceId: offer.id }, orderBy: { sequence: 'asc' } });
        expect(events.map(({ type }) => type)).toEqual(['invoice.issued', 'invoice.converted']);
    });

    test('is done once: the second time names the invoice', async () => {
        const offer = await proforma(organisation);
        const first = await convert(organisation, offer.id);

        const second = await convert(organisation, offer.id);

        expect([second.status, second.body.code]).toEqual([409, 'PROFORMA_ALREADY_CONVERTED']);
        expect(second.body.message).toContain(first.body.id);
    });

    test('twice at once makes one invoice', async () => {
        const offer = await proforma(organisation);

        const answers = await Promise.all([convert(organisation, offer.id), convert(organisation, offer.id)]);

        expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
        expect((await organisation.call('GET', '/invoices?invoiceType=vat_invoice')).body.data).toHaveLength(1);
    });

    test('can be done again after the draft was deleted', async () => {
        const offer = await proforma(organisation);
        const first = await convert(organisation, offer.id);
        await organisation.call('DELETE', `/invoices/${first.body.id}`);

        expect((await convert(organisation, offer.id)).status).toBe(201);
    });

    test('makes an invoice for good: its type can no longer be changed', async () => {
        const { body } = await convert(organisation, (await proforma(organisation)).id);

        const answers = await Promise.all(['proforma', 'vat_invoice'].map((invoiceType) => organisation.call(
            'PATCH', `/invoices/${body.id}`, { body: { invoiceType } })));

        expect(answers.map(({ status }) => status)).toEqual([400, 200]);
        expect(answers[0]?.body.message).toContain('invoiceType');
    });

    test('with the same Idempotency-Key answers the first answer', async () => {
        const offer = await proforma(organisation);
        const first = await convert(organisation, offer.id, {}, { 'idempotency-key': 'convert-1' });

        expect((await convert(organisation, offer.id, {}, { 'idempotency-key': 'convert-1' })).text).toBe(first.text);
    });

    test('keeps the prices that were offered, however old they are when the invoice is issued', async () => {
        const offer = await proforma(
            organisation, { items: [{ itemType: 'product', productId: productId(1), quantity: '2' }] });
        const { body } = await convert(organisation, offer.id);
        clock.pass(6 * 24 * 3_600_000);

        const issued = await organisation.issue(body.id);

        expect(issued.status).toBe(200);
        expect(issued.body).toMatchObject({
            invoiceNumber: 'FV/2026/11/0001', totalGross: offer.totalGross, convertedFromId: offer.id
        });
    });
});

test('a proforma whose invoice was deleted is told anew to a caller that has an answer of before', async () => {
    const { id } = await proforma(organisation);
    const { body: draft } = await convert(organisation, id);
    const { headers } = await organisation.call('GET', `/invoices/${id}`);
    await organisation.call('DELETE', `/invoices/${draft.id}`);

    const { status, body } = await organisation.call(
        'GET', `/invoices/${id}`, { headers: { 'if-none-match': headers['etag'] ?? '' } });

    expect([status, body?.convertedToId]).toEqual([200, null]);
});

describe('money for a proforma', () => {
    const paying = (organisation: GivenOrganisation, id: string, amount: string, reference = 'Zaliczka') =>
        pay(organisation, id, amount, { body: { paymentReference: reference } });
    const creditBy = async (organisation: GivenOrganisation, id: string) =>
        (await organisation.call('GET', `/invoices/${id}/payments`)).body.customerCredit;
    const applied = (organisation: GivenOrganisation, id: string) =>
        organisation.call('POST', `/invoices/${id}/apply-credit`, { body: {} });
    const figures = async (organisation: GivenOrganisation) =>
        (await organisation.call('GET', '/invoices/analytics/statistics')).body.currencies;

    test.each([
        ['of a buyer without contact', {}], ['of a contact', { contactId: contactId(1) }]
    ])('%s pays the invoice that it becomes', async (_whose, buyer) => {
        const offer = await proforma(organisation, buyer);

        const advance = await paying(organisation, offer.id, offer.totalGross);
        const before = await organisation.call('GET', `/invoices/${offer.id}`);
        const invoice = await organisation.issue((await convert(organisation, offer.id)).body.id);
        const paid = await applied(organisation, invoice.body.id);

        expect([advance.status, advance.body.allocations, advance.body.creditAmount])
            .toEqual([201, [{ invoiceId: offer.id, account: 'advance', amount: offer.totalGross }], offer.totalGross]);
        expect(before.body).toEqual(advance.body.invoice);
        expect([paid.status, paid.body.invoice.status, paid.body.invoice.paidAmount, paid.body.invoice.balance])
            .toEqual([201, 'paid', offer.totalGross, '0.00']);
        expect([await creditBy(organisation, offer.id), await creditBy(organisation, invoice.body.id)])
            .toEqual(['0.00', '0.00']);
    });

    test('counts once: as credit until it pays the invoice, in no sum of the proforma', async () => {
        const customer = contactId(1);
        const offer = await proforma(organisation, { contactId: customer });
        const bare = await figures(organisation);
        await paying(organisation, offer.id, '50.00');
        const advanced = await figures(organisation);
        const invoice = await organisation.issue((await convert(organisation, offer.id)).body.id);
        await applied(organisation, invoice.body.id);

        const [sums] = await figures(organisation);
        const statement = (await organisation.call('GET', `/customers/${customer}/statement`)).body.currencies[0];
        const payments = (await organisation.call('GET', `/payments?kind=payment&contactId=${customer}`)).body.data;

        expect(advanced).toEqual(bare);
        expect([sums.paidAmount, sums.balance])
            .toEqual(['50.00', (await organisation.call('GET', `/invoices/${invoice.body.id}`)).body.balance]);
        expect(statement.closingBalance).toBe(sums.balance);
        expect(payments.map(({ amount }: { amount: string }) => amount)).toEqual(['50.00']);
    });

    test('stays usable when the invoice is deleted, and made again', async () => {
        const offer = await proforma(organisation);
        await paying(organisation, offer.id, '50.00');
        await organisation.call('DELETE', `/invoices/${(await convert(organisation, offer.id)).body.id}`);

        const invoice = await organisation.issue((await convert(organisation, offer.id)).body.id);

        expect((await applied(organisation, invoice.body.id)).body.invoice.paidAmount).toBe('50.00');
    });

    test('can be given back by the proforma, or by the invoice, or reversed', async () => {
        const offer = await proforma(organisation);
        const refund = (id: string, amount: string) =>
            organisation.call('POST', `/invoices/${id}/refunds`, { body: { amount, paymentMethod: 'cash' } });
        const { body: advance } = await paying(organisation, offer.id, '50.00');
        const { body: draft } = await convert(organisation, offer.id);

        const refunds = [
            await refund(offer.id, '20.00'), await refund(draft.id, '20.00'), await refund(draft.id, '20.00')
        ];
        const second = await paying(organisation, offer.id, '7.00');
        const reversals = [advance.id, second.body.id].map((id) =>
            organisation.call('POST', `/payments/${id}/reversal`, { body: { reason: 'Pomyłka' } }));

        expect(refunds.map(({ status }) => status)).toEqual([201, 201, 409]);
        expect((await Promise.all(reversals)).map(({ status }) => status)).toEqual([409, 201]);
    });

    test('is listed with it for a buyer without contact, and so is the invoice that it paid', async () => {
        const offer = await proforma(organisation);
        await paying(organisation, offer.id, '50.00');
        const { body: invoice } = await organisation.issue((await convert(organisation, offer.id)).body.id);
        await applied(organisation, invoice.id);
        await paying(organisation, invoice.id, '1.00');

        const { body } = await organisation.call('GET', `/invoices/${offer.id}/payments`);

        expect([body.paidAmount, body.data.map(({ kind, creditAmount, allocations }: Answered['body']) =>
            [kind, creditAmount, allocations.length])])
            .toEqual(['50.00', [['payment', '50.00', 1], ['credit_use', '-50.00', 1]]]);
    });

    test('is told in its history and in an event that names it', async () => {
        const offer = await proforma(organisation);
        const { body: advance } = await paying(organisation, offer.id, '50.00');

        const history = (await organisation.call('GET', `/invoices/${offer.id}/history`)).body.data;
        const events = await service.dependencies.database.prisma.outboxEvent
            .findMany({ where: { invoiceId: offer.id }, orderBy: { sequence: 'asc' } });

        expect(history.at(-1)).toMatchObject({
            action: 'payment.recorded', before: { paidAmount: '0.00', paymentId: null },
            after: { paidAmount: '50.00', paymentId: advance.id }
        });
        expect(events.map(({ type }) => type)).toEqual(['invoice.issued', 'payment.recorded']);
    });

    test('is refused where a balance is settled, with the way to record it, and on one that is no offer', async () => {
        const [offer, cancelled] = [await proforma(organisation), await proforma(organisation)];
        const draft = await organisation.draft({ invoiceType: 'proforma' });
        await organisation.call('PATCH', `/invoices/${cancelled.id}/cancel`, { body: { reason: 'Rezygnacja' } });

        const answers = [
            await organisation.call('POST', '/payments',
                { body: { amount: '1.00', paymentMethod: 'cash', allocations: [{ invoiceId: offer.id }] } }),
            await applied(organisation, offer.id), await paying(organisation, draft.id, '1.00'),
            await paying(organisation, cancelled.id, '1.00')
        ];

        expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
            [409, 'INVOICE_NOT_PAYABLE'], [409, 'INVOICE_NOT_PAYABLE'], [409, 'INVOICE_NOT_ISSUED'],
            [409, 'INVOICE_CANCELLED']
        ]);
        answers.slice(0, 2)
            .forEach(({ body }) => { expect(body.message).toContain('PATCH /invoices/{invoiceId}/mark-paid'); });
    });
});

describe('what is not converted', () => {
    test.each([
        ['a draft', 'INVOICE_NOT_ISSUED',
            (organisation: GivenOrganisation) => organisation.draft({ invoiceType: 'proforma' })],
        ['an invoice', 'NOT_A_PROFORMA', (organisation: GivenOrganisation) => organisation.issued()]
    ])('%s is 409 %s', async (_what, code, given) => {
        const { id } = await given(organisation);

        const answer = await convert(organisation, id);

        expect([answer.status, answer.body.code]).toEqual([409, code]);
    });

    test('a due date before the issue date, an unknown field and a stale If-Match are refused', async () => {
        const { id } = await proforma(organisation);

        const answers = [
            await convert(organisation, id, { issueDate: '2026-11-23', dueDate: '2026-11-22' }),
            await convert(organisation, id, { items: [] }), await convert(organisation, id, {}, { 'if-match': '"1"' })
        ];

        expect(answers.map(({ status }) => status)).toEqual([400, 400, 412]);
        expect(answers[0]?.body.message).toContain('dueDate');
        expect(answers[1]?.body.message).toContain('items');
    });

    test('a proforma of another organisation does not exist', async () => {
        const other = await givenOrganisation(service);
        const { id } = await proforma(organisation);

        expect((await convert(other, id)).status).toBe(404);
    });
});
