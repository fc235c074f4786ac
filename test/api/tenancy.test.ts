import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { givenDraft, givenSeller, givenService, type GivenService } from '../support/given-service.ts';
import { givenToken } from '../support/given-token.ts';
import { storedRows } from '../support/stored-rows.ts';

const unknownId = '00000000-0000-4000-8000-000000000000';
const roles = ['admin', 'accountant', 'manager', 'user', 'sales', 'viewer'] as const;

/** The documented map of roles to rights (spec 5.3), written out: who may do what on each route. */
const everyone: readonly string[] = roles;
const writers: readonly string[] = roles.filter((role) => role !== 'viewer');
const accountants: readonly string[] = ['admin', 'accountant', 'manager'];
const administrators: readonly string[] = ['admin'];

type Row = {
    readonly mayCall: readonly string[];
    /** The address with a foreign id; absent where the address holds none. */
    readonly foreign?: (foreign: Foreign) => string;
    /** The same address with an id that nobody has. */
    readonly unknown?: string;
    readonly body?: unknown;
    /** Any address of the route, for asking about roles. */
    readonly url: string;
};
type Foreign = { readonly draft: string; readonly item: string; readonly issued: string; readonly series: string; readonly payment: string };

const ofInvoice = (path: string, mayCall: readonly string[], body?: unknown): Row => ({
    mayCall, body, foreign: ({ draft }) => `/invoices/${draft}${path}`, unknown: `/invoices/${unknownId}${path}`, url: `/invoices/${unknownId}${path}`
});

const ofPayment = (path: string, mayCall: readonly string[], body?: unknown): Row => ({
    mayCall, body, foreign: ({ payment }) => `/payments/${payment}${path}`, unknown: `/payments/${unknownId}${path}`, url: `/payments/${unknownId}${path}`
});

/** Every route that is the organisation's own. A route of the server that has no row here fails the first test. */
const matrix: Readonly<Record<string, Row>> = {
    'GET /invoices': { mayCall: everyone, url: '/invoices' },
    'POST /invoices': { mayCall: writers, url: '/invoices', body: {} },
    'GET /invoices/{invoiceId}': ofInvoice('', everyone),
    'PATCH /invoices/{invoiceId}': ofInvoice('', writers, { notes: 'cudze' }),
    'DELETE /invoices/{invoiceId}': ofInvoice('', writers),
    'POST /invoices/{invoiceId}/issue': ofInvoice('/issue', writers, {}),
    'POST /invoices/{invoiceId}/recalculate': ofInvoice('/recalculate', writers),
    'POST /invoices/{invoiceId}/calculate-totals': ofInvoice('/calculate-totals', everyone, {}),
    'POST /invoices/{invoiceId}/validate-customer': ofInvoice('/validate-customer', everyone),
    'POST /invoices/{invoiceId}/items/service': ofInvoice('/items/service', writers, { serviceId: unknownId, quantity: 1 }),
    'POST /invoices/{invoiceId}/items/product': ofInvoice('/items/product', writers, { productId: unknownId, quantity: 1 }),
    'POST /invoices/{invoiceId}/items/custom': ofInvoice('/items/custom', writers, { description: 'x', quantity: 1, unitPriceNet: 1 }),
    'DELETE /invoices/{invoiceId}/items/{itemId}': {
        mayCall: writers, foreign: ({ draft, item }) => `/invoices/${draft}/items/${item}`, unknown: `/invoices/${unknownId}/items/${unknownId}`,
        url: `/invoices/${unknownId}/items/${unknownId}`
    },
    'GET /invoices/{invoiceId}/history': ofInvoice('/history', everyone),
    'GET /invoices/customer/{contactId}': { mayCall: everyone, url: `/invoices/customer/${contactId(1)}` },
    'GET /invoices/numbering': { mayCall: everyone, url: '/invoices/numbering' },
    'GET /invoices/numbering/{series}/audit': {
        mayCall: everyone, foreign: ({ series }) => `/invoices/numbering/${series}/audit`, unknown: '/invoices/numbering/vat_invoice-1999-01/audit',
        url: '/invoices/numbering/vat_invoice-1999-01/audit'
    },
    'POST /invoices/generate-number/{invoiceType}': { mayCall: everyone, url: '/invoices/generate-number/vat_invoice' },
    'POST /invoices/{invoiceId}/payments': ofInvoice('/payments', accountants, { amount: 1, paymentMethod: 'cash' }),
    'GET /invoices/{invoiceId}/payments': ofInvoice('/payments', everyone),
    'PATCH /invoices/{invoiceId}/mark-paid': ofInvoice('/mark-paid', accountants, { paymentDate: '2026-11-23', paymentMethod: 'cash' }),
    'POST /invoices/{invoiceId}/apply-credit': ofInvoice('/apply-credit', accountants),
    'POST /invoices/{invoiceId}/refunds': ofInvoice('/refunds', accountants, { amount: 1, paymentMethod: 'cash' }),
    'POST /invoices/{invoiceId}/write-off': ofInvoice('/write-off', accountants, { reason: 'x' }),
    'GET /payments': { mayCall: everyone, url: '/payments' },
    'POST /payments': { mayCall: accountants, url: '/payments', body: {} },
    'GET /payments/{paymentId}': ofPayment('', everyone),
    'POST /payments/{paymentId}/reversal': ofPayment('/reversal', accountants, { reason: 'x' }),
    'GET /customers/{contactId}/credit': { mayCall: everyone, url: `/customers/${contactId(1)}/credit` },
    'POST /customers/{contactId}/refunds': { mayCall: accountants, url: `/customers/${contactId(1)}/refunds`, body: {} },
    'GET /organisation': { mayCall: everyone, url: '/organisation' },
    'PUT /organisation': { mayCall: administrators, url: '/organisation', body: {} }
};
const entries = Object.entries(matrix);

/** Health and documentation are the same for everybody and need no token. */
const open = [/^\/health(\/|$)/, /^\/invoices\/health\/check$/, /^\/api\//];

let service: GivenService;
let foreign: Foreign;
let ours: string;
beforeAll(async () => {
    service = await givenService({ env: { MULTI_TENANT: 'true' } });
    const theirs = await givenToken({ org: 'theirs' });
    await givenSeller(service, {}, { org: 'theirs' });
    const draft = await givenDraft(service, { contactId: contactId(1), notes: 'tajne' }, { token: theirs });
    const issued = await givenDraft(service, { contactId: contactId(1), notes: 'tajne' }, { token: theirs });
    await service.call('POST', `/invoices/${issued.id}/issue`, { token: theirs });
    const { body } = await service.call('GET', '/invoices/numbering', { token: theirs });
    const payment = await service.call('POST', '/payments', { token: theirs, body: { contactId: contactId(1), amount: 1, paymentMethod: 'cash', notes: 'tajne' } });
    foreign = { payment: payment.body.id, draft: draft.id, item: draft.items[0].id, issued: issued.id, series: body.data[0].id };
    ours = await givenToken({ org: 'ours', role: 'admin' });
    await givenSeller(service, {}, { org: 'ours' });
});
afterAll(() => service.close());

const methodOf = (route: string) => route.split(' ')[0] ?? '';

describe('the matrix', () => {
    test('has a row for every route that needs a token, and no other', () => {
        const served = service.server.table()
            .filter(({ path }) => !open.some((pattern) => pattern.test(path)))
            .map(({ method, path }) => `${method.toUpperCase()} ${path}`);

        expect(served.sort()).toEqual(Object.keys(matrix).sort());
    });

    test('leaves out only routes that need no token', () => {
        const left = service.server.table().filter(({ path }) => open.some((pattern) => pattern.test(path)));

        expect(left.filter(({ settings }) => (settings.auth as unknown) !== false).map(({ path }) => path)).toEqual([]);
        expect(left.length).toBeGreaterThan(5);
    });

    test('has a foreign address for every route whose address holds an id', () => {
        const without = entries.filter(([route, row]) => /\{(invoiceId|itemId|paymentId|series)\}/.test(route) && row.foreign === undefined);

        expect(without).toEqual([]);
    });
});

describe('the id of another organisation', () => {
    const withIds = entries.flatMap(([route, { foreign: address, unknown, body }]) =>
        address === undefined || unknown === undefined ? [] : [[route, address, unknown, body] as const]);

    /** The answer without what belongs to the request: its own id, and the id that was asked for. */
    async function answer(route: string, url: string, body: unknown) {
        const response = await service.call(methodOf(route), url, { token: ours, body });
        const asked = url.split('/').filter((part) => /^[0-9a-f-]{36}$|^vat_invoice-/.test(part));
        const text = asked.reduce((shown, id) => shown.replaceAll(id, '<id>'), response.text);
        return { status: response.status, headers: Object.keys(response.headers).sort(), body: { ...JSON.parse(text), requestId: '' } };
    }

    test.each(withIds)('on %s is answered as one that does not exist, and changes nothing', async (route, address, unknown, body) => {
        const before = await storedRows(service);

        const theirs = await answer(route, address(foreign), body);
        const nobodys = await answer(route, unknown, body);

        expect(theirs).toEqual(nobodys);
        expect(theirs.status).toBe(404);
        expect(await storedRows(service)).toEqual(before);
    });

    test.each(withIds.filter(([route]) => route.includes('{invoiceId}')))('of an issued invoice on %s is 404 too', async (route, address, unknown, body) => {
        const issued = await answer(route, address({ ...foreign, draft: foreign.issued }), body);

        expect(issued).toEqual(await answer(route, unknown, body));
    });

    test('is found by its own organisation', async () => {
        const token = await givenToken({ org: 'theirs' });

        expect((await service.call('GET', `/invoices/${foreign.draft}`, { token })).status).toBe(200);
    });

    test('with a foreign item on an invoice of our own is 404, and the item stays', async () => {
        const draft = await givenDraft(service, {}, { token: ours });

        const { status } = await service.call('DELETE', `/invoices/${draft.id}/items/${foreign.item}`, { token: ours });

        expect(status).toBe(404);
        const token = await givenToken({ org: 'theirs' });
        expect((await service.call('GET', `/invoices/${foreign.draft}`, { token })).body.items[0].id).toBe(foreign.item);
    });
});

describe('lists', () => {
    test.each(['/invoices?limit=100', '/invoices?page=1&search=tajne', `/invoices/customer/${contactId(1)}`, '/invoices/numbering', '/payments'])('%s shows nothing of another organisation', async (url) => {
        const token = await givenToken({ org: 'newcomer' });

        const { status, body, text } = await service.call('GET', url, { token });

        expect([status, body.data]).toEqual([200, []]);
        expect(text).not.toContain('tajne');
    });

    test('a customer balance counts nothing of another organisation', async () => {
        const { body } = await service.call('GET', `/invoices/customer/${contactId(1)}`, { token: await givenToken({ org: 'newcomer' }) });

        expect([body.balance, body.balances]).toEqual(['0.00', []]);
    });

    test('a cursor of one organisation shows nothing of it to another', async () => {
        const { body: { nextCursor } } = await service.call('GET', '/invoices?limit=1', { token: await givenToken({ org: 'theirs' }) });

        const { body } = await service.call('GET', `/invoices?limit=1&cursor=${nextCursor}`, { token: await givenToken({ org: 'newcomer' }) });

        expect(body.data).toEqual([]);
    });
});

describe('what else is kept apart', () => {
    test('numbers: each organisation counts from one', async () => {
        const draft = await givenDraft(service, {}, { token: ours });

        const { body } = await service.call('POST', `/invoices/${draft.id}/issue`, { token: ours });

        expect(body.invoiceNumber).toMatch(/\/0001$/);
    });

    test('previews of numbers', async () => {
        const { body } = await service.call('POST', '/invoices/generate-number/vat_invoice', { token: await givenToken({ org: 'newcomer' }) });

        expect(body.invoiceNumber).toMatch(/\/0001$/);
    });

    test('the seller profile', async () => {
        const { body } = await service.call('GET', '/organisation', { token: await givenToken({ org: 'newcomer' }) });

        expect(body).toMatchObject({ id: 'newcomer', legalName: null });
    });

    test('Idempotency-Keys: the same key in two organisations makes two drafts', async () => {
        const post = async (org: string) => service.call('POST', '/invoices', { token: await givenToken({ org }), headers: { 'idempotency-key': 'shared' }, body: { notes: 'x' } });

        const [one, other] = [await post('ours'), await post('theirs')];

        expect([one.status, other.status]).toEqual([201, 201]);
        expect(one.body.id).not.toBe(other.body.id);
    });

    test('a token without an organisation is refused', async () => {
        expect((await service.call('GET', '/invoices', { token: await givenToken() })).status).toBe(401);
    });

    test('an organisation in a header or a body counts for nothing', async () => {
        const inHeader = await service.call('GET', `/invoices/${foreign.draft}`, { token: ours, headers: { 'x-organisation': 'theirs', org: 'theirs' } });
        const inBody = await service.call('POST', '/invoices', { token: ours, body: { organisationId: 'theirs' } });

        expect([inHeader.status, inBody.status, inBody.body.errors[0].path]).toEqual([404, 400, 'organisationId']);
    });
});

describe('roles', () => {
    test.each(entries.flatMap(([route, row]) => [...roles, 'intern', undefined].map((role) => [route, role, role !== undefined && row.mayCall.includes(role), row] as const)))(
        '%s as %s: let in is %s', async (route, role, isAllowed, { url, body }) => {
            const token = await givenToken({ org: `roles-${role}`, role });

            const answer = await service.call(methodOf(route), url, { token, body });

            if (isAllowed) {
                expect([401, 403]).not.toContain(answer.status);
                expect(answer.status).toBeLessThan(500);
            } else {
                expect([answer.status, answer.body.code]).toEqual([403, 'FORBIDDEN']);
            }
        });

    test.each(entries)('%s without a token is 401', async (route, { url, body }) => {
        const { status, body: problem, headers } = await service.call(methodOf(route), url, { token: '', body });

        expect([status, problem.code]).toEqual([401, 'UNAUTHORIZED']);
        expect(headers['www-authenticate']).toMatch(/^Bearer/);
    });

    test('a call without the right is refused before its body and id are looked at', async () => {
        const { status } = await service.call('PATCH', '/invoices/not-an-id', { token: await givenToken({ org: 'ours', role: 'viewer' }), body: '{broken' });

        expect(status).toBe(403);
    });

    test('one scope opens what needs that scope and nothing else', async () => {
        const token = await givenToken({ org: 'ours', role: undefined, scope: 'invoices:read' });

        const read = await service.call('GET', '/invoices', { token });
        const write = await service.call('POST', '/invoices', { token, body: {} });
        const organisation = await service.call('GET', '/organisation', { token });

        expect([read.status, write.status, organisation.status]).toEqual([200, 403, 403]);
    });
});
