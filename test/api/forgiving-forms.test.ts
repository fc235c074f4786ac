import { beforeAll, describe, expect, test } from '@jest/globals';
import { contactId, productId, quoteId, serviceId } from '../../app/dev/standins/catalogue/ids.ts';
import { itemFields } from '../../app/domain/invoices/item.answers.ts';
import { itemBody } from '../../app/domain/pricing/item.schemas.ts';
import { givenClock } from '../support/given-server.ts';
import { givenDraft, givenItem, givenSeller } from '../support/given-service.ts';
import { useService } from '../support/use-service.ts';

/** Requests that the CRM's callers send, as `findings/crm.md` 2 has them. The clock is in winter: Warsaw is UTC+1. */
const service = useService({ clock: givenClock() });

const post = (body: unknown) => service.call('POST', '/invoices', { body });
const patch = (id: string, body: unknown) => service.call('PATCH', `/invoices/${id}`, { body });
const read = async (id: string) => (await service.call('GET', `/invoices/${id}`)).body;

/** An issued invoice of 123.00. */
async function givenIssued(): Promise<{ readonly id: string; readonly balance: string }> {
    const { id } = await givenDraft(service, { customerAddress: 'ul. Klonowa 1, 00-999 Warszawa' });
    return (await service.call('POST', `/invoices/${id}/issue`)).body;
}

beforeAll(() => givenSeller(service));

describe('a query', () => {
    beforeAll(async () => {
        await givenDraft(service, { customerName: 'Żaneta' });
        await givenDraft(service, { customerName: 'Adam' });
    });

    test.each([
        'sortOrder=DESC', 'sortOrder=ASC', 'sortOrder=Asc', 'sortBy=customerName', 'sortBy=customerName&sortOrder=DESC',
        'search=', 'sortBy=', 'sortOrder=', 'contactId=', 'minAmount=', 'maxAmount=', 'overdueOnly=', 'status=',
        'status[]=', 'paymentStatus=&paymentStatus=', 'invoiceType=', 'currency=', 'fromDate=', 'toDate=', 'page=',
        'limit=', 'cursor=', 'number=', 'search=%20', 'fromDate=2026-11-01T00:00:00.000Z',
        'toDate=2026-11-30T23:59:59.999Z', 'dueFrom=2026-11-01T00:00:00Z', 'dueTo=2026-11-01T00:00:00%2B01:00'
    ])('GET /invoices?%s is taken', async (query) => {
        const { status, body } = await service.call('GET', `/invoices?${query}`);

        expect([status, body.message]).toEqual([200, undefined]);
    });

    test.each(['statistics', 'vat-report'])('empty dates of %s are this month', async (report) => {
        const { status, body } = await service.call('GET', `/invoices/analytics/${report}?startDate=&endDate=`);
        const { body: usual } = await service.call('GET', `/invoices/analytics/${report}`);

        expect([status, body]).toEqual([200, usual]);
    });

    test("an instant of a report is that moment's date in Warsaw", async () => {
        const { status, body } = await service.call('GET', '/invoices/analytics/statistics'
            + '?startDate=2026-10-31T23:00:00.000Z&endDate=2026-11-30T22:59:59.999Z');

        expect([status, body.startDate, body.endDate]).toEqual([200, '2026-11-01', '2026-11-30']);
    });

    test.each([
        'analytics/overdue?asOf=&contactId=&currency=&limit=&cursor=', `customer/${contactId(1)}?status=&search=`,
        'numbering', 'analytics/vat-report?groupBy=&dateBasis='
    ])('GET /invoices/%s is taken', async (path) => {
        expect((await service.call('GET', `/invoices/${path}`)).status).toBe(200);
    });

    test('an empty value does not hide a value of the same name', async () => {
        const { body } = await service.call('GET', '/invoices?status=&status=paid');

        expect(body.data).toEqual([]);
    });

    test('by customer name: as people sort, in both directions', async () => {
        const names = async (order: string) => (await service.call('GET', `/invoices?sortBy=customerName&${order}`))
            .body.data.map(({ customerName }: { customerName: string }) => customerName);

        expect(await names('sortOrder=ASC')).toEqual(['Adam', 'Żaneta']);
        expect(await names('sortOrder=DESC')).toEqual(['Żaneta', 'Adam']);
    });

    test.each([
        ['/invoices?statuss=draft', 'statuss', 'status'], ['/invoices?sort=asc', 'sort', 'sortBy'],
        ['/invoices?from=2026-11-01', 'from', 'fromDate'], ['/invoices?seach=', 'seach', 'search'],
        ['/invoices/analytics/statistics?startdate=2026-11-01', 'startdate', 'startDate']
    ])('%s is 400 with the nearest name', async (url, name, meant) => {
        const { status, body } = await service.call('GET', url);

        expect([status, body.message]).toEqual([400, `${name} is not allowed; did you mean ${meant}`]);
    });
});

describe('an instant where a date is expected', () => {
    test.each([
        ['2026-12-13T09:52:43.711Z', '2026-12-13'], ['2026-11-22T23:30:00Z', '2026-11-23'],
        ['2026-11-22T22:59:59.999Z', '2026-11-22'], ['2026-07-01T22:30:00.000Z', '2026-07-02'],
        ['2026-11-23T01:00:00+05:00', '2026-11-22'], ['2026-11-23', '2026-11-23']
    ])('%s is the date %s in Warsaw', async (instant, date) => {
        const dates = { issueDate: instant, saleDate: instant, dueDate: instant };

        const { status, body } = await post({ customerName: 'Anna', ...dates });
        const { body: edited } = await patch((await givenDraft(service)).id, dates);
        const { body: { results: [row] } } = await service.call('POST', '/invoices/bulk/create',
            { body: { invoices: [{ customerName: 'Anna', ...dates }] } });

        expect(status).toBe(201);
        for (const { issueDate, saleDate, dueDate } of [body, edited, row.invoice]) {
            expect([issueDate, saleDate, dueDate]).toEqual([date, date, date]);
        }
    });

    test('it counts for payments, cancelling, issuing and from-quote too', async () => {
        const instant = '2026-11-22T23:30:00.000Z';
        const { id } = await givenDraft(service, { customerAddress: 'ul. Klonowa 1' });

        const issued = await service.call('POST', `/invoices/${id}/issue`, { body: { issueDate: instant } });
        const paid = await service.call('PATCH', `/invoices/${id}/mark-paid`,
            { body: { paymentDate: instant, paymentMethod: 'cash', amountPaid: 23 } });
        const { body: { data: [payment] } } = await service.call('GET', `/invoices/${id}/payments`);
        const quoted = await service.call('POST', '/invoices/from-quote',
            { body: { quoteId: quoteId(1), contactId: contactId(1), items: [givenItem()], dueDate: instant } });

        expect([issued.status, issued.body.issueDate]).toEqual([200, '2026-11-23']);
        expect([paid.status, payment.paymentDate]).toEqual([200, '2026-11-23']);
        expect([quoted.status, quoted.body.dueDate]).toEqual([201, '2026-11-23']);
    });
});

describe("a form's blank fields", () => {
    const texts = ['customerNIP', 'customerREGON', 'customerAddress', 'customerStreet', 'customerPostalCode',
        'customerCity', 'customerCountry', 'buyerReference', 'notes', 'paymentTerms', 'orderNumber'];
    const others = ['contactId', 'quoteId', 'issueDate', 'saleDate', 'dueDate', 'customerVATPayer', 'exchangeRate',
        'customerTaxId', 'buyerEndpoint', 'recipient', 'buyerIsJstUnit', 'buyerIsVatGroupMember'];
    const lasting = ['eInvoice', 'paymentMethod', 'invoiceType', 'currency', 'pricesInclude', 'language', 'createdBy',
        'validateCustomer', 'autoGenerateNumber', 'autoCalculateTotals', 'items', 'discountPercent', 'discountAmount'];

    test.each([...texts, ...others, ...lasting].flatMap((name) => ['', null, '  '].map((blank) => [name, blank])))(
        '%s of %j is not given, on POST, in a bulk row and on calculate-totals', async (name, blank) => {
            const draft = { customerName: 'Anna', ...(name === 'items' ? {} : { items: [givenItem()] }) };
            const sent = { ...draft, [String(name)]: blank };
            const { body: without } = await post(draft);

            const { status, body } = await post(sent);
            const bulk = await service.call('POST', '/invoices/bulk/create', { body: { invoices: [sent] } });
            const totals = await service.call('POST', `/invoices/${body.id}/calculate-totals`,
                { body: { [String(name)]: blank } });

            expect([status, bulk.status, totals.status]).toEqual([201, 201, 200]);
            const asMade = { id: '', items: [], createdAt: '', updatedAt: '' };
            expect({ ...body, ...asMade }).toEqual({ ...without, ...asMade });
            expect(totals.body.totalGross).toBe(without.totalGross);
        });

    const filled = {
        customerName: 'Anna', customerNIP: '1234563218', customerREGON: '192598184', customerAddress: 'ul. Klonowa 1',
        notes: 'x', paymentTerms: 'po odbiorze', orderNumber: 'PO-1', issueDate: '2026-11-20', saleDate: '2026-11-19',
        dueDate: '2026-12-01', customerVATPayer: true
    };

    test.each(Object.keys(filled).flatMap((name) => ['', null].map((blank) => [name, blank] as const)))(
        'PATCH with %s of %j empties it', async (name, blank) => {
            const { id } = await givenDraft(service, filled);

            const { status, body } = await patch(id, { [name]: blank, validateCustomer: false });

            expect([status, body[name]]).toEqual([200, name === 'customerVATPayer' ? body[name] : null]);
            expect({ ...filled, ...body }).toMatchObject({ ...filled, [name]: body[name] });
        });

    test.each(['', null])('PATCH with discounts of %j takes them off', async (blank) => {
        const { id } = await givenDraft(service, { discountPercent: 10, discountAmount: '5.00' });

        const { body } = await patch(id, { discountPercent: blank, discountAmount: blank });

        expect([body.discountPercent, body.discountAmount, body.totalNet]).toEqual(['0', '0.00', '100.00']);
    });

    test.each(['', null])('PATCH with %j keeps what always has a value', async (blank) => {
        const { id } = await givenDraft(
            service, { currency: 'EUR', paymentMethod: 'card', invoiceType: 'proforma', language: 'en' });

        const { status, body } = await patch(
            id, { currency: blank, paymentMethod: blank, invoiceType: blank, language: blank, items: blank });

        expect(status).toBe(200);
        expect(body).toMatchObject({
            currency: 'EUR', paymentMethod: 'card', invoiceType: 'proforma', language: 'en', totalGross: '123.00'
        });
    });

    test.each(['', null])('an item takes %j for what it leaves open', async (blank) => {
        const custom = Object.fromEntries([
            'unit', 'serviceId', 'productId', 'pricingTier', 'regionalZone', 'discountPercent', 'discountAmount',
            'lineNumber', 'vatRate', 'vatCategory', 'exemptionReason', 'splitPayment', 'applySeasonalAdjustment',
            'useOptimalPricing', 'priceBaseQuantity'
        ].map((name) => [name, blank]));
        const bare = { itemType: 'custom', description: 'Transport', quantity: 1, unitPriceNet: 100 };
        const priced = { itemType: 'service', serviceId: serviceId(1), quantity: 10 };

        const { status, body } = await post({
            customerName: 'Anna', items: [{ ...bare, ...custom }, {
                ...priced, description: blank, unit: blank, unitPriceNet: blank, pricingTier: blank, regionalZone: blank
            }]
        });

        expect([status, body.message]).toEqual([201, undefined]);
        expect(body.items[0]).toMatchObject({ unit: 'szt', vatRate: 23, totalNet: '100.00', discountPercent: '0' });
        // 41.37 × 1.15 = 47.58 for one, in the tier and zone that are usual.
        expect(body.items[1]).toMatchObject({ totalNet: '475.80', pricingTier: 'standard', regionalZone: 'other' });
    });

    test.each(['', null])('items/service and items/product take %j', async (blank) => {
        const { id } = await givenDraft(service);

        const priced = await service.call('POST', `/invoices/${id}/items/service`, { body: {
            serviceId: serviceId(1), quantity: 10, pricingTier: blank, regionalZone: blank,
            applySeasonalAdjustment: blank, customDiscountPercent: blank, lineNumber: blank
        } });
        const product = await service.call('POST', `/invoices/${id}/items/product`, { body: {
            productId: productId(1), quantity: 2, useOptimalPricing: blank, discountPercent: blank, lineNumber: blank
        } });

        expect([priced.status, priced.body.totalNet]).toEqual([201, '475.80']);
        expect([product.status, product.body.totalNet]).toEqual([201, '117.80']);
    });

    test.each(['', null])('send, mark-paid, cancel, bulk and from-quote take %j', async (blank) => {
        const { id } = await givenIssued();

        const statuses = [
            await service.call('PATCH', `/invoices/${id}/send`, { body: {
                emailTo: blank, emailSubject: blank, emailMessage: blank, sendCopy: blank,
                includePaymentInstructions: blank
            } }),
            await service.call('PATCH', `/invoices/${id}/mark-paid`, { body: {
                paymentDate: '2026-11-23', paymentMethod: 'cash', amountPaid: blank, paymentReference: blank,
                notes: blank
            } }),
            await service.call('PATCH', `/invoices/${(await givenDraft(service)).id}/cancel`, { body: {
                reason: 'Pomyłka', createCorrective: blank, cancellationDate: blank
            } }),
            await service.call('POST', '/invoices/bulk/create', { body: {
                invoices: [{ customerName: 'Anna' }], continueOnError: blank
            } }),
            await service.call('POST', '/invoices/from-quote', { body: {
                quoteId: quoteId(blank === null ? 2 : 3), contactId: contactId(1), items: [givenItem()],
                invoiceType: blank, paymentMethod: blank, dueDate: blank, notes: blank, createdBy: blank
            } })
        ].map(({ status }) => status);

        expect(statuses).toEqual([200, 200, 200, 201, 201]);
        expect(await read(id)).toMatchObject({ paymentStatus: 'paid', balance: '0.00' });
    });

    test.each([
        [{ items: [{ ...givenItem(), quantity: '' }] }, 'items[0].quantity'],
        [{ items: [{ ...givenItem(), itemType: null }] }, 'items[0].itemType'],
        [{ items: [{ ...givenItem(), description: '' }] }, 'items[0].description'],
        [{ items: [{ ...givenItem(), unitPriceNet: null }] }, 'items[0].unitPriceNet']
    ])('what an item needs is no blank: %j is 400', async (body, path) => {
        const { status, body: problem } = await post({ customerName: 'Anna', ...body });

        expect([status, problem.errors[0].path]).toEqual([400, path]);
    });

    test('a typed value is still checked: a wrong NIP, a wrong REGON, an unknown tier and zone', async () => {
        const wrong = await Promise.all([
            { customerNIP: '1234567890' }, { customerREGON: '123456789' },
            ...[{ pricingTier: 'gold' }, { regionalZone: 'lodz' }, { regionalZone: 'Warszawa' }].map((fields) =>
                ({ items: [{ itemType: 'service', serviceId: serviceId(1), quantity: 1, ...fields }] }))
        ].map((body) => post({ customerName: 'Anna', ...body })));

        expect(wrong.map(({ status, body }) => [status, body.errors[0].path])).toEqual([
            [400, 'customerNIP'], [400, 'customerREGON'], [400, 'items[0].pricingTier'],
            [400, 'items[0].regionalZone'], [400, 'items[0].regionalZone']
        ]);
    });

    test('tiers and zones are taken in any case', async () => {
        const { status, body } = await post({ customerName: 'Anna', items: [{
            itemType: 'service', serviceId: serviceId(1), quantity: 10, pricingTier: 'STANDARD', regionalZone: 'Warsaw'
        }] });

        expect(status).toBe(201);
        expect(body.items[0]).toMatchObject({ pricingTier: 'standard', regionalZone: 'warsaw' });
    });
});

describe('an item sent back as it was answered', () => {
    const items = [
        givenItem(), givenItem({ discountPercent: 5, discountAmount: '1.10', quantity: '24.5' }),
        givenItem({ vatRate: 'zw' }), givenItem({ vatRate: 'np' }), givenItem({ vatRate: 'oo' }),
        givenItem({ vatRate: 0 }), givenItem({ vatRate: 0, vatCategory: 'G' }),
        givenItem({ vatRate: '8.5', splitPayment: true }),
        { itemType: 'product', productId: productId(1), quantity: 3 },
        // So many units that no gross price of one, with 6 decimals, gives the net price: it is for all of them.
        { itemType: 'service', serviceId: serviceId(1), quantity: '987654.31', regionalZone: 'krakow' }
    ];
    const identity = { id: '', priceSource: {} };

    test.each([
        ['net', '1'], ['gross', '987654.31']
    ])('is the same item, on PATCH and on a copy; prices are %s', async (pricesInclude, priceBaseQuantity) => {
        const first = await givenDraft(service, { items, pricesInclude });

        const { status, body: edited } = await patch(first.id, { items: first.items });
        const { body: copy } = await post({ customerName: 'Anna Przykładowa', pricesInclude, items: first.items });

        expect(first.items[9].priceBaseQuantity).toBe(priceBaseQuantity);
        expect(status).toBe(200);
        for (const { items: again, totalNet, totalVAT, totalGross } of [edited, copy]) {
            expect([totalNet, totalVAT, totalGross]).toEqual([first.totalNet, first.totalVAT, first.totalGross]);
            expect(again.map((item: object) => ({ ...item, ...identity })))
                .toEqual(first.items.map((item: object) => ({ ...item, ...identity })));
            expect(again[8].priceSource.source).toBe('caller');
        }
    });

    test('with a price for several units, which stays so', async () => {
        const { body: { items: [item], ...draft } } = await post({ customerName: 'Anna', items: [
            givenItem({ quantity: 2, unitPriceNet: '100.00', priceBaseQuantity: 3 })
        ] });
        const { body: again } = await patch(draft.id, { items: [item] });

        // 2 × 100.00 ÷ 3 = 66.666…, and 23 % of 66.67 is 15.3341.
        const expected = { totalNet: '66.67', totalVAT: '15.33', totalGross: '82.00' };
        expect(draft).toMatchObject(expected);
        expect(again).toMatchObject({ ...expected, items: [{ priceBaseQuantity: '3', unitPriceNet: '100' }] });
    });

    test('in a bulk row and a quote too', async () => {
        const { items: [item] } = await givenDraft(service);

        const bulk = await service.call('POST', '/invoices/bulk/create',
            { body: { invoices: [{ customerName: 'Anna', items: [item] }] } });
        const quoted = await service.call('POST', '/invoices/from-quote',
            { body: { quoteId: quoteId(1), invoiceType: 'proforma', contactId: contactId(1), items: [item] } });

        expect([bulk.status, quoted.status, quoted.body.totalGross]).toEqual([201, 201, '123.00']);
    });

    test('its computed members have no effect', async () => {
        const { body } = await post({ customerName: 'Anna', items: [givenItem({
            id: 'x', totalNet: '9999.00', totalVAT: 1, totalGross: null, totalDiscount: [], priceSource: 'mine',
            correctsItemId: contactId(1), correctionPart: 'before'
        })] });

        expect(body).toMatchObject({ totalNet: '100.00', totalVAT: '23.00', totalGross: '123.00' });
        expect(body.items[0]).toMatchObject({ correctsItemId: null, correctionPart: null });
    });

    test('every member of an answered item is taken', () => {
        const { keys = {} } = itemBody.describe() as { keys?: Record<string, unknown> };

        expect(Object.keys(itemFields).filter((name) => keys[name] === undefined)).toEqual([]);
    });
});

describe('an unknown field', () => {
    test.each([
        [{ note: 'x' }, 'note', 'notes'], [{ items: [givenItem({ unitPrice: 1 })] }, 'items[0].unitPrice',
            'unitPriceNet'], [{ name: 'Anna' }, 'name', 'customerName'], [{ nip: '1' }, 'nip', 'customerNIP']
    ])('%j is 400 with the nearest name', async (fields, path, meant) => {
        const { status, body } = await post({ customerName: 'Anna', ...fields });
        const message = `is not allowed; did you mean ${meant}`;

        expect([status, body.message]).toEqual([400, `${path} ${message}`]);
        expect(body.errors).toEqual([{ path, code: 'UNKNOWN_FIELD', message }]);
    });

    test.each(['status', 'paymentStatus', 'paidAt', 'totalNet', 'totalVAT', 'totalGross'])(
        'PATCH of %s is refused by name', async (name) => {
            const { status, body } = await patch((await givenDraft(service)).id, { [name]: 'x' });

            expect([status, body.errors[0].path]).toEqual([400, name]);
        });
});

describe('a bulk row at fault', () => {
    test('every fault keeps its row, in the message and in errors', async () => {
        const bad = { items: [{ itemType: 'custom', quantity: 'x', unitPriceNet: '-1', description: 'a' }] };
        const unpriced = { items: [{ itemType: 'custom', quantity: 1 }, { itemType: 'product', quantity: 1 }] };

        const { status, body } = await service.call('POST', '/invoices/bulk/create',
            { body: { invoices: [{}, {}, {}, bad] } });
        const each = await service.call('POST', '/invoices/bulk/create',
            { body: { invoices: [{}, bad, unpriced, 7], continueOnError: true } });

        expect([status, body.message]).toEqual([400, 'invoices[3].items[0].quantity must be a number in plain '
            + 'notation, such as 12.50; invoices[3].items[0].unitPriceNet must be at least 0; nothing was stored']);
        expect(body.errors.map(({ path }: { path: string }) => path))
            .toEqual(['invoices[3].items[0].quantity', 'invoices[3].items[0].unitPriceNet']);
        expect(each.body.results.slice(2).map(({ error }: { error: { message: string } }) => error.message)).toEqual([
            'invoices[2].items[0].description is required for a custom item; invoices[2].items[0].unitPriceNet is '
            + 'required for a custom item; invoices[2].items[1].productId is required for a product item',
            'invoices[3] must be a JSON object'
        ]);
    });
});

describe("a fault's message", () => {
    test('continues its path, which it does not repeat', async () => {
        const { id } = await givenDraft(service, { customerName: null, items: [] });
        const cases = [
            post({ dueDate: '2026-01-01', issueDate: '2026-01-02' }), post({ items: [givenItem({ unitPriceNet: 1e9 })],
                discountAmount: '999999999999' }),
            post({ items: [givenItem({ discountAmount: '101.00' })] }),
            post({ items: [givenItem()], discountAmount: 101 }),
            post({ items: [{ itemType: 'service', serviceId: serviceId(99), quantity: 1 }] }),
            post({ items: [{ itemType: 'custom', quantity: 1 }] }), service.call('POST', `/invoices/${id}/issue`),
            service.call('POST', `/invoices/${(await givenDraft(service, { customerName: null })).id}/issue`),
            patch((await givenDraft(service)).id, { currency: 'EUR' })
        ];

        for (const { status, body } of await Promise.all(cases)) {
            expect([status >= 400, body.errors.length > 0]).toEqual([true, true]);
            for (const { path, message } of body.errors) {
                expect(message).not.toContain(path === '' ? 'body' : `${path}`);
                expect(body.message).toContain(path);
            }
        }
    });
});

describe('a call without a body', () => {
    const bodies: readonly (readonly [string, string | undefined])[] = [
        ['an empty object', '{}'], ['an empty object in blanks', ' { } '], ['null', 'null'], ['nothing', undefined]
    ];

    test.each(bodies)('takes %s', async (_name, body) => {
        const { id } = await givenDraft(service);
        const paths = [
            '/invoices/generate-number/vat_invoice', '/invoices/generate-number/proforma',
            `/invoices/${id}/recalculate`, `/invoices/${id}/validate-customer`, `/invoices/${id}/calculate-totals`
        ];

        const statuses = await Promise.all(paths.map(async (path) =>
            (await service.call('POST', path, body === undefined ? {} : { body })).status));

        expect(statuses).toEqual([201, 201, 200, 200, 200]);
    });

    test('is refused with a body that says something', async () => {
        const { status, body } = await service.call(
            'POST', '/invoices/generate-number/vat_invoice', { body: { reserve: true } });

        expect([status, body.message]).toEqual([400, 'The body must be empty: this call takes none']);
    });
});

describe('an address', () => {
    test.each(['/api/docs/', '/invoices/', '/invoices/analytics/overdue/', '/health/check/'])(
        '%s is taken with its slash', async (url) => {
            expect((await service.call('GET', url)).status).toBe(200);
        });

    test('/api/docs-json is the OpenAPI document', async () => {
        const { status, body } = await service.call('GET', '/api/docs-json');

        expect([status, body]).toEqual([200, (await service.call('GET', '/api/openapi.json')).body]);
        expect(body.openapi).toMatch(/^3\./);
    });

    test('/ names the documentation', async () => {
        const { status, body } = await service.call('GET', '/', { token: '' });

        expect([status, body.documentation]).toEqual([200, '/api/docs']);
    });
});
