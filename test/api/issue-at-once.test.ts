import { describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenClock } from '../support/given-server.ts';
import { givenItem, type Answered } from '../support/given-service.ts';
import { storedRows } from '../support/stored-rows.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const clock = givenClock();
const service = useService({ clock });
const organisation = useOrganisation(service);

const content = {
    customerName: 'Anna Przykładowa', customerAddress: 'ul. Lipowa 2, 00-002 Warszawa', items: [givenItem()],
    issue: true
};
const draft = { ...content, issue: false };
const series = 'vat_invoice-2026-11';
const path = '/invoices/bulk/create';

const create = (body: object, headers: Readonly<Record<string, string>> = {}): Promise<Answered> =>
    organisation.call('POST', '/invoices', { body, headers });
const bulk = (invoices: readonly object[], more: object = {}, headers: Readonly<Record<string, string>> = {}) =>
    organisation.call('POST', path, { body: { invoices, ...more }, headers });
const numbersOf = ({ body }: Answered) => body.results.map(
    ({ invoice }: { invoice?: { invoiceNumber: string | null } }) => invoice?.invoiceNumber ?? null);

describe('an invoice that is issued as it is stored', () => {
    test('has its number in the 201, and is what a draft of the same body becomes', async () => {
        const issued = await create(content);
        const { id } = (await create(draft)).body;
        const later = await organisation.issue(id);

        expect([issued.status, issued.body.status, issued.body.invoiceNumber])
            .toEqual([201, 'issued', 'FV/2026/11/0001']);
        expect(issued.headers['location']).toBe(`/invoices/${issued.body.id}`);
        expect((await organisation.call('GET', `/invoices/${issued.body.id}`)).body).toEqual(issued.body);
        const own = ['id', 'version', 'invoiceNumber', 'contentHash', 'chainHash'];
        const rest = (body: Record<string, unknown>) => ({
            ...Object.fromEntries(Object.entries(body).filter(([name]) => !own.includes(name))),
            items: (body['items'] as Record<string, unknown>[]).map(({ id: _own, ...item }) => item)
        });
        expect(rest(issued.body)).toEqual(rest(later.body));
        expect(await organisation.audit(series)).toMatchObject({ count: 2, gapless: true, chain: { verified: true } });
    });

    test('has one entry in its history, one event, and its VAT by rate', async () => {
        const { body: { id, invoiceNumber, chainHash } } = await create({ ...content, createdBy: 'Jan' });

        const history = (await organisation.call('GET', `/invoices/${id}/history`)).body.data;
        const events = (await organisation.call('GET', '/events')).body.data;
        const vat = await onDatabase(service.databaseUrl,
            'SELECT vat_category, net::text, vat::text FROM invoice_vat WHERE invoice_id = $1', [id]);

        expect(history).toMatchObject(
            [{ action: 'invoice.issued', onBehalfOf: 'Jan', after: { invoiceNumber, chainHash } }]);
        expect(events).toMatchObject([{ type: 'invoice.issued', data: { id, invoiceNumber, chainHash } }]);
        expect(vat).toEqual([{ vat_category: 'S', net: '100.0000', vat: '23.0000' }]);
    });

    test('shows its contact as it is now, also right after a draft that read it before its correction', async () => {
        const { customerName: _name, customerAddress: _address, ...rest } = content;
        const asked = { ...rest, contactId: contactId(1) };
        const before = await create({ ...asked, issue: false });
        service.standins.control.contacts.change(contactId(1), { company: 'Nowa Nazwa' });

        const { body } = await create(asked);

        expect(before.body.customerName).toBe('Podłogi Przykładowe Sp. z o.o.');
        expect([body.customerName, body.customerSource.stale, body.warnings]).toEqual(['Nowa Nazwa', false, undefined]);
    });

    test('is frozen: no line can be added to it', async () => {
        const { body: { id } } = await create(content);

        await expect(onDatabase(service.databaseUrl, `INSERT INTO invoice_line
            SELECT r.* FROM invoice_line l, jsonb_populate_record(l, jsonb_build_object(
                'id', gen_random_uuid(), 'position', 9)) r WHERE l.invoice_id = $1`, [id]))
            .rejects.toThrow('lines of an issued invoice cannot be changed');
    });

    test('answers the same number again under its key, byte for byte, and takes no second one', async () => {
        const first = await create(content, { 'idempotency-key': 'once' });
        const again = await create(content, { 'idempotency-key': 'once' });

        expect(first.body.invoiceNumber).toBe('FV/2026/11/0001');
        expect([again.status, again.text]).toEqual([201, first.text]);
        expect(await organisation.audit(series)).toMatchObject({ count: 1 });
    });

    test('takes one number under one key, however many calls come at once', async () => {
        const answers = await Promise.all(Array.from({ length: 8 }, () => create(content, { 'idempotency-key': 'x' })));

        expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
        expect(new Set(answers.flatMap(({ status, body }) => (status === 201 ? [body.invoiceNumber] : []))))
            .toEqual(new Set(['FV/2026/11/0001']));
        expect(await organisation.audit(series)).toMatchObject({ count: 1, gapless: true });
    });

    test.each([
        ['without lines', { items: [] }, 'INVOICE_HAS_NO_LINES'],
        ['without a buyer', { customerName: null, validateCustomer: false }, 'BUYER_INCOMPLETE'],
        ['for a customer with faults', { customerName: null }, 'CUSTOMER_INVALID'],
        ['dated ahead', { issueDate: '2026-11-24' }, 'ISSUE_DATE_IN_FUTURE'],
        ['sold in a mistyped year', { saleDate: '2062-11-23' }, 'SALE_DATE_TOO_LATE'],
        ['with a rate of another year', { currency: 'EUR', exchangeRate: '4.25', exchangeRateDate: '2001-01-01' },
            'EXCHANGE_RATE_DATE_WRONG']
    ])('is refused %s, and nothing is stored', async (_case, change, code) => {
        const before = await storedRows(service);

        const answer = await create({ ...content, ...change });

        expect([answer.status, answer.body.code]).toEqual([422, code]);
        expect(await storedRows(service)).toEqual(before);
    });

    test('before the last date of the series is 409 for who may not, and stores nothing', async () => {
        await create(content);
        const before = await storedRows(service);

        const user = await organisation.as({ role: 'user' });
        const answer = await user('POST', '/invoices', { body: { ...content, issueDate: '2026-11-20' } });

        expect([answer.status, answer.body]).toMatchObject([409, {
            code: 'ISSUE_DATE_BEFORE_LAST', errors: [{ path: 'issueDate' }],
            message: `issueDate: 2026-11-20 is before 2026-11-23, the last one of series ${series}`
        }]);
        expect(await storedRows(service)).toEqual(before);
    });

    test('needs the right to issue', async () => {
        const writer = await organisation.as({ scope: 'invoices:write', role: undefined });

        const answer = await writer('POST', '/invoices', { body: content });

        expect([answer.status, answer.body]).toMatchObject([403, {
            message: 'issue needs the scope invoices:issue', errors: [{ path: 'issue' }]
        }]);
        expect((await writer('POST', '/invoices', { body: draft })).status).toBe(201);
    });

    test('is no field of a change', async () => {
        const { body: { id } } = await create(draft);

        const answer = await organisation.call('PATCH', `/invoices/${id}`, { body: { issue: true } });

        expect([answer.status, answer.body.errors]).toMatchObject([400, [{ path: 'issue' }]]);
    });

    test('of a quote that is invoiced is refused and takes no number', async () => {
        const quoted = { quoteId: 'f0000000-0000-4000-8000-000000000001', contactId: contactId(1) };
        await create({ ...content, ...quoted });

        const answer = await create({ ...content, ...quoted });

        expect([answer.status, answer.body.code]).toEqual([409, 'QUOTE_ALREADY_INVOICED']);
        expect(await organisation.audit(series)).toMatchObject({ count: 1, gapless: true });
    });

    test('gets a number of its own, without a gap, when many are made at once beside issues of drafts', async () => {
        const drafts = await Promise.all(Array.from({ length: 10 }, () => organisation.draft()));
        const answers = await Promise.all([
            ...Array.from({ length: 20 }, () => create(content)),
            ...drafts.map(({ id }) => organisation.issue(id)),
            bulk(Array.from({ length: 10 }, () => content))
        ]);

        expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 201]));
        expect(await organisation.audit(series)).toMatchObject({
            count: 40, gapless: true, duplicates: [], chain: { verified: true }
        });
    });
});

describe('rows of a bulk that are issued as they are stored', () => {
    test('take their numbers in the order of the rows, beside drafts, by series', async () => {
        const rows = [
            content, draft, { ...content, invoiceType: 'proforma' }, { ...content, issueDate: '2026-10-31' }, content
        ];

        const answer = await bulk(rows);

        expect([answer.status, answer.body.created]).toEqual([201, 5]);
        expect(numbersOf(answer))
            .toEqual(['FV/2026/11/0001', null, 'PF/2026/11/0001', 'FV/2026/10/0001', 'FV/2026/11/0002']);
        expect(await organisation.audit(series)).toMatchObject({ count: 2, gapless: true, chain: { verified: true } });
        const { body } = await organisation.call('GET', `/invoices/${answer.body.results[4].invoice.id}`);
        expect(body).toMatchObject({ status: 'issued', invoiceNumber: 'FV/2026/11/0002', totalGross: '123.00' });
        const events = (await organisation.call('GET', '/events')).body.data;
        expect(events.map(({ data }: { data: { invoiceNumber: string } }) => data.invoiceNumber))
            .toEqual(numbersOf(answer).filter((number: string | null) => number !== null));
    });

    test('are answered again under their key, byte for byte, with the numbers that were taken', async () => {
        const rows = [content, draft, content];

        const first = await bulk(rows, {}, { 'idempotency-key': 'b' });
        const again = await bulk(rows, {}, { 'idempotency-key': 'b' });

        expect(numbersOf(first)).toEqual(['FV/2026/11/0001', null, 'FV/2026/11/0002']);
        expect(again.text).toBe(first.text);
        expect(await organisation.audit(series)).toMatchObject({ count: 2 });
    });

    test('are all refused for one date that is out of order, with the row, and nothing is stored', async () => {
        await create({ ...content, issueDate: '2026-11-22' });
        const before = await storedRows(service);
        const user = await organisation.as({ role: 'user' });

        const { status, body } = await user('POST', path, { body: { invoices: [
            content, draft, { ...content, issueDate: '2026-11-20' }
        ] } });

        expect([status, body.code, body.errors]).toMatchObject(
            [409, 'ISSUE_DATE_BEFORE_LAST', [{ path: 'invoices[2].issueDate' }]]);
        expect(body.message).toMatch(/^invoices\[2\]\.issueDate: 2026-11-20 is before .*; nothing was stored$/);
        expect(await storedRows(service)).toEqual(before);
    });

    test('are answered each by itself: a refused one takes no number, the others go on without a gap', async () => {
        await create({ ...content, issueDate: '2026-11-22' });
        const user = await organisation.as({ role: 'user' });
        const late = { ...content, issueDate: '2026-11-20' };

        const answer = await user('POST', path, { body: {
            continueOnError: true, invoices: [late, content, { ...content, items: [] }, late, content]
        } });

        expect([answer.status, answer.body.created, answer.body.failed]).toEqual([200, 2, 3]);
        expect(numbersOf(answer)).toEqual([null, 'FV/2026/11/0002', null, null, 'FV/2026/11/0003']);
        expect(answer.body.results.map(({ error }: { error?: { code: string } }) => error?.code)).toEqual([
            'ISSUE_DATE_BEFORE_LAST', undefined, 'INVOICE_HAS_NO_LINES', 'ISSUE_DATE_BEFORE_LAST', undefined
        ]);
        expect(await organisation.audit(series)).toMatchObject({ count: 3, gapless: true, chain: { verified: true } });
    });

    test('need the right to issue, each row of its own', async () => {
        const writer = await organisation.as({ scope: 'invoices:write', role: undefined });

        const answer = await writer('POST', path, { body: { continueOnError: true, invoices: [content, draft] } });

        expect(answer.body.results)
            .toMatchObject([{ status: 'failed', error: { code: 'FORBIDDEN' } }, { status: 'created' }]);
    });

    test('read their contacts anew side by side, not one after the other', async () => {
        const rows = Array.from({ length: 8 }, (_, index) => ({ ...content, contactId: contactId(index + 1) }));
        await bulk(rows.map((row) => ({ ...row, issue: false })));
        // Old enough to be read again, and young enough for a draft.
        clock.pass(10_000);
        const { contacts } = service.standins.control;
        const askedBefore = contacts.calls();
        contacts.set({ latencyMs: 500 });
        const begun = performance.now();

        const { status } = await bulk(rows);
        const tookMs = performance.now() - begun;
        contacts.set({ latencyMs: 0 });

        expect([status, contacts.calls() - askedBefore]).toEqual([201, 8]);
        expect(tookMs).toBeLessThan(2_500);
    });

    test('are a thousand with one call', async () => {
        const { body } = await bulk(Array.from({ length: 1_000 }, () => content), {}, { 'idempotency-key': 'many' });

        expect(body.created).toBe(1_000);
        expect(body.results[999].invoice.invoiceNumber).toBe('FV/2026/11/1000');
        expect(await organisation.audit(series))
            .toMatchObject({ count: 1_000, gapless: true, chain: { verified: true } });
    });
});
