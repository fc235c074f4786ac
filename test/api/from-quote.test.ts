import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { contactId, productId, quoteId, quoteItemId, serviceId } from '../../app/dev/standins/catalogue/ids.ts';
import { givenLock } from '../support/given-lock.ts';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import { givenClock } from '../support/given-server.ts';
import { givenItem, givenService, type GivenService } from '../support/given-service.ts';
import { givenToken } from '../support/given-token.ts';
import { givenUpstream, type GivenUpstream } from '../support/given-upstream.ts';
import { recomputeExplanation } from '../support/recompute-explanation.ts';
import { storedRows } from '../support/stored-rows.ts';
import { useService } from '../support/use-service.ts';

const clock = givenClock();
/** Services with the stand-in, with an upstream that answers as a test wants, and without quotes-service. */
const service = useService({ clock, env: { UPSTREAM_TIMEOUT_MS: '1000' } });
let scripted: GivenService;
const without = useService({ env: { QUOTES_SERVICE_URL: '' } });
let upstream: GivenUpstream;
beforeAll(async () => {
    upstream = await givenUpstream(200, '{}');
    scripted = await givenService({ env: { QUOTES_SERVICE_URL: `${upstream.url}/api/v1` } });
});
afterAll(async () => {
    await scripted.close();
    await upstream.close();
});

function fromQuote(
    { call }: Pick<GivenOrganisation, 'call'>, body: object, headers: Readonly<Record<string, string>> = {}
) {
    return call('POST', '/invoices/from-quote', { body, headers });
}

const item = {
    id: quoteItemId(101), itemType: 'PRODUCT', productId: productId(1), position: 1, name: 'Panel', description: null,
    quantity: '2.000', unit: 'm²', pricePerUnit: '50.00', discount: '0.00', netPrice: '100.00', vatRate: '23.00'
};
/** Makes the scripted upstream answer quote 1 with changes. */
function quoteSays(changes: object = {}): void {
    upstream.answer(200, JSON.stringify({
        id: quoteId(1), contactId: contactId(1), quoteNumber: 'OF/2026/11/0001', status: 'ACCEPTED',
        currency: 'PLN', discountPercent: '0.00',
        discountAmount: '0.00', deliveryCost: '0.00', items: [item], ...changes
    }));
}

describe('an accepted quote', () => {
    test('becomes a draft with its contact, its items in their order and the net prices that were accepted',
        async () => {
            const organisation = await givenOrganisation(service);

            const { status, headers, body } = await fromQuote(organisation, { quoteId: quoteId(1) });

            expect([status, headers['etag'], headers['location']])
                .toEqual([201, expect.stringMatching(/^"1\./), `/invoices/${body.id}`]);
            expect(body).toMatchObject({
                status: 'draft', invoiceType: 'vat_invoice', invoiceNumber: null, quoteId: quoteId(1),
                contactId: contactId(1), customerName: 'Podłogi Przykładowe Sp. z o.o.',
                customerNIP: '9990001019', currency: 'PLN', pricesInclude: 'net', discountPercent: '0',
                discountAmount: '0.00', paymentMethod: 'bank_transfer',
                totalNet: '4413.52', totalVAT: '1015.11', totalGross: '5428.63'
            });
            expect(body.items).toMatchObject([
                {
                    lineNumber: 1, itemType: 'product', productId: productId(1),
                    description: 'Panel laminowany Dąb Wiślany AC4 8 mm', quantity: '42.62', unit: 'm²',
                    unitPriceNet: '58.9', vatRate: 23, totalNet: '2510.32'
                },
                {
                    lineNumber: 2, itemType: 'custom', productId: null, serviceId: null,
                    description: 'Montaż paneli laminowanych na klik', totalNet: '1903.20'
                }
            ]);
            expect(body.items[0].priceSource).toEqual({
                source: 'quotes-service', call: 'accepted_quote', id: quoteId(1), quoteNumber: 'OF/2026/11/0001',
                quoteItemId: quoteItemId(101),
                version: expect.stringMatching(/^W\//), fetchedAt: expect.any(String), stale: false,
                vatSource: 'quotes-service', inputs: { discount: '0', pricePerUnit: '58.9' }, netPrice: '2510.32'
            });
            expect((await organisation.call('GET', `/invoices/${body.id}`)).body).toEqual(body);
        });

    test('with a discount in percent has it on the whole document', async () => {
        const { status, body } = await fromQuote(await givenOrganisation(service), { quoteId: quoteId(2) });

        expect(status).toBe(201);
        expect(body).toMatchObject({
            customerName: 'Jadwiga Parkietowa', discountPercent: '5', discountAmount: '0.00', totalNet: '9911.82',
            totalVAT: '792.95', totalGross: '10704.77'
        });
        expect(body.items.map((line: { description: string }) => line.description)).toEqual([
            'Deska trójwarstwowa Dąb Rustik olejowana 14 mm', 'Listwa przypodłogowa dąb lakierowany 60 mm',
            'Montaż podłogi w jodełkę klasyczną'
        ]);
    });

    test('in EUR makes an invoice in EUR, with its discount as an amount and a quantity of three decimals',
        async () => {
            const { status, body } = await fromQuote(await givenOrganisation(service), { quoteId: quoteId(3) });

            expect(status).toBe(201);
            expect(body).toMatchObject({
                currency: 'EUR', contactId: contactId(14), discountPercent: '0', discountAmount: '25.00',
                totalNet: '776.19', totalVAT: '0.00', totalGross: '776.19'
            });
            expect(body.items)
                .toMatchObject([{ quantity: '12.345', unitPriceNet: '64.9', vatRate: 0, totalDiscount: '25.00' }]);
        });

    test('takes what the caller says of the invoice, and keeps for whom', async () => {
        const organisation = await givenOrganisation(service);
        const given = { invoiceType: 'proforma', paymentMethod: 'cash', dueDate: '2026-12-24', notes: 'Według oferty' };

        const { body } = await fromQuote(
            organisation, { quoteId: quoteId(1).toUpperCase(), createdBy: 'Anna', ...given });
        const history = await organisation.call('GET', `/invoices/${body.id}/history`);

        expect(body).toMatchObject({ ...given, quoteId: quoteId(1), createdBy: 'user-1' });
        expect(history.body.data).toMatchObject([{
            action: 'invoice.drafted', onBehalfOf: 'Anna', actor: 'user-1', after: { quoteId: quoteId(1) }
        }]);
    });

    test('with a delivery has it as a line, never silently dropped', async () => {
        quoteSays({ deliveryCost: '150.00' });

        const { status, body } = await fromQuote(await givenOrganisation(scripted), { quoteId: quoteId(1) });

        expect(status).toBe(201);
        expect(body).toMatchObject({ totalNet: '250.00', totalVAT: '57.50' });
        expect(body.items[1]).toMatchObject({
            itemType: 'custom', description: 'Dostawa', totalNet: '150.00', vatRate: 23,
            priceSource: { note: expect.stringContaining('delivery') }
        });
    });

    test('and a discount has the discount on its items alone, and explains it', async () => {
        const items = [
            { ...item, quantity: '10.000', pricePerUnit: '100.00', netPrice: '1000.00' },
            { ...item, position: 2, quantity: '5.000', pricePerUnit: '100.00', netPrice: '500.00', vatRate: '8.00' }
        ];
        quoteSays({ items, discountPercent: '10.00', discountAmount: '150.00', deliveryCost: '300.00' });
        const organisation = await givenOrganisation(scripted);

        const { body } = await fromQuote(organisation, { quoteId: quoteId(1) });
        const { body: explanation } = await organisation.call('GET', `/invoices/${body.id}/explain`);

        expect(body).toMatchObject({
            discountPercent: '0', discountAmount: '0.00', totalNet: '1650.00', totalVAT: '312.00',
            totalGross: '1962.00'
        });
        expect(body.vatBreakdown).toMatchObject([
            { vatRate: 23, net: '1200.00', vat: '276.00' }, { vatRate: 8, net: '450.00', vat: '36.00' }
        ]);
        expect(body.items).toMatchObject([
            { discountAmount: '100.00', totalNet: '900.00' }, { discountAmount: '50.00', totalNet: '450.00' },
            { description: 'Dostawa', discountAmount: '0.00', totalNet: '300.00' }
        ]);
        expect(recomputeExplanation(explanation)).toEqual([]);
        expect(explanation.lines[0].price.source).toMatchObject({ inputs: { quoteDiscount: '100.00' } });
    });

    test('keeps its terms, which give the due date, and its notes, but never its internal notes', async () => {
        quoteSays({ paymentTerms: 'Przelew 30 dni', notes: 'Montaż po 15:00', internalNotes: 'marża 40 %' });
        const organisation = await givenOrganisation(scripted);

        const { body, text } = await fromQuote(organisation, { quoteId: quoteId(1) });
        const issued = await organisation.issue(body.id, { issueDate: '2026-11-24' });

        expect(body).toMatchObject({ paymentTerms: 'Przelew 30 dni', notes: 'Montaż po 15:00', dueDate: null });
        expect(text).not.toContain('marża');
        expect(issued.body).toMatchObject({
            issueDate: '2026-11-24', dueDate: '2026-12-24', paymentTerms: 'Przelew 30 dni'
        });
    });

    test.each([
        [{ paymentTerms: '7 dni', notes: 'Pilne' }, '7 dni', 'Pilne'],
        [{ paymentTerms: null, notes: null }, 'Przelew 30 dni', 'Montaż po 15:00'],
        [{ paymentTerms: '', notes: ' ' }, 'Przelew 30 dni', 'Montaż po 15:00'],
        // Two due dates would stand on it otherwise.
        [{ dueDate: '2026-12-01' }, null, 'Montaż po 15:00'],
        [{ items: [givenItem()] }, 'Przelew 30 dni', 'Montaż po 15:00']
    ])('with %j of the caller has the terms %j and the notes %j', async (given, paymentTerms, notes) => {
        quoteSays({ paymentTerms: 'Przelew 30 dni', notes: 'Montaż po 15:00' });

        const { status, body } = await fromQuote(
            await givenOrganisation(scripted), { quoteId: quoteId(1), ...given });

        expect(status).toBe(201);
        expect(body).toMatchObject({ paymentTerms, notes });
        expect(body.warnings?.map(({ code }: { code: string }) => code))
            .toEqual(paymentTerms === null ? ['QUOTE_TERMS_REPLACED'] : undefined);
    });

    test('is issued as it was accepted, however long ago that was, and not priced afresh', async () => {
        const organisation = await givenOrganisation(service);
        const { body: draft } = await fromQuote(organisation, { quoteId: quoteId(1) });
        const callsBefore = service.standins.control.products.calls();
        clock.pass(400 * 24 * 3_600_000);

        const recalculated = await organisation.call('POST', `/invoices/${draft.id}/recalculate`);
        const issued = await organisation.issue(draft.id);

        expect(recalculated.body).toMatchObject({ changes: [], notRefreshed: [] });
        expect(service.standins.control.products.calls()).toBe(callsBefore);
        expect([issued.status, issued.body.totalGross]).toEqual([200, '5428.63']);
        expect(issued.body.items[0].priceSource).toEqual(draft.items[0].priceSource);
    });

    test('is asked for with the caller\'s request id and token', async () => {
        const { call } = await givenOrganisation(service);

        await call('POST', '/invoices/from-quote',
            { body: { quoteId: quoteId(1) }, headers: { 'x-request-id': 'quote-call-1' } });

        expect(service.standins.control.quotes.lastHeaders())
            .toMatchObject({ 'x-request-id': 'quote-call-1', authorization: expect.stringMatching(/^Bearer /) });
    });
});

describe('what the caller gives is not asked for', () => {
    const items = [
        givenItem({ lineNumber: 2 }), { itemType: 'product', productId: productId(1), quantity: '2', lineNumber: 1 }
    ];

    test('contact and items together need no quotes-service, not even its address', async () => {
        const organisation = await givenOrganisation(without);

        const { status, body } = await fromQuote(organisation, { quoteId: quoteId(4), contactId: contactId(2), items });

        expect(status).toBe(201);
        expect(body)
            .toMatchObject({ quoteId: quoteId(4), contactId: contactId(2), currency: 'PLN', totalNet: '217.80' });
        expect(body.items).toMatchObject([
            { productId: productId(1), totalNet: '117.80', priceSource: { source: 'products-service' } },
            { description: 'Transport', priceSource: { source: 'caller' } }
        ]);
    });

    test.each([
        ['none', 999, 'QUOTE_NOT_FOUND'], ['not accepted', 4, 'QUOTE_NOT_ACCEPTED']
    ])('contact and items together are refused where the quote is %s', async (_case, number, code) => {
        const organisation = await givenOrganisation(service);

        const { status, body } = await fromQuote(
            organisation, { quoteId: quoteId(number), contactId: contactId(2), items });

        expect([status, body.code, body.errors[0].path]).toEqual([422, code, 'quoteId']);
        expect((await organisation.call('GET', '/invoices?page=1')).body.total).toBe(0);
    });

    test('another contact buys the items of the quote', async () => {
        const { body } = await fromQuote(
            await givenOrganisation(service), { quoteId: quoteId(2), contactId: contactId(3) });

        expect(body).toMatchObject({
            contactId: contactId(3), customerName: 'Hotel Bursztynowy Sen Sp. z o.o.',
            discountPercent: '5', totalNet: '9911.82'
        });
    });

    test('other items go to the contact of the quote in its currency, without the discount of its own items',
        async () => {
            const { body } = await fromQuote(
                await givenOrganisation(service), { quoteId: quoteId(3), items: [givenItem()] });

            expect(body).toMatchObject({
                contactId: contactId(14), currency: 'EUR', discountAmount: '0.00', totalNet: '100.00'
            });
            expect(body.items).toHaveLength(1);
        });

    test('other items are priced in the currency of the quote, or refused', async () => {
        const { status, body } = await fromQuote(await givenOrganisation(service), {
            quoteId: quoteId(3), items: [{ itemType: 'product', productId: productId(1), quantity: '1' }]
        });

        expect([status, body.code, body.errors[0].path])
            .toEqual([422, 'PRICE_CURRENCY_MISMATCH', 'items[0].productId']);
    });
});

describe('what is refused, with nothing stored', () => {
    test.each([
        [4, 'SENT'], [5, 'DRAFT'], [6, 'EXPIRED'], [7, 'REJECTED']
    ])('quote %i, which is %s', async (number, quoteStatus) => {
        const organisation = await givenOrganisation(service);
        const before = await storedRows(service);

        const { status, body } = await fromQuote(organisation, { quoteId: quoteId(number) });

        expect([status, body.code]).toEqual([422, 'QUOTE_NOT_ACCEPTED']);
        expect(body.message).toMatch(new RegExp(`^quoteId .*OF/2026/11/000${number}.*${quoteStatus}`));
        expect(await storedRows(service)).toEqual(before);
    });

    test.each([
        [{}], [{ contactId: contactId(1) }], [{ items: [givenItem()] }]
    ])('an unknown quote, with %j', async (more) => {
        const { status, body } = await fromQuote(await givenOrganisation(service), { quoteId: quoteId(999), ...more });

        expect([status, body.code, body.errors])
            .toEqual([422, 'QUOTE_NOT_FOUND', [expect.objectContaining({ path: 'quoteId' })]]);
        expect(body.message).toMatch(new RegExp(`^quoteId: .*${quoteId(999)}`));
    });

    test.each([
        [{}], [{ contactId: contactId(1) }], [{ items: [givenItem()] }]
    ])('any quote where quotes-service has no address, with %j', async (more) => {
        const organisation = await givenOrganisation(without);
        const before = await storedRows(without);

        const { status, body } = await fromQuote(organisation, { quoteId: quoteId(1), ...more });

        expect([status, body.code]).toEqual([422, 'QUOTES_NOT_CONFIGURED']);
        expect(body.message).toMatch(/^quoteId: .*QUOTES_SERVICE_URL.*POST \/invoices/);
        expect(await storedRows(without)).toEqual(before);
    });

    test.each<[string, number, object, RegExp]>([
        ['QUOTE_HAS_NO_ITEMS', 422, { items: [] }, /^quoteId .*OF\/2026\/11\/0001.* no items/],
        ['QUOTE_NOT_INVOICEABLE', 422, { items: [{ ...item, netPrice: '90.00' }] }, /^quoteId .*item 1.*100\.00.*90/],
        ['QUOTE_NOT_INVOICEABLE', 422, { items: [{ ...item, pricePerUnit: '0.00', netPrice: '0.00' }] },
            /^quoteId .* no price at item 1/],
        ['QUOTE_NOT_INVOICEABLE', 422, { notes: 'x'.repeat(4_001) }, /^quoteId .* notes .*POST \/invoices/],
        ['QUOTE_NOT_INVOICEABLE', 422, { paymentTerms: 'x'.repeat(201) }, /^quoteId .* paymentTerms .*POST \/invoices/],
        ['QUOTE_NOT_INVOICEABLE', 422, { discountPercent: '10.00', discountAmount: '50.00' },
            /^quoteId .*discountPercent.*discountAmount/],
        ['CONTACT_NOT_FOUND', 422, { contactId: contactId(999) }, /^contactId: /],
        ['TOO_MANY_LINES', 400,
            { items: Array.from({ length: 501 }, (_, index) => ({ ...item, position: index + 1 })) }, /^items: /],
        ['AMOUNT_TOO_LARGE', 400, {
            items: [{ ...item, quantity: '999999999.000', pricePerUnit: '999999999.00', netPrice: '0.00' }]
        }, /large/],
        ['UPSTREAM_CONTRACT_BROKEN', 502, { items: [{ ...item, vatRate: null }] },
            /^quotes-service .*items\[0\]\.vatRate/],
        ['UPSTREAM_CONTRACT_BROKEN', 502, { contactId: 'nobody' }, /^quotes-service .*contactId/],
        ['UPSTREAM_CONTRACT_BROKEN', 502, { id: quoteId(2) }, /^quotes-service .*another record/]
    ])('%s (%i) for a quote with %j', async (code, expectedStatus, changes, message) => {
        const organisation = await givenOrganisation(scripted);
        const before = await storedRows(scripted);
        quoteSays(changes);

        const { status, body } = await fromQuote(organisation, { quoteId: quoteId(1) });

        expect([status, body.code]).toEqual([expectedStatus, code]);
        expect(body.message).toMatch(message);
        expect(await storedRows(scripted)).toEqual(before);
    });

    test.each<[string, unknown]>([
        ['quoteId', undefined], ['quoteId', 'OF/2026/11/0001'], ['quoteId', null], ['quoteId', '..'],
        ['invoiceType', 'corrective'], ['paymentMethod', 'barter'], ['dueDate', '24.12.2026'], ['contactId', 'me'],
        ['contactId', 'x'], ['items', []], ['items', {}], ['items[0].quantity', [{ itemType: 'custom' }]],
        ['currency', 'PLN'], ['status', 'paid'], ['notes', 'x'.repeat(4_001)]
    ])('a body whose %s is wrong: %j', async (path, value) => {
        const field = path.replace(/\[.*/, '');

        const { status, body } = await fromQuote(
            await givenOrganisation(service), { quoteId: quoteId(1), [field]: value });

        expect([status, body.code]).toEqual([400, 'VALIDATION_FAILED']);
        expect(body.errors[0].path).toBe(path);
        expect(body.message).toContain(path);
    });

    test('a caller who may not write, and one without a token', async () => {
        const reader = await service.call('POST', '/invoices/from-quote', {
            body: { quoteId: quoteId(1) },
            token: await givenToken({ role: 'viewer', exp: Date.UTC(2100, 0, 1) / 1_000 })
        });
        const nobody = await service.call('POST', '/invoices/from-quote', { body: { quoteId: quoteId(1) }, token: '' });

        expect([reader.status, nobody.status]).toEqual([403, 401]);
        expect(service.standins.control.quotes.calls()).toBe(0);
    });
});

describe('quotes-service that does not do well', () => {
    test.each([
        [{ failure: 'error500' }, 503, 'UPSTREAM_UNAVAILABLE'], [{ failure: 'reset' }, 503, 'UPSTREAM_UNAVAILABLE'],
        [{ rubbish: 'html' }, 502, 'UPSTREAM_CONTRACT_BROKEN'],
        [{ rubbish: 'truncated' }, 502, 'UPSTREAM_CONTRACT_BROKEN'],
        [{ rubbish: 'wrong_types' }, 502, 'UPSTREAM_CONTRACT_BROKEN'],
        [{ failure: 'hang' }, 503, 'UPSTREAM_UNAVAILABLE'], [{ latencyMs: 5_000 }, 503, 'UPSTREAM_UNAVAILABLE']
    ] as const)('%j is a clear answer in bounded time, with nothing stored', async (change, expectedStatus, code) => {
        // A service of its own, because its circuit breaker keeps its state.
        const own = await givenService({ env: { UPSTREAM_TIMEOUT_MS: '1000' } });
        try {
            const organisation = await givenOrganisation(own);
            const before = await storedRows(own);
            own.standins.control.quotes.set(change);
            const startedMs = performance.now();

            const { status, headers, body } = await fromQuote(
                organisation, { quoteId: quoteId(1) }, { 'idempotency-key': 'k' });
            const tookMs = performance.now() - startedMs;
            own.standins.control.quotes.reset();
            const again = await fromQuote(
                organisation, { quoteId: quoteId(2), contactId: contactId(1), items: [givenItem()] });

            expect([status, body.code]).toEqual([expectedStatus, code]);
            expect(body.message).toContain('quotes-service');
            expect(headers['retry-after'] === undefined).toBe(expectedStatus === 502);
            expect(tookMs).toBeLessThan(4_000);
            expect({
                ...before, invoice: '1', invoice_line: '1',
                audit_entry: String(Number(before['audit_entry']) + 1), invoice_versions: '1'
            }).toEqual(await storedRows(own));
            expect(again.status).toBe(201);
        } finally {
            await own.close();
        }
    });

    test('a quote that is accepted a moment later is read afresh', async () => {
        const organisation = await givenOrganisation(scripted);
        quoteSays({ status: 'SENT' });
        const before = await fromQuote(organisation, { quoteId: quoteId(1) });
        quoteSays();

        expect([before.status, (await fromQuote(organisation, { quoteId: quoteId(1) })).status]).toEqual([422, 201]);
    });
});

describe('the same quote twice', () => {
    const twice = { quoteId: quoteId(1) };

    test('is refused, and the draft that has it is named', async () => {
        const organisation = await givenOrganisation(service);
        const { body: first } = await fromQuote(organisation, twice);
        const before = await storedRows(service);

        const { status, body } = await fromQuote(organisation, twice);

        expect([status, body.code]).toEqual([409, 'QUOTE_ALREADY_INVOICED']);
        expect(body.message).toMatch(new RegExp(`^quoteId .*draft ${first.id}`));
        expect(body.details).toEqual({ quoteId: quoteId(1), invoiceId: first.id, invoiceNumber: null });
        expect(await storedRows(service)).toEqual(before);
    });

    test('is refused with the number once that is issued', async () => {
        const organisation = await givenOrganisation(service);
        const { body: draft } = await fromQuote(organisation, twice);
        const { body: issued } = await organisation.issue(draft.id);

        const { status, body } = await fromQuote(organisation, twice);

        expect([status, body.details])
            .toEqual([409, { quoteId: quoteId(1), invoiceId: draft.id, invoiceNumber: issued.invoiceNumber }]);
        expect(body.message).toContain(issued.invoiceNumber);
    });

    test('by two requests at once makes one invoice, and the other request is told which', async () => {
        const organisation = await givenOrganisation(service);
        const lock = await givenLock(service.databaseUrl, 'LOCK TABLE audit_entry IN SHARE MODE');
        const requests = [
            fromQuote(organisation, twice), fromQuote(organisation, twice), fromQuote(organisation, twice)
        ];
        await lock.held(requests.length);
        await lock.release();

        const answered = await Promise.all(requests);
        const made = answered.find(({ status }) => status === 201);

        expect(answered.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
        expect(answered.filter(({ status }) => status === 409).map(({ body }) => [body.code, body.details.invoiceId]))
            .toEqual(Array(2).fill(['QUOTE_ALREADY_INVOICED', made?.body.id]));
        expect((await organisation.call('GET', '/invoices?page=1')).body.total).toBe(1);
    });

    test('is refused for a plain draft of that quote too, and the other way round', async () => {
        const organisation = await givenOrganisation(service);
        const draft = await organisation.draft({ quoteId: quoteId(1), contactId: contactId(1) });

        const plain = await organisation.call('POST', '/invoices', {
            body: { ...twice, contactId: contactId(1), items: [givenItem()] }
        });
        const quoted = await fromQuote(organisation, twice);

        for (const { status, body } of [plain, quoted]) {
            expect([status, body.code, body.details.invoiceId]).toEqual([409, 'QUOTE_ALREADY_INVOICED', draft.id]);
        }
    });

    test('is refused when an edit brings it about, by the quote or by the type, and the draft stays as it was',
        async () => {
            const organisation = await givenOrganisation(service);
            const first = await organisation.draft({ quoteId: quoteId(1), contactId: contactId(1) });
            const other = await organisation.draft({ quoteId: quoteId(2), contactId: contactId(17) });
            const proforma = await organisation.draft({
                quoteId: quoteId(1), contactId: contactId(1), invoiceType: 'proforma'
            });

            const byQuote = await organisation.call(
                'PATCH', `/invoices/${other.id}`, { body: { quoteId: quoteId(1), contactId: contactId(1) } });
            const byType = await organisation.call(
                'PATCH', `/invoices/${proforma.id}`, { body: { invoiceType: 'vat_invoice' } });
            const untouched = await organisation.call(
                'PATCH', `/invoices/${first.id}`, { body: { notes: 'x', quoteId: quoteId(1) } });

            for (const { status, body } of [byQuote, byType]) {
                expect([status, body.code, body.details.invoiceId]).toEqual([409, 'QUOTE_ALREADY_INVOICED', first.id]);
            }
            expect(untouched.status).toBe(200);
            expect((await organisation.call('GET', `/invoices/${other.id}`)).body).toEqual(other);
        });

    test('makes one proforma and one invoice', async () => {
        const organisation = await givenOrganisation(service);

        const statuses = [];
        for (const invoiceType of ['proforma', 'vat_invoice', 'proforma', 'vat_invoice']) {
            statuses.push((await fromQuote(organisation, { ...twice, invoiceType })).status);
        }

        expect(statuses).toEqual([201, 201, 409, 409]);
    });

    test('is possible again when the draft is deleted, or lets go of the quote', async () => {
        const organisation = await givenOrganisation(service);
        const { body: first } = await fromQuote(organisation, twice);
        await organisation.call('DELETE', `/invoices/${first.id}`);
        const { body: second } = await fromQuote(organisation, twice);
        await organisation.call('PATCH', `/invoices/${second.id}`, { body: { quoteId: null } });

        expect((await fromQuote(organisation, twice)).status).toBe(201);
    });

    test('is possible again when its invoice is cancelled', async () => {
        const organisation = await givenOrganisation(service);
        const { body: first } = await fromQuote(organisation, twice);
        await service.dependencies.database.pool.query(`
            UPDATE invoice SET status = 'cancelled', cancelled_at = now(), cancellation_date = '2026-11-23',
                cancellation_reason = 'pomyłka' WHERE id = $1`, [first.id]);

        expect((await fromQuote(organisation, twice)).status).toBe(201);
    });

    test('is another organisation\'s own affair', async () => {
        const [one, other] = [await givenOrganisation(service), await givenOrganisation(service)];

        expect([(await fromQuote(one, twice)).status, (await fromQuote(other, twice)).status]).toEqual([201, 201]);
    });

    test('with the same Idempotency-Key replays the first answer and asks nobody', async () => {
        const organisation = await givenOrganisation(service);
        const first = await fromQuote(organisation, twice, { 'idempotency-key': 'k' });
        const calls = service.standins.control.quotes.calls();

        const again = await fromQuote(organisation, twice, { 'idempotency-key': 'k' });
        const reused = await fromQuote(organisation, { quoteId: quoteId(2) }, { 'idempotency-key': 'k' });

        expect([again.status, again.text, again.headers['etag'], again.headers['location']])
            .toEqual([201, first.text, first.headers['etag'], first.headers['location']]);
        expect(again.headers['idempotent-replayed']).toBe('true');
        expect(service.standins.control.quotes.calls()).toBe(calls);
        expect([reused.status, reused.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    });

    test('refused gives its key back', async () => {
        const organisation = await givenOrganisation(service);
        const { body: first } = await fromQuote(organisation, twice);
        const refused = await fromQuote(organisation, twice, { 'idempotency-key': 'k' });
        await organisation.call('DELETE', `/invoices/${first.id}`);

        expect([refused.status, (await fromQuote(organisation, twice, { 'idempotency-key': 'k' })).status])
            .toEqual([409, 201]);
    });
});

test('services of the caller\'s own items are priced as in any draft', async () => {
    const { status, body } = await fromQuote(await givenOrganisation(service), {
        quoteId: quoteId(1), items: [{ itemType: 'service', serviceId: serviceId(1), quantity: '10' }]
    });

    expect(status).toBe(201);
    expect(body.items).toMatchObject([{ totalNet: '475.80', priceSource: { source: 'services-service' } }]);
});
