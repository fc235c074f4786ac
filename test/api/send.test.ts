import { describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import { givenItem } from '../support/given-service.ts';
import { givenClock } from '../support/given-server.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService({ clock: givenClock() });
const organisation = useOrganisation(service);

type Message = Readonly<Record<string, unknown>>;
const send = (
    organisation: GivenOrganisation, id: string, body: Message = {}, headers: Readonly<Record<string, string>> = {}
) =>
    organisation.call('PATCH', `/invoices/${id}/send`, { body, headers });
const deliveriesOf = async (organisation: GivenOrganisation, id: string) =>
    (await organisation.call('GET', `/invoices/${id}/deliveries`)).body.data;

async function eventsOf(invoiceId: string): Promise<readonly string[]> {
    const events = await service.dependencies.database.prisma.outboxEvent
        .findMany({ where: { invoiceId }, orderBy: { sequence: 'asc' } });
    return events.map(({ type }) => type);
}

async function actionsOf(organisation: GivenOrganisation, id: string): Promise<readonly string[]> {
    return (await organisation.call('GET', `/invoices/${id}/history`)).body.data.map(({ action }: { action: string }) =>
        action);
}

describe('sending', () => {
    test('a draft issues it and marks it sent in one step, with an event, an entry and a delivery of its own',
        async () => {
            const draft = await organisation.draft();

            const answer = await send(organisation, draft.id, {
                emailTo: 'klient@firma.example', emailSubject: 'Faktura', emailMessage: 'Dzień dobry', sendCopy: true
            });

            expect(answer.status).toBe(200);
            expect(answer.headers['etag']).toMatch(/^"2\./);
            expect(answer.body).toMatchObject({
                status: 'sent', invoiceNumber: 'FV/2026/11/0001', sentAt: '2026-11-23T10:15:00.000Z',
                issuedAt: '2026-11-23T10:15:00.000Z', version: 2
            });
            const { warnings, ...document } = answer.body;
            expect(warnings).toMatchObject([{ path: 'emailTo', code: 'NOT_MAILED' }]);
            expect((await organisation.call('GET', `/invoices/${draft.id}`)).body).toEqual(document);
            expect(await eventsOf(draft.id)).toEqual(['invoice.issued', 'invoice.sent']);
            expect(await actionsOf(organisation, draft.id))
                .toEqual(['invoice.drafted', 'invoice.issued', 'invoice.sent']);
            expect(await deliveriesOf(organisation, draft.id)).toEqual([{
                id: expect.any(String), emailTo: 'klient@firma.example', emailSubject: 'Faktura',
                emailMessage: 'Dzień dobry', sendCopy: true,
                includePaymentInstructions: true, requestedBy: 'user-1', requestedAt: '2026-11-23T10:15:00.000Z',
                kind: 'invoice', state: null, reason: null, smtpStatus: null, attempts: 0, lastAttemptAt: null,
                sentAt: null, endedAt: null
            }]);
        });

    test('an issued invoice marks it sent and changes nothing else of it', async () => {
        const issued = await organisation.issued();

        const { status, body } = await send(organisation, issued.id);

        expect(status).toBe(200);
        expect(body).toEqual({
            ...issued, status: 'sent', sentAt: '2026-11-23T10:15:00.000Z', version: issued.version + 1,
            warnings: [expect.objectContaining({ code: 'NOT_MAILED' })]
        });
    });

    test('again records another delivery; the first time stays', async () => {
        const { id } = await organisation.issued();
        const first = await send(organisation, id, { emailTo: 'a@firma.example' });

        const second = await send(organisation, id, { emailTo: 'b@firma.example' });

        expect(second.body.sentAt).toBe(first.body.sentAt);
        expect((await deliveriesOf(organisation, id)).map(({ emailTo }: { emailTo: string }) => emailTo))
            .toEqual(['a@firma.example', 'b@firma.example']);
        expect(await eventsOf(id)).toEqual(['invoice.issued', 'invoice.sent', 'invoice.sent']);
    });

    test("goes to the contact's address when none is given", async () => {
        const draft = await organisation.draft({ contactId: contactId(1), customerName: null });

        await send(organisation, draft.id);

        expect((await deliveriesOf(organisation, draft.id))[0].emailTo).toMatch(/@.+\.example$/);
    });

    test('a proforma works as well', async () => {
        const { id } = await organisation.draft({ invoiceType: 'proforma' });

        expect((await send(organisation, id)).body).toMatchObject({ status: 'sent', invoiceNumber: 'PF/2026/11/0001' });
    });

    test('with the same Idempotency-Key answers the first answer and records nothing more', async () => {
        const draft = await organisation.draft();
        const first = await send(organisation, draft.id, { sendCopy: true }, { 'idempotency-key': 'send-1' });

        const again = await send(organisation, draft.id, { sendCopy: true }, { 'idempotency-key': 'send-1' });

        expect([again.status, again.text]).toEqual([200, first.text]);
        expect(await deliveriesOf(organisation, draft.id)).toHaveLength(1);
    });

    test('twice at once gives one number, both are answered and both are recorded', async () => {
        const draft = await organisation.draft();

        const answers = await Promise.all([send(organisation, draft.id), send(organisation, draft.id)]);

        expect(answers.map(({ status }) => status)).toEqual([200, 200]);
        expect(await eventsOf(draft.id)).toEqual(['invoice.issued', 'invoice.sent', 'invoice.sent']);
        expect(await organisation.audit('vat_invoice-2026-11')).toMatchObject({ count: 1, gapless: true });
    });
});

describe('what is not sent', () => {
    test('a draft that cannot be issued stays a draft', async () => {
        const draft = await organisation.draft({ items: [] });

        const answer = await send(organisation, draft.id);

        expect([answer.status, answer.body.code]).toEqual([422, 'INVOICE_HAS_NO_LINES']);
        expect((await organisation.call('GET', `/invoices/${draft.id}`)).body).toEqual(draft);
        expect(await deliveriesOf(organisation, draft.id)).toEqual([]);
    });

    test.each([
        ['emailTo', { emailTo: 'nobody' }],
        ['emailTo', { emailTo: 'a@b.example, c@d.example' }], ['emailSubject', { emailSubject: 'x'.repeat(201) }],
        ['emailSubject', { emailSubject: 'Faktura\r\nBcc: a@b.example' }],
        ['sendCopy', { sendCopy: 'yes' }], ['to', { to: 'a@b.example' }]
    ])('a bad %s is refused by name', async (field, body) => {
        const draft = await organisation.draft();

        const answer = await send(organisation, draft.id, body);

        expect(answer.status).toBe(400);
        expect(answer.body.message).toContain(field);
    });

    test('a stale If-Match is 412, for a draft and for an issued invoice', async () => {
        const [draft, issued] = [await organisation.draft(), await organisation.issued()];

        const answers = [await send(organisation, draft.id, {}, { 'if-match': '"9"' }), await send(
            organisation, issued.id, {}, { 'if-match': '"1"' })];

        expect(answers.map(({ status }) => status)).toEqual([412, 412]);
    });

    test('an invoice of another organisation does not exist', async () => {
        const other = await givenOrganisation(service);
        const { id } = await organisation.issued();

        expect((await send(other, id)).status).toBe(404);
        expect((await other.call('GET', `/invoices/${id}/deliveries`)).status).toBe(404);
    });
});

describe('a line whose VAT the buyer owes', () => {
    test.each([
        ['oo', undefined], [0, 'K'], ['np_art100', undefined]
    ])('of rate %s is not issued without the tax number of the buyer', async (vatRate, vatCategory) => {
        const item = { ...givenItem(), vatRate, ...(vatCategory === undefined ? {} : { vatCategory }) };
        const without = await organisation.draft({ items: [item] });
        const withNip = await organisation.draft({ items: [item], customerNIP: 'DE136695976' });

        const refused = await send(organisation, without.id);

        expect([refused.status, refused.body.code, refused.body.errors[0].path])
            .toEqual([422, 'BUYER_INCOMPLETE', 'customerNIP']);
        expect((await send(organisation, withNip.id)).status).toBe(200);
    });
});
