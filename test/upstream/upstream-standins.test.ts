import { describe, expect, test } from '@jest/globals';
import { stdnum } from 'stdnum';
import { givenStandins } from '../support/standins.ts';
import { catalogueContacts } from '../../app/dev/standins/catalogue/contacts.ts';
import { catalogueProducts } from '../../app/dev/standins/catalogue/products.ts';
import { catalogueQuotes } from '../../app/dev/standins/catalogue/quotes.ts';
import { catalogueServices } from '../../app/dev/standins/catalogue/services.ts';
import { contactId, productId, quoteId, quoteItemId, serviceId } from '../../app/dev/standins/catalogue/ids.ts';

const { standins } = givenStandins();

async function ask(url: string, init: RequestInit = {}) {
    const response = await fetch(url, init);
    const text = await response.text();
    const body = text.startsWith('{') ? JSON.parse(text) as Record<string, unknown> : undefined;
    return { status: response.status, headers: response.headers, text, body };
}

function calculation(body: unknown, number = 1, text = JSON.stringify(body)) {
    return ask(`${standins().urls.services}/services/${serviceId(number)}/calculate-advanced`, {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: text
    });
}

describe('the calculation of service A', () => {
    test.each([
        [{ quantity: 10 },
            { netPrice: 475.8, vatAmount: 109.43, grossPrice: 585.23, discountApplied: 0, effectiveRate: 47.58 }],
        [{ quantity: 10, tier: null, regionalZone: null }, { netPrice: 475.8, vatAmount: 109.43, grossPrice: 585.23 }],
        [{ quantity: 10.5, tier: 'premium' },
            { netPrice: 542.96, vatAmount: 124.88, grossPrice: 667.83, effectiveRate: 51.71 }],
        [{ quantity: 33.33, regionalZone: 'krakow' }, { netPrice: 1823.72, effectiveRate: 54.72 }],
        [{ quantity: 59.99 }, { netPrice: 2854.32, vatAmount: 656.49, grossPrice: 3510.82, discountApplied: 0 }],
        [{ quantity: 60 }, { netPrice: 2640.69, discountApplied: 214.11, effectiveRate: 47.58 }],
        [{ quantity: 1 }, { netPrice: 150.5, effectiveRate: 47.58 }],
        [{ quantity: '12.5' }, { netPrice: 594.75 }],
        [{ quantity: true }, { netPrice: 150.5 }],
        [{ quantity: 1e15 }, { netPrice: 44011500000000000 }]
    ])('of %j is what the deployed service answers', async (body, expected) => {
        const { status, body: answer } = await calculation(body);

        expect(status).toBe(201);
        expect(answer).toMatchObject({ calculation: expected, service: { id: serviceId(1), code: 'MON-PAN' } });
    });

    test('says back what it was asked, with the usual tier and zone', async () => {
        const { body } = await calculation({ quantity: 10 });

        expect(body?.['requestParams']).toEqual({ quantity: 10, tier: 'standard', regionalZone: 'other' });
    });

    test.each([
        [{ quantity: 12.345 }], [{ quantity: '12.345' }], [{ quantity: 0 }], [{ quantity: -1 }], [{ quantity: '' }],
        [{ quantity: 'abc' }], [{ quantity: '12,5' }], [{ quantity: null }], [{}], [{ quantity: 1e-3 }],
        [{ quantity: 1, tier: 'BASIC' }], [{ quantity: 1, regionalZone: 'łódź' }], [{ quantity: 1, extra: 1 }],
        [{ quantity: 1, applySeasonalAdjustment: 'yes' }]
    ])('refuses %j with a list of messages', async (body) => {
        const { status, body: answer } = await calculation(body);

        expect(status).toBe(400);
        expect(answer).toMatchObject({ error: 'Bad Request', statusCode: 400 });
        expect(Array.isArray(answer?.['message'])).toBe(true);
    });

    test('takes 12.340 and names every violation at once', async () => {
        const taken = await calculation(undefined, 1, '{"quantity":12.340}');
        const refused = await calculation({ quantity: 1, tier: 'x', regionalZone: 'y', z: 1 });

        expect(taken.status).toBe(201);
        expect(refused.body?.['message']).toHaveLength(3);
    });

    test('looks at the body before the id', async () => {
        const badBody = await calculation({}, 999);
        const unknown = await calculation({ quantity: 1 }, 999);
        const broken = await calculation(undefined, 1, '{"quantity":');

        expect([badBody.status, unknown.status, broken.status]).toEqual([400, 404, 400]);
        expect(broken.body?.['message']).toBe('Unexpected end of JSON input');
    });
});

test.each([
    [true], [false], [undefined]
])('service B is priced in its own season, told %p', async (applySeasonalAdjustment) => {
    const { body } = await calculation({ quantity: 10, applySeasonalAdjustment }, 2);

    expect(body).toMatchObject({ calculation: { netPrice: 159.64, effectiveRate: 15.96 } });
});

test('a service whose standard price is stored as zero costs nothing', async () => {
    const { status, body } = await calculation({ quantity: 3 }, 14);

    expect(status).toBe(201);
    expect(body).toMatchObject({ calculation: { netPrice: 0, grossPrice: 0 } });
});

describe('the deployed form', () => {
    test.each([[
        'services', 28, serviceId(1)
    ], ['products', 31, productId(1)], ['contacts', 54, contactId(1)], ['quotes', 35, quoteId(1)]] as const)(
        'of %s has %i keys, decimals as text and a weak ETag', async (name, keys, id) => {
            const { status, headers, body } = await ask(`${standins().urls[name]}/${name}/${id}`);

            expect(status).toBe(200);
            expect(Object.keys(body ?? {})).toHaveLength(keys);
            expect(headers.get('etag')).toMatch(/^W\/"[0-9a-f]+-.{27}"$/);
            expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
            expect(headers.get('cache-control')).toBeNull();
        }
    );

    test('writes decimals with the scale of their column and the VAT rate as a number', async () => {
        const product = await ask(`${standins().urls.products}/products/${productId(1)}`);
        const service = await ask(`${standins().urls.services}/services/${serviceId(1)}`);

        expect(product.body).toMatchObject({
            selling_price_per_unit: '58.90', package_m2: '2.131', measurement_units_per_selling_unit: '1.0000'
        });
        expect(service.body).toMatchObject({ standardPrice: '47.58', seasonalMultiplier: '1.000', vatRate: 23 });
    });

    test('answers 304 to an ETag it gave, takes upper case and a trailing slash', async () => {
        const url = `${standins().urls.services}/services/${serviceId(1)}`;
        const { headers } = await ask(url);

        const again = await ask(url, { headers: { 'if-none-match': headers.get('etag') ?? '' } });
        const upper = await ask(`${standins().urls.services}/services/${serviceId(1).toUpperCase()}/`);

        expect([again.status, again.text]).toEqual([304, '']);
        expect(upper.body?.['id']).toBe(serviceId(1));
    });

    test('tells an unknown id, a malformed one and a wrong path apart', async () => {
        const { products, contacts, quotes } = standins().urls;

        const answers = await Promise.all([
            ask(`${products}/products/${productId(999)}`), ask(`${products}/products/nope`),
            ask(`${products}/api/v1/products/${productId(1)}`),
            ask(`${contacts.replace('/api/v1', '')}/contacts/${contactId(1)}`),
            ask(`${products}/products/${productId(1)}/calculate-optimal-pricing`,
                { method: 'POST', body: '{"targetMargin":30}' }),
            ask(`${quotes}/quotes/${quoteId(999)}`), ask(`${quotes}/quotes/nope`),
            ask(`${quotes.replace('/api/v1', '')}/quotes/${quoteId(1)}`)
        ]);

        expect(answers.map(({ body }) => body)).toEqual([
            { message: `Product with ID ${productId(999)} not found`, error: 'Not Found', statusCode: 404 },
            { message: 'Validation failed (uuid is expected)', error: 'Bad Request', statusCode: 400 },
            { message: `Cannot GET /api/v1/products/${productId(1)}`, error: 'Not Found', statusCode: 404 },
            { message: `Cannot GET /contacts/${contactId(1)}`, error: 'Not Found', statusCode: 404 },
            {
                message: `Cannot POST /products/${productId(1)}/calculate-optimal-pricing`,
                error: 'Not Found', statusCode: 404
            },
            { message: `Quote with ID ${quoteId(999)} not found`, error: 'Not Found', statusCode: 404 },
            { message: 'Validation failed (uuid is expected)', error: 'Bad Request', statusCode: 400 },
            { message: `Cannot GET /quotes/${quoteId(1)}`, error: 'Not Found', statusCode: 404 }
        ]);
    });

    test('of a quote has totals of zero, every decimal with the scale of its column, and items in no order',
        async () => {
            const { body } = await ask(`${standins().urls.quotes}/quotes/${quoteId(2)}`);
            const items = body?.['items'] as readonly Record<string, unknown>[];

            expect(body).toMatchObject({
                quoteNumber: 'OF/2026/11/0002', status: 'ACCEPTED', contactId: contactId(17), currency: 'PLN',
                discountPercent: '5.00', discountAmount: '0.00', subtotalNet: '0.00', subtotalGross: '0.00',
                totalNet: '0.00', totalGross: '0.00', vatAmount: '0.00', deliveryCost: '0.00',
                projectArea: null, version: 1
            });
            expect(items.map((item) => [item['position'], item['id']]))
                .toEqual([[3, quoteItemId(203)], [2, quoteItemId(202)], [1, quoteItemId(201)]]);
            expect(Object.keys(items[0] ?? {})).toHaveLength(24);
            expect(items[2]).toMatchObject({
                quoteId: quoteId(2), itemType: 'PRODUCT', productId: productId(14), sku: 'DES-002', quantity: '27.700',
                pricePerUnit: '209.50', discount: '0.00',
                netPrice: '5803.15', vatRate: '8.00', vatAmount: '464.25', grossPrice: '6267.40', wastePercent: '0.00'
            });
            expect(items[0]).toMatchObject({ itemType: 'SERVICE', productId: null, sku: null });
        });

    test('of a quote answers 304 to an ETag it gave, and takes upper case', async () => {
        const url = `${standins().urls.quotes}/quotes/${quoteId(1).toUpperCase()}`;
        const { headers, body } = await ask(url);

        const again = await ask(url, { headers: { 'if-none-match': headers.get('etag') ?? '' } });

        expect(body?.['id']).toBe(quoteId(1));
        expect([again.status, again.text]).toEqual([304, '']);
    });

    test('refuses a body over 100 kB and names no error', async () => {
        const { status, body } = await calculation({ quantity: 1, filler: 'x'.repeat(120_000) });

        expect(status).toBe(413);
        expect(body).toEqual({ statusCode: 413, message: 'request entity too large' });
    });
});

describe('the switches', () => {
    const put = (name: 'contacts' | 'products' | 'services' | 'quotes', body: unknown) =>
        ask(`${new URL(standins().urls[name]).origin}/_standin`, {
            method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body)
        });

    test('are changed over HTTP, one service at a time', async () => {
        const { body } = await put('products', { failure: 'error500' });

        const failing = await ask(`${standins().urls.products}/products/${productId(1)}`);
        const well = await ask(`${standins().urls.services}/services/${serviceId(1)}`);

        expect(body).toMatchObject({ name: 'products', failure: 'error500', form: 'deployed', calls: 0 });
        expect([failing.status, failing.body]).toEqual([500, { statusCode: 500, message: 'Internal server error' }]);
        expect(well.status).toBe(200);
    });

    test.each([
        [{ failure: 'error500' }, 500, 'Internal server error'], [{ rubbish: 'html' }, 200, 'We are back soon'],
        [{ rubbish: 'wrong_types' }, 200, '{"text":"PLN"}']
    ])('%j spoils quotes as it does the others', async (change, status, words) => {
        await put('quotes', change);

        const answer = await ask(`${standins().urls.quotes}/quotes/${quoteId(1)}`);

        expect(answer.status).toBe(status);
        expect(answer.text).toContain(words);
    });

    test('count calls and keep the last headers', async () => {
        await ask(`${standins().urls.contacts}/contacts/${contactId(1)}`, { headers: { 'x-request-id': 'seen' } });

        const { body } = await ask(`${new URL(standins().urls.contacts).origin}/_standin`);

        expect(body).toMatchObject({ calls: 1, lastHeaders: { 'x-request-id': 'seen' } });
    });

    test.each([
        [{ form: 'other' }], [{ latencyMs: -1 }], [{ failure: 1 }], [{ unknown: true }], [[]]
    ])('refuse %j', async (body) => {
        const { status } = await put('products', body);

        expect(status).toBe(400);
    });
});

describe('the catalogue', () => {
    const ids = [...catalogueContacts, ...catalogueProducts, ...catalogueServices, ...catalogueQuotes]
        .map(({ id }) => id);

    test('is large enough, and every id is a version 4 UUID of its own', () => {
        expect(catalogueProducts.length).toBeGreaterThanOrEqual(40);
        expect(catalogueServices.length).toBeGreaterThanOrEqual(12);
        expect(catalogueContacts.length).toBeGreaterThanOrEqual(20);
        expect(catalogueQuotes.length).toBeGreaterThanOrEqual(5);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)))
            .toBe(true);
    });

    test('has valid NIP and REGON numbers, but for the contacts that are meant to have a wrong one', () => {
        const isWrong = (kind: string, number: string | null) => number !== null
            && stdnum['PL']?.[kind]?.validate(number).isValid !== true;

        const wrongNips = catalogueContacts.filter(({ nip }) => isWrong('nip', nip));
        const wrongRegons = catalogueContacts.filter(({ regon }) => isWrong('regon', regon));

        expect(wrongNips.map(({ id }) => id)).toEqual([contactId(11), contactId(12)]);
        expect(wrongRegons.map(({ id }) => id)).toEqual([contactId(23)]);
    });

    test('writes to nobody: every e-mail address is in a domain that can not exist', () => {
        const domains = catalogueContacts.flatMap(({ email }) => email === null ? [] : [email.split('.').at(-1)]);

        expect(new Set(domains)).toEqual(new Set(['example']));
    });

    test('has services of every pricing model, and quotes for contacts and products that are there', () => {
        const models = new Set(catalogueServices.map(({ pricingModel }) => pricingModel));
        const named = catalogueQuotes.flatMap(({ contactId: buyer, items }) =>
            [buyer, ...items.map((item) => item.productId)]);

        expect(models).toEqual(new Set(['per_m2', 'hourly', 'daily', 'project', 'per_room', null]));
        expect(named.filter((id) => id !== null && !ids.includes(id))).toEqual([]);
    });
});
