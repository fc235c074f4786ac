import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { productId } from '../../app/dev/standins/catalogue/ids.ts';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import { givenItem, givenService, type GivenService } from '../support/given-service.ts';
import { givenClock } from '../support/given-server.ts';

const clock = givenClock('2026-11-23T10:15:00.000Z');
let service: GivenService;
beforeAll(async () => {
    service = await givenService({ clock });
});
afterAll(() => service.close());

const convert = (organisation: GivenOrganisation, id: string, body: Readonly<Record<string, unknown>> = {}, headers: Readonly<Record<string, string>> = {}) =>
    organisation.call('POST', `/invoices/${id}/convert`, { body, headers });
const proforma = (organisation: GivenOrganisation, overrides: Readonly<Record<string, unknown>> = {}) =>
    organisation.issued({ invoiceType: 'proforma', ...overrides });

describe('converting a proforma', () => {
    test('makes the draft of an invoice with the same buyer, lines and totals, linked both ways', async () => {
        const organisation = await givenOrganisation(service);
        const offer = await proforma(organisation, { items: [givenItem(), { ...givenItem(), description: 'Listwa', discountPercent: '5' }], discountAmount: '3.33', notes: 'Oferta' });

        const answer = await convert(organisation, offer.id, { saleDate: '2026-11-20' });

        expect(answer.status).toBe(201);
        expect(answer.headers['location']).toBe(`/invoices/${answer.body.id}`);
        expect(answer.body).toMatchObject({
            status: 'draft', invoiceType: 'vat_invoice', invoiceNumber: null, convertedFromId: offer.id, saleDate: '2026-11-20', notes: 'Oferta',
            customerName: offer.customerName, totalNet: offer.totalNet, totalVAT: offer.totalVAT, totalGross: offer.totalGross
        });
        expect(answer.body.items.map(({ id, ...item }: { id: string }) => item)).toEqual(offer.items.map(({ id, ...item }: { id: string }) => item));
        expect((await organisation.call('GET', `/invoices/${offer.id}`)).body).toEqual({ ...offer, convertedToId: answer.body.id, version: offer.version + 1 });
        const events = await service.services.database.prisma.outboxEvent.findMany({ where: { invoiceId: offer.id }, orderBy: { sequence: 'asc' } });
        expect(events.map(({ type }) => type)).toEqual(['invoice.issued', 'invoice.converted']);
    });

    test('is done once: the second time names the invoice', async () => {
        const organisation = await givenOrganisation(service);
        const offer = await proforma(organisation);
        const first = await convert(organisation, offer.id);

        const second = await convert(organisation, offer.id);

        expect([second.status, second.body.code]).toEqual([409, 'PROFORMA_ALREADY_CONVERTED']);
        expect(second.body.message).toContain(first.body.id);
    });

    test('twice at once makes one invoice', async () => {
        const organisation = await givenOrganisation(service);
        const offer = await proforma(organisation);

        const answers = await Promise.all([convert(organisation, offer.id), convert(organisation, offer.id)]);

        expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
        expect((await organisation.call('GET', '/invoices?invoiceType=vat_invoice')).body.data).toHaveLength(1);
    });

    test('can be done again after the draft was deleted', async () => {
        const organisation = await givenOrganisation(service);
        const offer = await proforma(organisation);
        const first = await convert(organisation, offer.id);
        await organisation.call('DELETE', `/invoices/${first.body.id}`);

        expect((await convert(organisation, offer.id)).status).toBe(201);
    });

    test('makes an invoice for good: its type can no longer be changed', async () => {
        const organisation = await givenOrganisation(service);
        const { body } = await convert(organisation, (await proforma(organisation)).id);

        const answers = await Promise.all(['proforma', 'vat_invoice'].map((invoiceType) => organisation.call('PATCH', `/invoices/${body.id}`, { body: { invoiceType } })));

        expect(answers.map(({ status }) => status)).toEqual([400, 200]);
        expect(answers[0]?.body.message).toContain('invoiceType');
    });

    test('with the same Idempotency-Key answers the first answer', async () => {
        const organisation = await givenOrganisation(service);
        const offer = await proforma(organisation);
        const first = await convert(organisation, offer.id, {}, { 'idempotency-key': 'convert-1' });

        expect((await convert(organisation, offer.id, {}, { 'idempotency-key': 'convert-1' })).text).toBe(first.text);
    });

    test('keeps the prices that were offered, however old they are when the invoice is issued', async () => {
        const organisation = await givenOrganisation(service);
        const offer = await proforma(organisation, { items: [{ itemType: 'product', productId: productId(1), quantity: '2' }] });
        const { body } = await convert(organisation, offer.id);
        clock.pass(6 * 24 * 3_600_000);

        const issued = await organisation.issue(body.id);

        expect(issued.status).toBe(200);
        expect(issued.body).toMatchObject({ invoiceNumber: 'FV/2026/11/0001', totalGross: offer.totalGross, convertedFromId: offer.id });
    });
});

describe('what is not converted', () => {
    test.each([
        ['a draft', 'INVOICE_NOT_ISSUED', (organisation: GivenOrganisation) => organisation.draft({ invoiceType: 'proforma' })],
        ['an invoice', 'NOT_A_PROFORMA', (organisation: GivenOrganisation) => organisation.issued()]
    ])('%s is 409 %s', async (_what, code, given) => {
        const organisation = await givenOrganisation(service);
        const { id } = await given(organisation);

        const answer = await convert(organisation, id);

        expect([answer.status, answer.body.code]).toEqual([409, code]);
    });

    test('a due date before the issue date, an unknown field and a stale If-Match are refused', async () => {
        const organisation = await givenOrganisation(service);
        const { id } = await proforma(organisation);

        const answers = [
            await convert(organisation, id, { issueDate: '2026-11-23', dueDate: '2026-11-22' }), await convert(organisation, id, { items: [] }),
            await convert(organisation, id, {}, { 'if-match': '"1"' })
        ];

        expect(answers.map(({ status }) => status)).toEqual([400, 400, 412]);
        expect(answers[0]?.body.message).toContain('dueDate');
        expect(answers[1]?.body.message).toContain('items');
    });

    test('a proforma of another organisation does not exist', async () => {
        const [organisation, other] = [await givenOrganisation(service), await givenOrganisation(service)];
        const { id } = await proforma(organisation);

        expect((await convert(other, id)).status).toBe(404);
    });
});
