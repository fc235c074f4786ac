import { beforeAll, describe, expect, test } from '@jest/globals';
import { contactId, productId, serviceId } from '../../app/dev/standins/catalogue/ids.ts';
import { givenOrganisation } from '../support/given-organisation.ts';
import { givenDraft, givenItem } from '../support/given-service.ts';
import { storedRows } from '../support/stored-rows.ts';
import { useService } from '../support/use-service.ts';

const unknownId = '00000000-0000-4000-8000-000000000000';

const service = useService();
beforeAll(async () => {
    await service.call('GET', '/organisation');
});

type Item = { readonly id: string; readonly description: string; readonly lineNumber: number };
const descriptions = ({ items }: { items: readonly Item[] }) => items.map(({ description }) => description);
const custom = (description: string, more = {}) => ({ description, quantity: 1, unitPriceNet: '10.00', ...more });

function givenItems(...names: string[]) {
    return givenDraft(service, { items: names.map((description) => givenItem({ description })) });
}

describe('adding an item', () => {
    test('by service prices it and answers the item and the invoice', async () => {
        const draft = await givenDraft(service);

        const { status, body, headers } = await service.call('POST', `/invoices/${draft.id}/items/service`, {
            body: {
                serviceId: serviceId(1), quantity: 10.5, pricingTier: 'premium', regionalZone: 'other',
                applySeasonalAdjustment: true, customDiscountPercent: '10'
            }
        });

        expect([status, headers['etag'], headers['location']])
            .toEqual([201, expect.stringMatching(/^"2\./), `/invoices/${draft.id}`]);
        // 542.96 less 10 % discount.
        expect(body).toMatchObject({
            itemType: 'service', serviceId: serviceId(1), lineNumber: 2, pricingTier: 'premium', discountPercent: '10',
            totalDiscount: '54.30', totalNet: '488.66',
            priceSource: { netPrice: '542.96', inputs: { tier: 'premium', applySeasonalAdjustment: true } }
        });
        expect(body.invoice).toMatchObject({ id: draft.id, version: 2, totalNet: '588.66' });
        expect(body).toEqual({ ...body.invoice.items[1], invoice: body.invoice });
        expect((await service.call('GET', `/invoices/${draft.id}`)).body).toEqual(body.invoice);
    });

    test('by service without tier and zone takes standard and other', async () => {
        const draft = await givenDraft(service);

        const { body } = await service.call(
            'POST', `/invoices/${draft.id}/items/service`, { body: { serviceId: serviceId(1), quantity: 10 } });

        expect(body).toMatchObject({ pricingTier: 'standard', regionalZone: 'other', totalNet: '475.80' });
    });

    test('by product prices it', async () => {
        const draft = await givenDraft(service);

        const { status, body } = await service.call('POST', `/invoices/${draft.id}/items/product`, {
            body: { productId: productId(1), quantity: '2', useOptimalPricing: false, discountPercent: 50 }
        });

        expect(status).toBe(201);
        expect(body)
            .toMatchObject({ itemType: 'product', productId: productId(1), unitPriceNet: '58.9', totalNet: '58.90' });
    });

    test('of your own takes every field', async () => {
        const draft = await givenDraft(service);

        const { status, body } = await service.call('POST', `/invoices/${draft.id}/items/custom`, {
            body: {
                description: 'Utylizacja', quantity: '2', unitPriceNet: '5.00', unit: 'worek', vatRate: 0,
                vatCategory: 'E', exemptionReason: 'art. 43', discountPercent: 10,
                discountAmount: '0.50', splitPayment: true, lineNumber: 1
            }
        });

        expect(status).toBe(201);
        expect(body).toMatchObject({
            itemType: 'custom', lineNumber: 1, unit: 'worek', vatRate: 'zw', exemptionReason: 'art. 43',
            discountAmount: '0.50', totalNet: '8.50', splitPayment: true
        });
    });

    test.each([
        ['service', { serviceId: unknownId, quantity: 1 }, 'serviceId', 'SERVICE_NOT_FOUND'],
        ['service', { serviceId: serviceId(13), quantity: 1 }, 'serviceId', 'SERVICE_INACTIVE'],
        ['product', { productId: unknownId, quantity: 1 }, 'productId', 'PRODUCT_NOT_FOUND'],
        ['product', { productId: productId(18), quantity: 1 }, 'productId', 'PRODUCT_HAS_NO_PRICE'],
        ['service', { serviceId: serviceId(1), quantity: '1.005' }, 'quantity', 'QUANTITY_TOO_PRECISE']
    ])('by %s of %j is refused with the path of its own field, and the draft stays', async (kind, item, path, code) => {
        const draft = await givenDraft(service);
        const before = await storedRows(service);

        const { status, body } = await service.call('POST', `/invoices/${draft.id}/items/${kind}`, { body: item });

        expect([status, body.code, body.errors[0].path])
            .toEqual([code === 'QUANTITY_TOO_PRECISE' ? 400 : 422, code, path]);
        expect(await storedRows(service)).toEqual(before);
    });

    test.each([
        [1, ['X', 'A', 'B', 'C']], [2, ['A', 'X', 'B', 'C']], [3, ['A', 'B', 'X', 'C']], [4, ['A', 'B', 'C', 'X']],
        [500, ['A', 'B', 'C', 'X']], [undefined, ['A', 'B', 'C', 'X']]
    ])('at line %s gives the order %j', async (lineNumber, order) => {
        const draft = await givenItems('A', 'B', 'C');

        const { body } = await service.call('POST', `/invoices/${draft.id}/items/custom`, { body: custom(
            'X', { lineNumber }) });

        expect(descriptions(body.invoice)).toEqual(order);
        expect(body.invoice.items.map((item: Item) => item.lineNumber)).toEqual([1, 2, 3, 4]);
        expect(descriptions((await service.call('GET', `/invoices/${draft.id}`)).body)).toEqual(order);
    });

    test('ten at once are all added', async () => {
        const draft = await givenItems('A');

        const answers = await Promise.all(Array.from({ length: 10 }, (_, index) =>
            service.call('POST', `/invoices/${draft.id}/items/custom`, { body: custom(`X${index}`) })));

        expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201));
        const { body } = await service.call('GET', `/invoices/${draft.id}`);
        expect(descriptions(body).sort()).toEqual(['A', ...Array.from({ length: 10 }, (_, index) => `X${index}`)]);
        expect(body.totalNet).toBe('200.00');
    });

    test('twice under one key adds it once', async () => {
        const draft = await givenItems('A');
        const again = { body: custom('X'), headers: { 'idempotency-key': `item-${draft.id}` } };

        const first = await service.call('POST', `/invoices/${draft.id}/items/custom`, again);
        const second = await service.call('POST', `/invoices/${draft.id}/items/custom`, again);

        expect(second.body).toEqual(first.body);
        expect(descriptions((await service.call('GET', `/invoices/${draft.id}`)).body)).toEqual(['A', 'X']);
    });
});

describe('the order of items', () => {
    test.each([
        'POST', 'PATCH'
    ])('of a %s follows lineNumber, ties and absent ones keep the order given', async (method) => {
        const items = [['D', 9], ['E', undefined], ['B', 2], ['A', 1], ['C', 2], ['F', undefined]]
            .map(([description, lineNumber]) => givenItem({ description, lineNumber }));
        const draft = method === 'POST' ? undefined : await givenItems('Z');

        const { body } = await service.call(
            method, draft === undefined ? '/invoices' : `/invoices/${draft.id}`, { body: { items } });

        expect(descriptions(body)).toEqual(['A', 'B', 'C', 'D', 'E', 'F']);
        expect(body.items.map((item: Item) => item.lineNumber)).toEqual([1, 2, 3, 4, 5, 6]);
        expect((await service.call('GET', `/invoices/${body.id}`)).body).toEqual(body);
    });
});

describe('removing an item', () => {
    test('takes it off, moves the rest up and computes the totals', async () => {
        const draft = await givenItems('A', 'B', 'C');

        const { status, text, headers } = await service.call(
            'DELETE', `/invoices/${draft.id}/items/${draft.items[1].id}`);

        expect([status, text, headers['etag']]).toEqual([204, '', expect.stringMatching(/^"2\./)]);
        const { body } = await service.call('GET', `/invoices/${draft.id}`);
        expect(body.items.map(({ id, lineNumber }: Item) => [id, lineNumber]))
            .toEqual([[draft.items[0].id, 1], [draft.items[2].id, 2]]);
        expect(body).toMatchObject({ totalNet: '200.00', version: 2 });
        const { body: { data } } = await service.call('GET', `/invoices/${draft.id}/history`);
        expect(data.at(-1).action).toBe('invoice.item_removed');
    });

    test('of another invoice, and one that does not exist, are 404', async () => {
        const draft = await givenItems('A');
        const other = await givenItems('B');

        const ofOther = await service.call('DELETE', `/invoices/${draft.id}/items/${other.items[0].id}`);
        const unknown = await service.call('DELETE', `/invoices/${draft.id}/items/${unknownId}`);

        expect([ofOther.status, ofOther.body.code, unknown.status, unknown.body.code])
            .toEqual([404, 'ITEM_NOT_FOUND', 404, 'ITEM_NOT_FOUND']);
        expect(descriptions((await service.call('GET', `/invoices/${other.id}`)).body)).toEqual(['B']);
    });
});

describe('recalculate', () => {
    /** A draft whose stored prices are older than those of the upstreams. */
    async function givenOldPrices() {
        const draft = await givenDraft(service, {
            items: [{
                itemType: 'product', productId: productId(1), quantity: 1
            }, { itemType: 'service', serviceId: serviceId(1), quantity: 10 }, givenItem()]
        });
        const run = (sql: string, values: readonly unknown[]) =>
            service.dependencies.database.pool.query(sql, [...values]);
        await run('UPDATE invoice_line SET unit_price = 50, price_amount = 50, net = 50, vat = 11.50, gross = 61.50 '
            + 'WHERE id = $1', [draft.items[0].id]);
        await run('UPDATE invoice_line SET unit_price = 40, price_base_quantity = 1, price_amount = 400, net = 400, '
            + 'vat = 92, gross = 492 WHERE id = $1', [draft.items[1].id]);
        await run(
            'UPDATE invoice SET total_net = 550, total_vat = 126.50, total_gross = 676.50 WHERE id = $1', [draft.id]);
        return draft;
    }

    test('prices the lines of upstreams afresh, keeps those of the caller and says what moved', async () => {
        const draft = await givenOldPrices();

        const { status, body, headers } = await service.call('POST', `/invoices/${draft.id}/recalculate`);

        expect([status, headers['etag']]).toEqual([200, expect.stringMatching(/^"2\./)]);
        const [product, fitting] = draft.items;
        expect(body.changes).toEqual([
            { itemId: product.id, lineNumber: 1, field: 'unitPriceNet', before: '50', after: '58.9' },
            { itemId: product.id, lineNumber: 1, field: 'totalNet', before: '50.00', after: '58.90' },
            { itemId: product.id, lineNumber: 1, field: 'totalVAT', before: '11.50', after: '13.55' },
            { itemId: product.id, lineNumber: 1, field: 'totalGross', before: '61.50', after: '72.45' },
            { itemId: fitting.id, lineNumber: 2, field: 'unitPriceNet', before: '40', after: '47.58' },
            { itemId: fitting.id, lineNumber: 2, field: 'totalNet', before: '400.00', after: '475.80' },
            { itemId: fitting.id, lineNumber: 2, field: 'totalVAT', before: '92.00', after: '109.43' },
            { itemId: fitting.id, lineNumber: 2, field: 'totalGross', before: '492.00', after: '585.23' }
        ]);
        expect(body.invoice).toMatchObject({ version: 2, totalNet: '634.70' });
        expect(body.invoice.items.map(({ id }: Item) => id)).toEqual(draft.items.map(({ id }: Item) => id));
        expect((await service.call('GET', `/invoices/${draft.id}`)).body).toEqual(body.invoice);
    });

    test('prices a pack and an hour as adding them does, and a price stored per m² anew', async () => {
        const draft = await givenDraft(service, { items: [
            { itemType: 'product', productId: productId(47), quantity: 10 },
            { itemType: 'service', serviceId: serviceId(2), quantity: 8 }
        ] });
        const same = await service.call('POST', `/invoices/${draft.id}/recalculate`);
        await service.dependencies.database.pool.query(
            'UPDATE invoice_line SET unit_price = 100, price_amount = 1000, net = 1000, vat = 230, gross = 1230 '
            + 'WHERE id = $1', [draft.items[0].id]);
        await service.dependencies.database.pool.query(
            'UPDATE invoice SET total_net = 1720, total_vat = 287.60, total_gross = 2007.60 WHERE id = $1', [draft.id]);

        const { body } = await service.call('POST', `/invoices/${draft.id}/recalculate`);

        expect(same.body.changes).toEqual([]);
        expect(body.changes).toMatchObject([
            { field: 'unitPriceNet', before: '100', after: '212.34' },
            { field: 'totalNet', before: '1000.00', after: '2123.40' },
            { field: 'totalVAT', before: '230.00', after: '488.38' },
            { field: 'totalGross', before: '1230.00', after: '2611.78' }
        ]);
        expect(body.invoice.items[1]).toMatchObject({ unit: 'godz.', unitPriceNet: '90', totalNet: '720.00' });
    });

    test('asks past the cache', async () => {
        const draft = await givenDraft(
            service, { items: [{ itemType: 'product', productId: productId(2), quantity: 1 }] });
        service.standins.control.products.reset();

        const { body } = await service.call('POST', `/invoices/${draft.id}/recalculate`);

        expect(service.standins.control.products.calls()).toBe(1);
        expect(body.changes).toEqual([]);
        expect(Date.parse(body.invoice.items[0].priceSource.fetchedAt))
            .toBeGreaterThanOrEqual(Date.parse(draft.items[0].priceSource.fetchedAt));
    });

    test('keeps what the caller chose on a line', async () => {
        const draft = await givenDraft(service, {
            items: [{
                itemType: 'service', serviceId: serviceId(1), quantity: 10, description: 'Montaż w salonie',
                unit: 'kpl', vatRate: 8, pricingTier: 'basic', regionalZone: 'gdansk',
                discountPercent: 5, discountAmount: '1.00', splitPayment: true
            }, {
                itemType: 'product', productId: productId(1), quantity: 1, vatCategory: 'K', exemptionReason: 'art. 42'
            }]
        });

        const { body } = await service.call('POST', `/invoices/${draft.id}/recalculate`);

        expect(body.changes).toEqual([]);
        const withoutSource = (item: Record<string, unknown>) => ({ ...item, priceSource: undefined });
        expect(body.invoice.items.map(withoutSource)).toEqual(draft.items.map(withoutSource));
    });

    test('of a product that is no longer sold is 422 with the path of its line, and changes nothing', async () => {
        const draft = await givenDraft(
            service, { items: [givenItem(), { itemType: 'product', productId: productId(1), quantity: 1 }] });
        await service.dependencies.database.pool.query(
            'UPDATE invoice_line SET product_id = $1 WHERE id = $2', [productId(12), draft.items[1].id]);
        const before = await storedRows(service);

        const { status, body } = await service.call('POST', `/invoices/${draft.id}/recalculate`);

        expect([status, body.code, body.errors[0].path]).toEqual([422, 'PRODUCT_INACTIVE', 'items[1].productId']);
        expect(await storedRows(service)).toEqual(before);
    });

    test('of an unknown invoice is 404', async () => {
        expect((await service.call('POST', `/invoices/${unknownId}/recalculate`)).status).toBe(404);
    });
});

describe('calculate-totals', () => {
    test('without a body says what is, and stores nothing', async () => {
        const draft = await givenItems('A', 'B');
        const before = await storedRows(service);

        const { status, body } = await service.call('POST', `/invoices/${draft.id}/calculate-totals`);

        expect(status).toBe(200);
        expect(body).toEqual({
            invoiceId: draft.id, currency: 'PLN', pricesInclude: 'net', roundingModel: 'per_rate', totalNet: '200.00',
            totalVAT: '46.00', totalGross: '246.00', vatBreakdown: draft.vatBreakdown, items: draft.items
        });
        expect(await storedRows(service)).toEqual(before);
    });

    test('with a body says what an edit would give, and stores nothing', async () => {
        const draft = await givenItems('A');
        const before = await storedRows(service);

        const { body } = await service.call('POST', `/invoices/${draft.id}/calculate-totals`, {
            body: { discountPercent: 10, items: [{ itemType: 'product', productId: productId(1), quantity: 2 }] }
        });

        expect(body).toMatchObject({ totalNet: '106.02', totalVAT: '24.38', totalGross: '130.40' });
        expect(await storedRows(service)).toEqual(before);
        expect((await service.call('GET', `/invoices/${draft.id}`)).body).toEqual(draft);
    });

    test('of a body that an edit refuses is refused alike', async () => {
        const draft = await givenItems('A');

        const edit = await service.call('PATCH', `/invoices/${draft.id}`, { body: { currency: 'EUR' } });
        const totals = await service.call(
            'POST', `/invoices/${draft.id}/calculate-totals`, { body: { currency: 'EUR' } });

        expect([totals.status, totals.body.code, totals.body.message])
            .toEqual([edit.status, edit.body.code, edit.body.message]);
    });
});

describe('validate-customer', () => {
    async function check(draft: Readonly<Record<string, unknown>>) {
        const { id } = await givenDraft(service, { customerName: undefined, validateCustomer: false, ...draft });
        const before = await storedRows(service);
        const { status, body } = await service.call('POST', `/invoices/${id}/validate-customer`);
        expect(await storedRows(service)).toEqual(before);
        return { status, body };
    }

    test('of a good company finds nothing', async () => {
        expect(await check({ contactId: contactId(1) })).toEqual({
            status: 200,
            body: {
                isValid: true, errors: [], warnings: [], customerInfo: {
                    name: 'Podłogi Przykładowe Sp. z o.o.', nip: '9990001019', regon: '990010138',
                    address: 'ul. Klonowa 1, 00-999 Warszawa', vatPayer: true, taxId: null, street: 'ul. Klonowa 1',
                    postalCode: '00-999', city: 'Warszawa', country: 'PL'
                }
            }
        });
    });

    test.each([
        ['with a wrong NIP', 11, 'customerNIP'], ['with a wrong REGON', 23, 'customerREGON'],
        ['that is archived', 13, 'contactId'], ['that is inactive', 22, 'contactId']
    ])('of a contact %s says so as an error', async (_case, number, field) => {
        const { body } = await check({ contactId: contactId(number) });

        expect([body.isValid, body.errors.length]).toEqual([false, 1]);
        expect(body.errors[0]).toContain(field);
    });

    test.each([
        ['a company without a NIP', { contactId: contactId(14) }, 'customerNIP'],
        ['a company without an address', { contactId: contactId(15) }, 'customerAddress'],
        ['a name that differs', { contactId: contactId(1), customerName: 'Ktoś Inny' }, 'customerName'],
        ['a NIP that differs', { contactId: contactId(1), customerNIP: '1234563218' }, 'customerNIP'],
        ['a REGON that differs', { contactId: contactId(1), customerREGON: '192598184' }, 'customerREGON'],
        ['an address that differs', { contactId: contactId(1), customerAddress: 'ul. Inna 3' }, 'customerAddress'],
        ['a VAT payer who is none', { contactId: contactId(1), customerVATPayer: false }, 'customerVATPayer']
    ])('of %s warns', async (_case, draft, field) => {
        const { body } = await check(draft);

        expect([body.isValid, body.errors]).toEqual([true, []]);
        expect(body.warnings.some((warning: string) => warning.includes(field))).toBe(true);
    });

    test('of values that are the same does not warn', async () => {
        const { body } = await check({
            contactId: contactId(1), customerName: 'Podłogi Przykładowe Sp. z o.o.',
            customerNIP: 'PL 999-000-10-19', customerVATPayer: true
        });

        expect(body.warnings).toEqual([]);
    });

    test('of a person without a NIP neither fails nor warns', async () => {
        const { body } = await check({ contactId: contactId(17) });

        expect([body.isValid, body.warnings]).toEqual([true, []]);
    });

    test('of a named buyer without a contact looks at what was given', async () => {
        const { body } = await check({ customerName: 'Jan Zmyślony', customerAddress: 'ul. Próbna 1' });

        expect(body).toMatchObject({ isValid: true, customerInfo: { name: 'Jan Zmyślony', nip: null } });
    });

    test('of nobody fails', async () => {
        const { body } = await check({});

        expect(body).toMatchObject({ isValid: false, errors: [expect.stringContaining('customerName')] });
    });

    test('of a contact that is gone fails and does not answer 422', async () => {
        const draft = await givenDraft(service, { contactId: contactId(1) });
        await service.dependencies.database.pool.query(
            'UPDATE invoice SET contact_id = $1 WHERE id = $2', [unknownId, draft.id]);

        const { status, body } = await service.call('POST', `/invoices/${draft.id}/validate-customer`);

        expect([status, body.isValid]).toEqual([200, false]);
        expect(body.errors[0]).toContain('contactId');
    });
});

test.each(['zw', 'np', 'oo', 0, 8])('a line at the VAT rate %s keeps it when it is priced afresh', async (vatRate) => {
    const draft = await givenDraft(
        service, { items: [{ itemType: 'product', productId: productId(1), quantity: '2', vatRate }] });

    const recalculated = await service.call('POST', `/invoices/${draft.id}/recalculate`);

    expect(recalculated.status).toBe(200);
    expect(recalculated.body.invoice.items[0]).toMatchObject({ vatRate, totalGross: draft.items[0].totalGross });
});

test('a rate that the caller left to the organisation follows it when the line is priced afresh', async () => {
    const other = await givenOrganisation(service);
    const draft = await other.draft({ items: [{ itemType: 'product', productId: productId(1), quantity: 1 }] });
    await other.profile({ defaultVatRate: 8 });

    const { body } = await other.call('POST', `/invoices/${draft.id}/recalculate`);

    expect(draft.items[0]).toMatchObject({ vatRate: 23, priceSource: { vatSource: 'organisation' } });
    expect(body.invoice.items[0]).toMatchObject({ vatRate: 8 });
    expect(body.changes)
        .toContainEqual({ itemId: draft.items[0].id, lineNumber: 1, field: 'vatRate', before: 23, after: 8 });
});

test('when products-service is down, recalculating names the lines that it could not refresh', async () => {
    const draft = await givenDraft(
        service, { items: [{ itemType: 'product', productId: productId(3), quantity: 1 }, givenItem()] });
    service.standins.control.products.set({ failure: 'error500' });

    const { status, body } = await service.call('POST', `/invoices/${draft.id}/recalculate`);

    service.standins.control.products.reset();
    expect(status).toBe(200);
    expect(body.changes).toEqual([]);
    expect(body.notRefreshed)
        .toEqual([{ itemId: draft.items[0].id, lineNumber: 1, fetchedAt: draft.items[0].priceSource.fetchedAt }]);
});
