import { beforeAll, describe, expect, test } from '@jest/globals';
import type { StandinName } from '../../app/dev/standins/standins.ts';
import type { Switches } from '../../app/dev/standins/switches.ts';
import { contactId, productId, serviceId } from '../../app/dev/standins/catalogue/ids.ts';
import { formatMinor, parseMicros } from '../../app/foundation/money/decimal.ts';
import { givenDraft, givenItem, givenService, type GivenService } from '../support/given-service.ts';
import { givenUpstream } from '../support/given-upstream.ts';
import { givenServer } from '../support/given-server.ts';
import { givenAuthorization } from '../support/given-token.ts';
import { roundedByHand } from '../support/rounded-by-hand.ts';
import { storedRows } from '../support/stored-rows.ts';
import { useService } from '../support/use-service.ts';

const unknownId = '00000000-0000-4000-8000-000000000000';
const forms = ['deployed', 'documented'] as const;

const service = useService();
beforeAll(async () => {
    await service.call('GET', '/organisation');
});

function post(body: unknown, to: GivenService = service) {
    return to.call('POST', '/invoices', { body });
}

/**
 * Runs a test on a service of its own with an upstream that misbehaves, so that other tests do not share its breaker
 * and cache.
 */
async function withUpstream<T>(
    name: StandinName, switches: Partial<Switches>, work: (own: GivenService) => Promise<T>, env = {}
): Promise<T> {
    const own = await givenService({ env });
    try {
        await own.call('GET', '/organisation');
        own.standins.control[name].set(switches);
        return await work(own);
    } finally {
        await own.close();
    }
}

const product = (number: number, more = {}) =>
    ({ itemType: 'product', productId: productId(number), quantity: '1', ...more });
const fitting = (number: number, more = {}) =>
    ({ itemType: 'service', serviceId: serviceId(number), quantity: '10', ...more });

describe('a product', () => {
    test.each(forms)('is priced from the %s form of products-service', async (form) => {
        const body = await withUpstream('products', { form }, async (own) =>
            (await post({ items: [product(3, { quantity: '2.5' })] }, own)).body);

        expect(body.items[0]).toMatchObject({
            description: 'Panel laminowany Jesion Polarny AC5 10 mm', unit: 'm²', unitPriceNet: '79.99', vatRate: 23,
            vatCategory: 'S', totalNet: '199.98', totalVAT: '46.00',
            priceSource: { source: 'products-service', call: 'selling_price', stale: false }
        });
    });

    test('with optimal pricing costs what the documented form recommends', async () => {
        const body = await withUpstream('products', { form: 'documented' }, async (own) =>
            (await post({ items: [product(1, { useOptimalPricing: true })] }, own)).body);

        // 41.20 × 1.35
        expect(body.items[0]).toMatchObject({
            unitPriceNet: '55.62', priceSource: {
                source: 'products-service', call: 'optimal_price', inputs: { targetMargin: '35' }, netPrice: '55.62'
            }
        });
    });

    test('with optimal pricing costs the selling price in the deployed form, and the line says so', async () => {
        const { body } = await post({ items: [product(1, { useOptimalPricing: true })] });

        expect(body.items[0]).toMatchObject({
            unitPriceNet: '58.9',
            priceSource: { call: 'selling_price', note: expect.stringContaining('selling price was used') }
        });
    });

    // 100.00 per m², 2.1234 m² in a pack.
    test.each([
        [undefined, 'paczka', '212.34', '2123.40'], ['opak.', 'opak.', '212.34', '2123.40'],
        ['m2', 'm2', '100', '1000.00']
    ])('priced per m² and sold by the pack costs, with the unit %j, %s × %s: %s',
        async (unit, printed, unitPriceNet, totalNet) => {
            const { body } = await post(
                { items: [product(47, { quantity: '10', ...(unit === undefined ? {} : { unit }) })] });

            expect(body.items[0]).toMatchObject({
                unit: printed, unitPriceNet, totalNet, priceSource: { call: 'selling_price', netPrice: unitPriceNet }
            });
            expect(body.items[0].priceSource.inputs).toEqual(unitPriceNet === '100' ? undefined : {
                basePrice: '100', baseUnit: 'm²', unitsPerSellingUnit: '2.1234', sellingUnit: 'paczka'
            });
        });

    test('sold by the pack is priced by the pack in the documented form, also when recommended', async () => {
        const body = await withUpstream('products', { form: 'documented' }, async (own) =>
            (await post({ items: [product(47), product(47, { useOptimalPricing: true })] }, own)).body);

        // 70.00 × 1.35
        expect(body.items).toMatchObject([{ unitPriceNet: '100', unit: 'paczka' }, { unitPriceNet: '94.5' }]);
    });

    test('that has a base unit and a recommended price has that per base unit too', async () => {
        const upstream = await givenUpstream(200, JSON.stringify({
            id: productId(47), product_name: 'Panel', selling_unit: 'paczka', base_unit_for_pricing: 'm²',
            measurement_units_per_selling_unit: '2.1234', selling_price_per_unit: '100.00', vat_rate: 23,
            target_margin_percent: '35', recommendedPrice: '94.50'
        }));
        const own = await givenService({ env: { PRODUCTS_SERVICE_URL: `${upstream.url}/products-api` } });

        const { body } = await post({ items: [product(47, { useOptimalPricing: true, quantity: '10' })] }, own);
        await own.close();
        await upstream.close();

        // 94.50 × 2.1234 = 200.6613
        expect(body.items[0]).toMatchObject({
            unitPriceNet: '200.6613', totalNet: '2006.61', priceSource: {
                call: 'optimal_price',
                inputs: {
                    basePrice: '94.5', unitsPerSellingUnit: '2.1234', targetMargin: '35', useOptimalPricing: true
                }
            }
        });
    });

    test.each([[48, {}], [49, {}], [47, { unit: 'paleta' }]])(
        'number %i with %j, of whose unit nobody knows the size, is 422', async (number, more) => {
            const { status, body } = await post({ items: [product(number, more)] });
            const byHand = await post({ items: [product(number, { ...more, unitPriceNet: '30.00' })] });

            expect([status, body.code, body.errors[0].path])
                .toEqual([422, 'PRODUCT_UNIT_UNCLEAR', 'items[0].productId']);
            expect(body.message).toMatch(/priced per m.* sold by .*: give unitPriceNet$/);
            expect([byHand.status, byHand.body.items[0].unitPriceNet]).toEqual([201, '30']);
        });

    test('whose price, name, unit and rate the caller gives is not asked for', async () => {
        service.standins.control.products.set({ failure: 'error500' });

        const { status, body } = await post({ items: [product(
            1, { unitPriceNet: '50.00', description: 'Panel', unit: 'm²', vatRate: 8 })] });

        expect([status, service.standins.control.products.calls()]).toEqual([201, 0]);
        expect(body.items[0])
            .toMatchObject({ unitPriceNet: '50', productId: productId(1), priceSource: { source: 'caller' } });
    });

    test('whose price the caller gives keeps it and takes the name from products-service', async () => {
        const { body } = await post({ items: [product(1, { unitPriceNet: '50.00' })] });

        expect(body.items[0]).toMatchObject({
            description: 'Panel laminowany Dąb Wiślany AC4 8 mm', unitPriceNet: '50', priceSource: { source: 'caller' }
        });
    });

    test('in another currency is taken with a price of the caller', async () => {
        expect((await post({ items: [product(43, { unitPriceNet: '280.00' })] })).status).toBe(201);
    });

    test('priced in EUR is taken in an EUR draft', async () => {
        const { body } = await post({ currency: 'EUR', items: [product(43)] });

        expect(body).toMatchObject({ currency: 'EUR', totalNet: '64.90' });
    });
});

describe('a service', () => {
    test.each(forms)('is priced from the %s form of services-service', async (form) => {
        const body = await withUpstream('services', { form }, async (own) =>
            (await post({ items: [fitting(1, { quantity: '33.33', regionalZone: 'krakow' })] }, own)).body);

        expect(body.items[0]).toMatchObject({
            description: 'Montaż paneli laminowanych na klik', unit: 'm²', totalNet: '1823.72', totalVAT: '419.46',
            pricingTier: 'standard', regionalZone: 'krakow',
            priceSource: {
                source: 'services-service', call: 'calculate_advanced', id: serviceId(1), netPrice: '1823.72',
                inputs: { quantity: '33.33', tier: 'standard', regionalZone: 'krakow', applySeasonalAdjustment: false }
            }
        });
    });

    test.each([
        ['10.5', 'premium', '542.96'], ['60', 'standard', '2640.69'], ['59.99', 'standard', '2854.32'],
        ['1', 'basic', '150.50'], ['0.01', 'standard', '150.50']
    ])('of quantity %s at tier %s costs to the cent what services-service says: %s',
        async (quantity, pricingTier, totalNet) => {
            const { body } = await post({ items: [fitting(1, { quantity, pricingTier })] });

            expect(body.items[0]).toMatchObject({ quantity, totalNet });
            // The shown values multiply back: price × quantity ÷ base quantity.
            const { unitPriceNet, priceBaseQuantity } = body.items[0];
            const cents = roundedByHand(
                parseMicros(unitPriceNet) * parseMicros(quantity) * 100n, parseMicros(priceBaseQuantity) * 1_000_000n);
            expect(formatMinor(cents, 2)).toBe(totalNet);
        });

    test('keeps a unit of the caller that is a word of another model, when it is priced afresh', async () => {
        const { body } = await post({ items: [fitting(8, { quantity: '1', unit: 'h' })] });

        const { body: again } = await service.call('POST', `/invoices/${body.id}/recalculate`);

        expect([body.items[0].unit, again.invoice.items[0].unit]).toEqual(['h', 'h']);
    });

    // 90.00 an hour, 960.00 a day, a project at its minimum charge of 350.00, a room at 15 m² × 14.00.
    test.each([
        [2, '8', 'hourly', 'godz.', 'h', '90', '720.00', 8], [2, '7.125', 'hourly', 'godz.', 'h', '90', '641.25', 8],
        [8, '1.5', 'daily', 'dzień', 'day', '960', '1440.00', 8],
        [11, '2', 'project', 'usł.', 'service', '350', '700.00', 23],
        [7, '3', 'per_room', 'pomieszczenie', 'room', '210', '630.00', 23]
    ])('number %i of quantity %s is priced %s: by %s or %s at %s',
        async (...[number, quantity, pricingModel, polish, english, unitPriceNet, totalNet, vatRate]) => {
            const items = [fitting(number, { quantity })];
            const calls = service.standins.control.services.calls();

            const { body } = await post({ items });
            const { body: abroad } = await post({ items, language: 'en-GB' });

            expect(body.items[0]).toMatchObject({
                quantity, unit: polish, unitPriceNet, totalNet, vatRate, pricingTier: null, regionalZone: null,
                priceSource: {
                    source: 'services-service', call: 'service_rate', id: serviceId(number), stale: false,
                    netPrice: unitPriceNet, inputs: { pricingModel }
                }
            });
            expect(body.items[0].priceSource.note).toBeUndefined();
            expect(abroad.items[0]).toMatchObject({ unit: english, unitPriceNet, totalNet });
            await service.call('PATCH', `/invoices/${body.id}`, { body: { language: 'en' } });
            const again = await service.call('POST', `/invoices/${body.id}/recalculate`);
            expect(again.body.invoice.items[0]).toMatchObject({ unit: english, totalNet });
            expect(service.standins.control.services.calls() - calls).toBeLessThanOrEqual(2);
        });

    test('priced by the hour says that tier and zone do not apply, on gross prices too', async () => {
        const { body } = await post({
            pricesInclude: 'gross',
            items: [fitting(2, { quantity: '8', pricingTier: 'premium', regionalZone: 'warsaw' })]
        });

        expect(body.items[0]).toMatchObject({
            unitPriceNet: '97.2', totalGross: '777.60', totalNet: '720.00', pricingTier: null,
            priceSource: {
                inputs: { pricingModel: 'hourly', hourlyRate: '90' }, note: expect.stringMatching(/^tier, zone/)
            }
        });
    });

    test.each([[17], [18]])('number %i without a rate of its model is 422, never a free line', async (number) => {
        const { status, body } = await post({ items: [fitting(number)] });

        expect([status, body.code, body.errors[0].path])
            .toEqual([422, 'SERVICE_HAS_NO_PRICE', 'items[0].serviceId']);
        expect(body.message).toContain('give unitPriceNet');
    });

    test('by the hour in the documented form, which has no rates, is 422', async () => {
        const { status, body } = await withUpstream('services', { form: 'documented' }, (own) =>
            post({ items: [fitting(2)] }, own));

        expect([status, body.code]).toEqual([422, 'SERVICE_HAS_NO_PRICE']);
    });

    test('of a quantity with 3 decimals is 400 naming it, before any call', async () => {
        const before = await storedRows(service);

        const { status, body } = await post({ items: [fitting(1, { quantity: '12.345' })] });

        expect([status, body.code]).toEqual([400, 'QUANTITY_TOO_PRECISE']);
        expect(body.errors)
            .toEqual([{ path: 'items[0].quantity', code: 'QUANTITY_TOO_PRECISE', message: expect.any(String) }]);
        expect(body.message).toContain('items[0].quantity');
        expect(await storedRows(service)).toEqual(before);
    });

    test('of a quantity whose third decimal is zero is taken', async () => {
        expect((await post({ items: [fitting(1, { quantity: '12.340' })] })).body.items[0].quantity).toBe('12.34');
    });

    test('with 3 decimals is taken with all that services-service would say', async () => {
        const { status } = await post({ items: [fitting(
            1, { quantity: '12.345', description: 'Montaż', unit: 'm²', unitPriceNet: '47.58', vatRate: 23 })] });

        expect(status).toBe(201);
    });

    test('at a tier that costs nothing is 422, and at another tier is taken', async () => {
        const free = await post({ items: [fitting(14)] });
        const basic = await post({ items: [fitting(14, { pricingTier: 'basic' })] });

        expect([free.status, free.body.code, free.body.errors[0].path])
            .toEqual([422, 'SERVICE_HAS_NO_PRICE', 'items[0].serviceId']);
        expect(basic.status).toBe(201);
    });
});

describe('an item that cannot be sold', () => {
    test.each([
        ['an inactive product', product(12), 'productId', 'PRODUCT_INACTIVE'],
        ['a discontinued product', product(7), 'productId', 'PRODUCT_INACTIVE'],
        ['an inactive product with a price of the caller', product(12, { unitPriceNet: '5.00' }),
            'productId', 'PRODUCT_INACTIVE'],
        ['a product without a price', product(18), 'productId', 'PRODUCT_HAS_NO_PRICE'],
        ['a product priced at zero', product(46), 'productId', 'PRODUCT_HAS_NO_PRICE'],
        ['an unknown product', { ...product(1), productId: unknownId }, 'productId', 'PRODUCT_NOT_FOUND'],
        ['a product in another currency', product(43), 'productId', 'PRICE_CURRENCY_MISMATCH'],
        ['an inactive service', fitting(13), 'serviceId', 'SERVICE_INACTIVE'],
        ['a discontinued service', fitting(16), 'serviceId', 'SERVICE_INACTIVE'],
        ['an unknown service', { ...fitting(1), serviceId: unknownId }, 'serviceId', 'SERVICE_NOT_FOUND']
    ])('%s is 422 with its path, and nothing is stored', async (_case, item, field, code) => {
        const before = await storedRows(service);

        const { status, body } = await post({ items: [givenItem(), item] });

        expect([status, body.code]).toEqual([422, code]);
        expect(body.errors).toEqual([{ path: `items[1].${field}`, code, message: expect.any(String) }]);
        expect(body.message.startsWith(`items[1].${field}`)).toBe(true);
        expect(await storedRows(service)).toEqual(before);
    });

    test('a service row of nulls is never a free line', async () => {
        const { status } = await post({ items: [fitting(15)] });

        expect([422, 502]).toContain(status);
    });

    test('a service in a EUR draft is 422, because its prices are in PLN', async () => {
        const { status, body } = await post({ currency: 'EUR', items: [fitting(1)] });

        expect([status, body.code, body.errors[0].path])
            .toEqual([422, 'PRICE_CURRENCY_MISMATCH', 'items[0].serviceId']);
    });
});

describe('an upstream that is down', () => {
    test.each([
        ['products', 'products-service', { items: [product(1)] }],
        ['services', 'services-service', { items: [fitting(1)] }],
        ['contacts', 'contacts-service', { contactId: contactId(1), items: [givenItem()] }]
    ] as const)('%s without a cached answer is 503 with Retry-After, and nothing is stored', (name, upstream, draft) =>
        withUpstream(name, { failure: 'error500' }, async (own) => {
            const before = await storedRows(own);

            const { status, body, headers } = await post(draft, own);

            expect([status, body.code, body.details.upstream]).toEqual([503, 'UPSTREAM_UNAVAILABLE', upstream]);
            expect(Number(headers['retry-after'])).toBeGreaterThan(0);
            expect(body.message).toContain(upstream);
            expect(await storedRows(own)).toEqual(before);
        }));

    test.each(['hang', 'reset'] as const)('products that %s are 503 within the deadline', (failure) =>
        withUpstream('products', { failure }, async (own) => {
            const { status, body } = await post({ items: [product(1)] }, own);

            expect([status, body.code]).toEqual([503, 'UPSTREAM_UNAVAILABLE']);
        }, { UPSTREAM_TIMEOUT_MS: '300' }));

    test.each([
        ['products', product(1)], ['services', fitting(1)]
    ] as const)('%s with a cached price uses it, and the line says that it is stale', (name, item) =>
        withUpstream(name, {}, async (own) => {
            const fresh = await post({ items: [item] }, own);
            own.standins.control[name].set({ failure: 'error500' });

            const stale = await post({ items: [item] }, own);

            expect(fresh.body.items[0].priceSource.stale).toBe(false);
            expect(stale.status).toBe(201);
            expect(stale.body.items[0]).toMatchObject({
                totalNet: fresh.body.items[0].totalNet,
                priceSource: { stale: true, fetchedAt: fresh.body.items[0].priceSource.fetchedAt }
            });
        }, { PRICE_FRESH_SECONDS: '0' }));

    test('contacts with the buyer named by the caller does not hold the draft up', () =>
        withUpstream('contacts', { failure: 'error500' }, async (own) => {
            const { status, body } = await post(
                { contactId: contactId(1), customerName: 'Jan Zmyślony', items: [givenItem()] }, own);

            expect(status).toBe(201);
            expect(body).toMatchObject({
                contactId: contactId(1), customerName: 'Jan Zmyślony', customerNIP: null,
                warnings: [{ path: 'contactId', code: 'CUSTOMER_UNCHECKED', message: expect.any(String) }]
            });
        }));

    test('contacts cannot answer for a customer whom the caller does not name: 503, in an edit too', () =>
        withUpstream('contacts', { failure: 'error500' }, async (own) => {
            const draft = await givenDraft(own, { customerName: null });

            const created = await post({ contactId: contactId(11) }, own);
            const edited = await own.call(
                'PATCH', `/invoices/${draft.id}`, { body: { contactId: contactId(11) } });

            expect([created.status, edited.status]).toEqual([503, 503]);
        }));

    test('contacts does not make an edit of the buyer forget what was known', () =>
        withUpstream('contacts', {}, async (own) => {
            const draft = await givenDraft(own, { contactId: contactId(1), customerName: 'Oddział Praga' });
            own.standins.control.contacts.set({ failure: 'error500' });
            // Another replica, which has no copy of the contact.
            const replica = await givenServer({
                env: { DATABASE_URL: own.databaseUrl, CONTACTS_SERVICE_URL: own.standins.urls.contacts }
            });

            const edited = await replica.server.inject({
                method: 'PATCH', url: `/invoices/${draft.id}`, headers: await givenAuthorization(),
                payload: { customerAddress: 'ul. Nowa 1' }
            });
            await replica.close();

            expect(edited.statusCode).toBe(503);
            expect((await own.call('GET', `/invoices/${draft.id}`)).body).toEqual(draft);
        }));

    test('one bad item of many leaves nothing behind', () =>
        withUpstream('services', { failure: 'error500' }, async (own) => {
            const before = await storedRows(own);

            const { status } = await post({ items: [givenItem(), product(1), fitting(1)] }, own);

            expect(status).toBe(503);
            expect(await storedRows(own)).toEqual(before);
        }));

    test('an addition of an item is refused and the draft stays as it was', () =>
        withUpstream('products', { failure: 'error500' }, async (own) => {
            const draft = await givenDraft(own);

            const { status } = await own.call(
                'POST', `/invoices/${draft.id}/items/product`, { body: { productId: productId(1), quantity: 1 } });

            expect(status).toBe(503);
            expect((await own.call('GET', `/invoices/${draft.id}`)).body).toEqual(draft);
        }));
});

describe('an upstream that answers rubbish', () => {
    const drafts = {
        products: { items: [product(1)] }, services: { items: [fitting(1)] }, contacts: { contactId: contactId(1) }
    } as const;

    test.each([
        ['products', 'html'], ['products', 'wrong_types'], ['services', 'truncated'], ['services', 'wrong_types'],
        ['contacts', 'empty'], ['contacts', 'wrong_types']
    ] as const)(
        '%s-service with %s is 502 naming it, and nothing is stored',
        (name, kind) => withUpstream(name, { rubbish: kind }, async (own) => {
            const before = await storedRows(own);

            const { status, body } = await post(drafts[name], own);

            expect([status, body.code, body.details.upstream])
                .toEqual([502, 'UPSTREAM_CONTRACT_BROKEN', `${name}-service`]);
            expect(body.message).toContain(`${name}-service`);
            expect(await storedRows(own)).toEqual(before);
        }));

    test('under a wrong address is 502 and not a missing record', async () => {
        const own = await givenService({ env: { PRODUCTS_SERVICE_URL: `${service.standins.urls.products}/api/v1` } });

        const { status, body } = await post({ items: [product(1)] }, own);
        await own.close();

        expect([status, body.code]).toEqual([502, 'UPSTREAM_MISCONFIGURED']);
    });
});
