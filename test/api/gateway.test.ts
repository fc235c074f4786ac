import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { contactId, productId, quoteId, serviceId } from '../../app/dev/standins/catalogue/ids.ts';
import { givenBuyer, givenDraft, givenSeller } from '../support/given-service.ts';
import { givenToken } from '../support/given-token.ts';
import { useService } from '../support/use-service.ts';

/**
 * Table 5.1 of the specification, without its rows for later: analytics and PDF.
 * Health needs no token at all.
 */
const contract = [
    'POST /invoices', 'GET /invoices', 'GET /invoices/{invoiceId}', 'PATCH /invoices/{invoiceId}',
    'DELETE /invoices/{invoiceId}', 'POST /invoices/generate-number/{invoiceType}',
    'POST /invoices/{invoiceId}/validate-customer', 'POST /invoices/{invoiceId}/calculate-totals',
    'POST /invoices/{invoiceId}/items/service', 'POST /invoices/{invoiceId}/items/product',
    'DELETE /invoices/{invoiceId}/items/{itemId}', 'POST /invoices/{invoiceId}/recalculate',
    'GET /invoices/customer/{contactId}', 'PATCH /invoices/{invoiceId}/send', 'POST /invoices/from-quote',
    'PATCH /invoices/{invoiceId}/cancel', 'PATCH /invoices/{invoiceId}/mark-paid', 'POST /invoices/bulk/create',
    'GET /invoices/analytics/statistics', 'GET /invoices/analytics/vat-report', 'GET /invoices/analytics/overdue',
    'GET /invoices/{invoiceId}/pdf', 'GET /invoices/{invoiceId}/proforma-pdf'
];

const service = useService({ env: { TRUSTED_NETWORKS: '127.0.0.0/8' } });
let port: number;
beforeAll(async () => {
    await service.server.start();
    port = Number(service.server.info.port);
    await givenSeller(service);
});

type Answer = {
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into bodies freely
    readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string; readonly body: any
};

/** A call over a real connection, byte for byte as the gateway's axios 1.x makes it. */
function axios(
    method: string, path: string, data?: unknown, more: Readonly<Record<string, string>> = {}
): Promise<Answer> {
    const payload = data === undefined ? '' : JSON.stringify(data);
    const body = method === 'POST' || method === 'PATCH' || method === 'PUT'
        ? {
            'content-type': data === undefined ? 'application/x-www-form-urlencoded' : 'application/json',
            'content-length': String(Buffer.byteLength(payload))
        }
        : {};
    const headers = {
        accept: 'application/json, text/plain, */*', ...body, 'user-agent': 'axios/1.7.2',
        'accept-encoding': 'identity', ...more
    };
    return new Promise((resolve, reject) => {
        const call = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
            const chunks: Buffer[] = [];
            response.on('data', (chunk: Buffer) => chunks.push(chunk));
            response.on('end', () => {
                const text = Buffer.concat(chunks).toString('utf8');
                resolve({
                    status: response.statusCode ?? 0, headers: response.headers, text,
                    body: text === '' ? undefined : JSON.parse(text)
                });
            });
        });
        call.on('error', reject);
        call.end(payload);
    });
}

const item = { itemType: 'custom', description: 'Transport', quantity: 1, unitPriceNet: 100, vatRate: 23 };

async function givenOwnDraft() {
    const { body } = await axios('POST', '/invoices', { ...givenBuyer({}), items: [item] });
    return body;
}

type Draft = { readonly id: string; readonly items: readonly { readonly id: string }[] };

/** One good call for each route of the contract. */
const calls: Readonly<Record<string, (draft: Draft) => Promise<Answer>>> = {
    'POST /invoices': () => axios('POST', '/invoices', {
        contactId: contactId(1), invoiceType: 'vat_invoice', createdBy: 'anna@example.com', autoGenerateNumber: true,
        autoCalculateTotals: true, items: [
            { itemType: 'product', productId: productId(1), quantity: 42.5 },
            { itemType: 'service', serviceId: serviceId(1), quantity: 33.33, regionalZone: 'krakow' }
        ]
    }),
    'GET /invoices': () =>
        axios('GET', '/invoices?status[]=draft&status[]=issued&sortBy=createdAt&sortOrder=desc&page=1&limit=20'),
    'GET /invoices/{invoiceId}': ({ id }) => axios('GET', `/invoices/${id}`),
    'PATCH /invoices/{invoiceId}': ({ id }) =>
        axios('PATCH', `/invoices/${id}`, { notes: 'Pilne', discountPercent: 2.5 }),
    'DELETE /invoices/{invoiceId}': ({ id }) => axios('DELETE', `/invoices/${id}`),
    'POST /invoices/generate-number/{invoiceType}': () => axios('POST', '/invoices/generate-number/vat_invoice'),
    'POST /invoices/{invoiceId}/validate-customer': ({ id }) => axios('POST', `/invoices/${id}/validate-customer`),
    'POST /invoices/{invoiceId}/calculate-totals': ({ id }) => axios('POST', `/invoices/${id}/calculate-totals`),
    'POST /invoices/{invoiceId}/items/service': ({ id }) => axios(
        'POST', `/invoices/${id}/items/service`, { serviceId: serviceId(1), quantity: 10, pricingTier: 'standard' }),
    'POST /invoices/{invoiceId}/items/product': ({ id }) => axios(
        'POST', `/invoices/${id}/items/product`, { productId: productId(1), quantity: 2, useOptimalPricing: true }),
    'DELETE /invoices/{invoiceId}/items/{itemId}': ({ id, items }) =>
        axios('DELETE', `/invoices/${id}/items/${items[0]?.id}`),
    'POST /invoices/{invoiceId}/recalculate': ({ id }) => axios('POST', `/invoices/${id}/recalculate`),
    'PATCH /invoices/{invoiceId}/mark-paid': async ({ id }) => {
        await service.call('POST', `/invoices/${id}/issue`);
        return axios('PATCH', `/invoices/${id}/mark-paid`,
            { paymentDate: new Date().toISOString(), paymentMethod: 'bank_transfer', amountPaid: 10.5 });
    },
    'PATCH /invoices/{invoiceId}/cancel': ({ id }) =>
        axios('PATCH', `/invoices/${id}/cancel`,
            { reason: 'Klient zrezygnował', createCorrective: true, cancellationDate: new Date().toISOString() }),
    'PATCH /invoices/{invoiceId}/send': ({ id }) =>
        axios('PATCH', `/invoices/${id}/send`, { emailTo: 'biuro@klient.example', sendCopy: true }),
    'GET /invoices/customer/{contactId}': () => axios('GET', `/invoices/customer/${contactId(1)}?page=1&limit=10`),
    'POST /invoices/from-quote': () => axios('POST', '/invoices/from-quote',
        { quoteId: quoteId(1), paymentMethod: 'bank_transfer', createdBy: 'anna@example.com' }),
    'GET /invoices/analytics/statistics': () =>
        axios('GET', '/invoices/analytics/statistics?startDate=2026-11-01&endDate=2026-11-30'),
    'GET /invoices/analytics/vat-report': () =>
        axios('GET', '/invoices/analytics/vat-report?startDate=2026-11-01&endDate=2026-11-30'),
    'GET /invoices/analytics/overdue': () => axios('GET', '/invoices/analytics/overdue'),
    'GET /invoices/{invoiceId}/pdf': ({ id }) => axios('GET', `/invoices/${id}/pdf`),
    'GET /invoices/{invoiceId}/proforma-pdf': ({ id }) => axios('GET', `/invoices/${id}/proforma-pdf`),
    'POST /invoices/bulk/create': () => axios('POST', '/invoices/bulk/create',
        { invoices: [{ contactId: contactId(1), items: [item] }, { items: [item] }], continueOnError: false })
};

const servedToGateway = () => service.server.table()
    .filter(({ settings }) => (settings.auth as unknown) !== false && settings.app?.gateway === true)
    .map(({ method, path }) => `${method.toUpperCase()} ${path}`);

describe('the routes of the gateway', () => {
    test('are all those of the contract, and no other', () => {
        const served = servedToGateway();

        expect(served).toEqual(expect.arrayContaining(contract));
        expect(contract).toEqual(expect.arrayContaining(served));
        expect(Object.keys(calls)).toEqual(expect.arrayContaining(served));
    });

    test.each(contract)('%s answers a call as axios makes it', async (route) => {
        const draft = await givenOwnDraft();

        const answer = await calls[route]?.(draft);

        const status = route.startsWith('DELETE') ? 204
            : /^POST (\/invoices$|.*from-quote|.*bulk|.*generate-number|.*\/items\/)/.test(route) ? 201 : 200;
        expect([answer?.status, answer?.text.startsWith('{"type":"urn:')]).toEqual([status, false]);
        if (status !== 204) {
            expect(answer?.headers['content-type']).toMatch(/^application\/json/);
        }
    });

    test('answer a deletion without a body', async () => {
        const { id } = await givenOwnDraft();

        const { status, text, headers } = await axios('DELETE', `/invoices/${id}`);

        expect([status, text, headers['content-type']]).toEqual([204, '', undefined]);
    });

    test('are called in the name of the gateway, in the default organisation', async () => {
        const { id } = (await axios('POST', '/invoices', { createdBy: 'anna@example.com', items: [item] })).body;

        const { body } = await service.call('GET', `/invoices/${id}/history`);

        expect(body.data[0]).toMatchObject({ actor: 'gateway', onBehalfOf: 'anna@example.com' });
        expect((await service.call('GET', `/invoices/${id}`)).body.createdBy).toBe('gateway');
    });

    test.each([
        'application/x-www-form-urlencoded', 'application/json', 'text/plain', 'multipart/form-data; boundary=x'
    ])(
        'take an empty body of the type %s for no body', async (type) => {
            const { id } = await givenOwnDraft();

            const answers = await Promise.all(['recalculate', 'calculate-totals', 'validate-customer'].map((action) =>
                axios('POST', `/invoices/${id}/${action}`, undefined, { 'content-type': type })));

            expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
        });

    test('take an empty POST /invoices for an empty draft', async () => {
        expect((await axios('POST', '/invoices')).status).toBe(201);
    });

    test.each([
        'status[]=draft', 'status%5B%5D=draft&status%5B%5D=paid', 'status=draft&status=paid',
        'status=draft,paid', 'status[0]=draft'
    ])('take the list %s', async (query) => {
        const { id } = await givenOwnDraft();

        const { status, body } = await axios('GET', `/invoices?limit=100&${query}`);

        expect(status).toBe(200);
        expect(body.data.some((row: Draft) => row.id === id)).toBe(true);
    });

    test('show in message what the caller must mend', async () => {
        const { status, body, headers } = await axios('POST', '/invoices', { items: [{ ...item, quantity: '12,5' }] });

        expect([status, headers['content-type']]).toEqual([400, 'application/problem+json']);
        expect(body.message).toContain('items[0].quantity');
        expect(body.message).toBe(body.detail);
    });

    test('answer an unknown id with 404 and a sentence', async () => {
        const { status, body } = await axios('GET', '/invoices/00000000-0000-4000-8000-000000000000');

        expect([status, body.code, typeof body.message]).toEqual([404, 'INVOICE_NOT_FOUND', 'string']);
    });

    test.each([
        '/invoices/..%2Forganisation', '/invoices/..%2f..%2fmetrics', '/invoices/%2e%2e%2forganisation',
        '/invoices/../organisation', '/invoices/x%00', '/invoices/%zz', "/invoices/1'--"
    ])(
        'with the id in %s reach nothing else', async (path) => {
            const { status, text } = await axios('GET', path);

            expect(status).toBeGreaterThanOrEqual(400);
            expect(status).toBeLessThan(500);
            expect(text).not.toContain('legalName');
        });
});

describe('the routes beyond the gateway', () => {
    test('answer a trusted peer when it has a token, and else not', async () => {
        const authorization = `Bearer ${await givenToken()}`;

        const answers = [
            await axios('GET', '/organisation', undefined, { authorization }), await axios('GET', '/organisation')
        ];

        expect(answers.map(({ status }) => status)).toEqual([200, 401]);
    });
});

describe('a token from a trusted network', () => {
    test.each([
        'Bearer wrong', 'Bearer', 'Basic eDp5', ''
    ])('that is wrong (%j) is 401, never the gateway', async (authorization) => {
        expect((await axios('GET', '/invoices', undefined, { authorization })).status).toBe(401);
    });

    test('decides alone what may be done', async () => {
        const authorization = `Bearer ${await givenToken({ role: 'viewer' })}`;

        expect((await axios('POST', '/invoices', {}, { authorization })).status).toBe(403);
    });

    test('of another organisation sees that one', async () => {
        const token = await givenToken({ org: 'elsewhere' });
        const { id } = await givenDraft(service, {}, { token });

        const asGateway = await axios('GET', `/invoices/${id}`);
        const asOwner = await axios('GET', `/invoices/${id}`, undefined, { authorization: `Bearer ${token}` });

        expect([asGateway.status, asOwner.status]).toEqual([404, 200]);
    });
});
