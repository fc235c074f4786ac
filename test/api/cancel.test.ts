import { describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { cancel, correct, entriesOf, paidBySql, read, sent } from '../support/given-corrective.ts';
import { givenOrganisation } from '../support/given-organisation.ts';
import type { Answered } from '../support/given-service.ts';
import { givenClock } from '../support/given-server.ts';
import { storedRows } from '../support/stored-rows.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService({ clock: givenClock() });
const organisation = useOrganisation(service);

async function eventTypesOf(invoiceId: string): Promise<readonly string[]> {
    const events = await service.dependencies.database.prisma.outboxEvent
        .findMany({ where: { invoiceId }, orderBy: { sequence: 'asc' } });
    return events.map(({ type }) => type);
}

async function givenSent(overrides: Readonly<Record<string, unknown>> = {}): Promise<Answered['body']> {
    return sent(organisation, (await organisation.issued(overrides)).id);
}

describe('cancelling a draft', () => {
    test('makes it nothing: it has no number and cannot be edited or issued', async () => {
        const draft = await organisation.draft();

        const { status, body, headers } = await cancel(organisation, draft.id);

        expect(status).toBe(200);
        expect(headers['etag']).toMatch(/^"2\./);
        expect(body).toMatchObject({
            status: 'cancelled', invoiceNumber: null, version: 2,
            cancellation: {
                date: '2026-11-23', reason: 'Klient zrezygnował', annulled: false,
                cancelledAt: '2026-11-23T10:15:00.000Z'
            }
        });
        expect(await read(organisation, draft.id)).toEqual(body);
        expect((await organisation.issue(draft.id)).body).toMatchObject({
            code: 'INVOICE_NOT_DRAFT',
            message: 'invoiceId: this invoice is cancelled, and only a draft can be changed or deleted; make a new one'
        });
        expect((await organisation.call('PATCH', `/invoices/${draft.id}/send`, { body: {} })).body).toMatchObject({
            code: 'INVOICE_CANCELLED', message: 'invoiceId: this invoice is cancelled, so it cannot be sent'
        });
        expect((await organisation.call('PATCH', `/invoices/${draft.id}`, { body: { notes: 'x' } })).body.code)
            .toBe('INVOICE_NOT_DRAFT');
        expect(await eventTypesOf(draft.id)).toEqual(['invoice.cancelled']);
        expect((await organisation.call('GET', `/invoices/${draft.id}/history`)).body.data.at(-1)).toMatchObject({
            action: 'invoice.cancelled', before: { status: 'draft' }, after: { status: 'cancelled' }
        });
    });

    test('takes createCorrective for what it is: there is nothing to correct', async () => {
        const draft = await organisation.draft();

        const { body } = await cancel(organisation, draft.id, { createCorrective: true });

        expect(body).toMatchObject({ status: 'cancelled', correctives: [] });
    });
});

describe('cancelling an invoice that was never sent', () => {
    test('annuls it: it keeps its number and counts as zero', async () => {
        const issued = await organisation.issued({ customerName: undefined, contactId: contactId(1) });

        const { status, body } = await cancel(organisation, issued.id);

        expect(status).toBe(200);
        expect(body).toMatchObject({
            status: 'cancelled', paymentStatus: 'cancelled', invoiceNumber: 'FV/2026/11/0001', totalGross: '123.00',
            creditedAmount: '123.00', balance: '0.00',
            correctives: [], cancellation: { annulled: true, date: '2026-11-23' }
        });
        expect(await read(organisation, issued.id)).toEqual(body);
        expect(await entriesOf(service.databaseUrl, issued.id)).toEqual(['annulment credited 123.00']);
        expect(await eventTypesOf(issued.id)).toEqual(['invoice.issued', 'invoice.cancelled']);
        expect((await organisation.call('GET', `/invoices/customer/${contactId(1)}`)).body)
            .toMatchObject({ balance: '0.00', balances: [] });
        expect(await organisation.audit('vat_invoice-2026-11')).toMatchObject({ count: 1, gapless: true });
    });

    test('is refused while there are payments, and done by a corrective when that is asked for', async () => {
        const issued = await organisation.issued();
        await paidBySql(service.databaseUrl, issued.id, '23.00');

        const refused = await cancel(organisation, issued.id);
        const { body } = await cancel(organisation, issued.id, { createCorrective: true });

        expect(refused.status).toBe(409);
        expect(refused.body.code).toBe('INVOICE_HAS_PAYMENTS');
        expect(body).toMatchObject({
            status: 'cancelled', paidAmount: '0.00', creditedAmount: '123.00', balance: '0.00',
            cancellation: { annulled: false },
            correctives: [{ invoiceNumber: 'FK/2026/11/0001', totalGross: '-123.00' }]
        });
        expect(await entriesOf(service.databaseUrl, issued.id)).toEqual([
            'corrective credit 23.00', 'corrective credited 123.00', 'corrective paid -23.00', 'payment paid 23.00'
        ]);
    });

    test('is refused when it was corrected in part, and asks for nothing when it was corrected whole', async () => {
        const [partly, wholly] = [await organisation.issued(), await organisation.issued()];
        await correct(organisation, partly.id, { items: [{ itemId: partly.items[0].id, quantity: '0.5' }] });
        await correct(organisation, wholly.id, { type: 'full' });

        const refused = await cancel(organisation, partly.id);
        const done = await cancel(organisation, wholly.id);

        expect(refused.status).toBe(409);
        expect(refused.body).toMatchObject({ code: 'INVOICE_HAS_CORRECTIVES', errors: [{ path: 'createCorrective' }] });
        expect(done.body).toMatchObject({
            status: 'cancelled', creditedAmount: '123.00', balance: '0.00', cancellation: { annulled: false }
        });
        expect(done.body.correctives).toHaveLength(1);
    });

    test('that comes to nothing is annulled without any entry', async () => {
        const issued = await organisation.issued({ discountPercent: '100' });

        const { body } = await cancel(organisation, issued.id);

        expect(body).toMatchObject({ status: 'cancelled', cancellation: { annulled: true } });
        expect(await entriesOf(service.databaseUrl, issued.id)).toEqual([]);
    });
});

describe('cancelling an invoice that was sent', () => {
    test('without createCorrective is refused by name', async () => {
        const { warnings: _ofTheCall, ...invoice } = await givenSent();

        const { status, body } = await cancel(organisation, invoice.id);

        expect(status).toBe(409);
        expect(body).toMatchObject({ code: 'CORRECTIVE_REQUIRED', errors: [{ path: 'createCorrective' }] });
        expect(body.message).toContain('createCorrective');
        expect(await read(organisation, invoice.id)).toEqual(invoice);
    });

    test('with it issues a full corrective of what is left, and both are told', async () => {
        const invoice = await givenSent();
        await correct(organisation, invoice.id, { items: [{ itemId: invoice.items[0].id, quantity: '0.4' }] });

        const { status, body } = await cancel(organisation, invoice.id, { createCorrective: true });

        expect(status).toBe(200);
        expect(body).toMatchObject({
            status: 'cancelled', invoiceNumber: 'FV/2026/11/0001', creditedAmount: '123.00', balance: '0.00',
            cancellation: { annulled: false }, correctives: [{
                invoiceNumber: 'FK/2026/11/0001', totalGross: '-73.80'
            }, { invoiceNumber: 'FK/2026/11/0002', totalGross: '-49.20' }]
        });
        expect(await read(organisation, invoice.id)).toEqual(body);
        expect(await read(organisation, body.correctives[1].invoiceId)).toMatchObject({
            totalGross: '-49.20', correction: { sequence: 2, reason: 'Klient zrezygnował' }, status: 'issued'
        });
        expect(await eventTypesOf(invoice.id))
            .toEqual(['invoice.issued', 'invoice.sent', 'invoice.corrected', 'invoice.corrected', 'invoice.cancelled']);
        expect((await organisation.call('GET', `/invoices/${invoice.id}/history`)).body.data.at(-1)).toMatchObject({
            action: 'invoice.cancelled', after: { status: 'cancelled' }
        });
    });

    test('and paid makes what was paid the credit of the customer, and the balances of the customer add up',
        async () => {
            const invoice = await givenSent({ customerName: undefined, contactId: contactId(1) });
            await paidBySql(service.databaseUrl, invoice.id, '123.00');

            const { body } = await cancel(organisation, invoice.id, { createCorrective: true });

            expect(body).toMatchObject({ status: 'cancelled', paidAmount: '0.00', creditedAmount: '123.00' });
            expect(await entriesOf(service.databaseUrl, contactId(1))).toContain('corrective credit 123.00');
            expect((await organisation.call('GET', `/invoices/customer/${contactId(1)}`)).body)
                .toMatchObject({ balances: [{ totalGross: '0.00', paidAmount: '0.00', balance: '0.00' }] });
        });
});

describe('what is cancelled otherwise', () => {
    test('a proforma is annulled, sent or not, and never has a corrective', async () => {
        const proforma = await organisation.issued({ invoiceType: 'proforma' });
        await sent(organisation, proforma.id);

        const { status, body } = await cancel(organisation, proforma.id, { createCorrective: true });

        expect(status).toBe(200);
        expect(body).toMatchObject({
            status: 'cancelled', invoiceNumber: 'PF/2026/11/0001', correctives: [],
            cancellation: { annulled: true }, balance: '0.00'
        });
    });

    test('a corrective is final', async () => {
        const issued = await organisation.issued();
        const { body: corrective } = await correct(organisation, issued.id, { type: 'full' });

        const { status, body } = await cancel(organisation, corrective.id, { createCorrective: true });

        expect(status).toBe(409);
        expect(body.code).toBe('CORRECTIVE_NOT_CANCELLABLE');
    });

    test('what is cancelled already is answered as it is, and nothing is written', async () => {
        const issued = await organisation.issued();
        const first = await cancel(organisation, issued.id);
        const before = await storedRows(service);

        const again = await cancel(
            organisation, issued.id, { reason: 'Inny powód', createCorrective: true }, { 'if-match': '"1"' });

        expect(again.status).toBe(200);
        expect(again.text).toBe(first.text);
        expect(await storedRows(service)).toEqual(before);
    });

    test('a cancelled invoice is not corrected', async () => {
        const issued = await organisation.issued();
        await cancel(organisation, issued.id);

        const { status, body } = await correct(organisation, issued.id, { type: 'full' });

        expect(status).toBe(409);
        expect(body.code).toBe('INVOICE_NOT_CORRECTABLE');
    });
});

describe('the cancellation date', () => {
    test.each([
        ['the issue date', '2026-11-10', '2026-11-10'],
        ['today', '2026-11-23', '2026-11-23'],
        ['an instant that is yet today for the seller', '2026-11-22T23:30:00Z', '2026-11-23']
    ])('may be %s', async (_what, cancellationDate, date) => {
        const { id } = await organisation.issued({ issueDate: '2026-11-10' });

        const { status, body } = await cancel(organisation, id, { cancellationDate });

        expect(status).toBe(200);
        expect(body.cancellation.date).toBe(date);
    });

    test.each([
        ['before the issue date', '2026-11-09'], ['tomorrow', '2026-11-24'],
        ['an instant that is tomorrow for the seller', '2026-11-23T23:30:00Z'],
        ['no date', '2026-02-30'], ['a number', 20261123]
    ])('is refused by name when it is %s', async (_what, cancellationDate) => {
        const issued = await organisation.issued({ issueDate: '2026-11-10' });

        const { status, body } = await cancel(organisation, issued.id, { cancellationDate });

        expect(status).toBe(400);
        expect(body.errors[0].path).toBe('cancellationDate');
        expect(await read(organisation, issued.id)).toEqual(issued);
    });
});

describe('who may cancel, and how', () => {
    test.each([
        ['no reason', { reason: undefined }, 'reason'], ['an empty reason', { reason: ' ' }, 'reason'],
        ['a reason that is too long', { reason: 'x'.repeat(501) }, 'reason'],
        ['a text for createCorrective', { createCorrective: 'true' }, 'createCorrective'],
        ['an unknown field', { status: 'cancelled' }, 'status']
    ])('%s is refused by name', async (_what, body, path) => {
        const { id } = await organisation.issued();

        const answer = await cancel(organisation, id, body);

        expect(answer.status).toBe(400);
        expect(answer.body.errors[0].path).toBe(path);
    });

    test('a stale If-Match is refused, the present one is taken', async () => {
        const { id } = await organisation.issued();

        expect((await cancel(organisation, id, {}, { 'if-match': '"1"' })).status).toBe(412);
        expect((await cancel(organisation, id, {}, { 'if-match': '"2"' })).status).toBe(200);
    });

    test('another organisation has no such invoice, and a viewer may not', async () => {
        const { id } = await organisation.issued();
        const other = await givenOrganisation(service);
        const viewer = await organisation.as({ role: 'viewer' });

        expect((await cancel(other, id)).status).toBe(404);
        expect((await viewer('PATCH', `/invoices/${id}/cancel`, { body: { reason: 'x' } })).status).toBe(403);
        const user = await organisation.as({ role: 'sales' });
        expect((await user('PATCH', `/invoices/${id}/cancel`, { body: { reason: 'x' } })).status).toBe(200);
    });

    test.each([
        ['a draft', async () => (await organisation.draft()).id, {}],
        ['an invoice that is annulled', async () => (await organisation.issued()).id, {}],
        ['an invoice that is taken back', async () => (await organisation.issued()).id, { createCorrective: true }]
    ])('the same key answers the same for %s', async (_what, given, body) => {
        const id = await given();
        const first = await cancel(organisation, id, body, { 'idempotency-key': 'k' });
        const before = await storedRows(service);

        const again = await cancel(organisation, id, body, { 'idempotency-key': 'k' });

        expect(again.status).toBe(200);
        expect(again.headers['idempotent-replayed']).toBe('true');
        expect(again.text).toBe(first.text);
        expect(again.text).toBe((await organisation.call('GET', `/invoices/${id}`)).text);
        expect(await storedRows(service)).toEqual(before);
    });
});
