import { beforeAll, describe, expect, test } from '@jest/globals';
import { contactId, productId, quoteId, serviceId } from '../../app/dev/standins/catalogue/ids.ts';
import { draftBody } from '../../app/domain/invoices/invoice.schemas.ts';
import { givenDraft, givenItem, givenSeller, givenService } from '../support/given-service.ts';
import { givenToken } from '../support/given-token.ts';
import { storedRows } from '../support/stored-rows.ts';
import { useService } from '../support/use-service.ts';

const service = useService();
beforeAll(async () => {
    // The first use of an organisation makes it, which would show in the counted rows.
    await service.call('GET', '/organisation');
});

function post(body: unknown, headers = {}) {
    return service.call('POST', '/invoices', { body, headers });
}

describe('drafts', () => {
    test('a draft with items of each kind is priced, totalled and read back the same', async () => {
        const created = await post({
            contactId: contactId(1),
            items: [
                { itemType: 'product', productId: productId(1), quantity: '42.5' },
                { itemType: 'service', serviceId: serviceId(1), quantity: '33.33', regionalZone: 'krakow' },
                givenItem()
            ]
        });

        expect(created.status).toBe(201);
        expect(created.headers['location']).toBe(`/invoices/${created.body.id}`);
        expect(created.headers['etag']).toMatch(/^"1\./);
        expect(created.body).toMatchObject({
            status: 'draft', invoiceNumber: null, paymentStatus: 'pending', currency: 'PLN', totalNet: '4426.97',
            totalVAT: '1018.20', totalGross: '5445.17',
            balance: '5445.17', paidAmount: '0.00', overdue: false, seller: null
        });
        expect(created.body.items[0]).toMatchObject({
            lineNumber: 1, productId: productId(1), serviceId: null, unit: 'm²', unitPriceNet: '58.9',
            totalNet: '2503.25', pricingTier: null, priceSource: {
                source: 'products-service', call: 'selling_price', id: productId(1), netPrice: '58.9', stale: false,
                version: expect.any(String)
            }
        });
        expect(created.body.items[1]).toMatchObject({
            totalNet: '1823.72', priceSource: { source: 'services-service', stale: false, netPrice: '1823.72' }
        });
        const read = await service.call('GET', `/invoices/${created.body.id}`);
        expect([read.status, read.headers['etag']]).toEqual([200, expect.stringMatching(/^"1\./)]);
        expect(read.text).toBe(created.text);
    });

    test('every field of the body is stored as it was given', async () => {
        const fields = {
            invoiceType: 'proforma', contactId: contactId(1), customerName: 'Jan Zmyślony', customerNIP: '1234563218',
            customerREGON: '192598184', customerAddress: 'ul. Próbna 5, 00-002 Warszawa', customerVATPayer: false,
            customerStreet: 'ul. Próbna 5', customerPostalCode: '00-002', customerCity: 'Warszawa',
            customerCountry: 'PL', buyerIsJstUnit: true, buyerIsVatGroupMember: true,
            buyerReference: '04011000-12345-67', buyerEndpoint: { scheme: '9945', id: 'PL1234563218' },
            recipient: {
                name: 'Szkoła Podstawowa nr 1', nip: '1234563218', address: 'ul. Szkolna 1, 00-002 Warszawa',
                role: 'jst_recipient'
            },
            eInvoice: 'xrechnung',
            issueDate: '2026-11-20', saleDate: '2026-11-19', dueDate: '2026-12-20',
            paymentMethod: 'blik', paymentTerms: 'po odbiorze', notes: 'Pilne', quoteId: quoteId(1), currency: 'EUR',
            pricesInclude: 'gross', language: 'en-GB', orderNumber: 'PO-2026-118'
        };

        const created = await post({
            ...fields, discountPercent: '12.5', discountAmount: 3.5, validateCustomer: true, createdBy: 'Anna z biura',
            autoGenerateNumber: true, autoCalculateTotals: false, items: [givenItem()]
        });

        expect(created.status).toBe(201);
        expect(created.body).toMatchObject({
            ...fields, discountPercent: '12.5', discountAmount: '3.50', invoiceNumber: null, createdBy: 'user-1'
        });
        expect((await service.call('GET', `/invoices/${created.body.id}`)).body).toMatchObject(fields);
        const { body: { data: [entry] } } = await service.call('GET', `/invoices/${created.body.id}/history`);
        expect(entry)
            .toMatchObject({ action: 'invoice.drafted', actor: 'user-1', onBehalfOf: 'Anna z biura', before: null });
    });

    test('every field of an item is stored as it was given', async () => {
        const item = {
            itemType: 'custom', description: 'Eksport próbek', unit: 'paczka', vatCategory: 'G', vatRate: 0,
            exemptionReason: 'art. 41 ust. 4', splitPayment: true, gtu: '07'
        };

        const { status, body } = await post({ items: [{
            ...item, quantity: '2.123456', unitPriceNet: '10.123456', discountPercent: '1.25', discountAmount: '0.10'
        }] });

        expect(status).toBe(201);
        // 2.123456 × 10.123456 = 21.4967… → 21.50; 1.25 % of it 0.26875 → 0.27; and 0.10.
        expect(body.items).toEqual([expect.objectContaining({
            ...item, quantity: '2.123456', unitPriceNet: '10.123456', discountPercent: '1.25', discountAmount: '0.10',
            totalDiscount: '0.37', totalNet: '21.13', priceBaseQuantity: '1',
            priceSource: { source: 'caller', fetchedAt: expect.any(String), stale: false, vatSource: 'caller' }
        })]);
    });

    test('an empty body is a draft with the defaults of a fresh organisation', async () => {
        const { status, body } = await service.call('POST', '/invoices', { token: await givenToken({ org: 'fresh' }) });

        expect(status).toBe(201);
        expect(body).toMatchObject({
            invoiceType: 'vat_invoice', contactId: null, customerName: null, customerVATPayer: false, currency: 'PLN',
            paymentMethod: 'bank_transfer', language: 'pl', pricesInclude: 'net', roundingModel: 'per_rate',
            paymentTerms: null, issueDate: null, saleDate: null, dueDate: null, totalGross: '0.00',
            items: [], vatBreakdown: []
        });
    });

    test('what a draft leaves open comes from the organisation', async () => {
        const profile = {
            defaultCurrency: 'EUR', defaultVatRate: 8, defaultPaymentMethod: 'card', defaultLanguage: 'de',
            roundingModel: 'per_line', splitPaymentItemTypes: ['custom']
        };
        await givenSeller(service, profile, { org: 'other-defaults' });

        const { body } = await service.call('POST', '/invoices', {
            token: await givenToken({ org: 'other-defaults' }),
            body: { items: [{ itemType: 'custom', description: 'Fuga', quantity: 1, unitPriceNet: 10 }] }
        });

        expect(body)
            .toMatchObject({ currency: 'EUR', paymentMethod: 'card', language: 'de', roundingModel: 'per_line' });
        expect(body.items[0]).toMatchObject({ vatRate: 8, vatCategory: 'S', unit: 'szt', splitPayment: true });
    });

    test('a deleted draft is gone, and its history stays', async () => {
        const draft = await givenDraft(service);

        const deleted = await service.call('DELETE', `/invoices/${draft.id}`);

        expect([deleted.status, deleted.text]).toEqual([204, '']);
        expect((await service.call('GET', `/invoices/${draft.id}`)).status).toBe(404);
        const history = await service.call('GET', `/invoices/${draft.id}/history`);
        expect(history.body.data.map(({ action }: { action: string }) => action))
            .toEqual(['invoice.drafted', 'invoice.deleted']);
    });

    test('a second deletion is 404', async () => {
        const draft = await givenDraft(service);
        await service.call('DELETE', `/invoices/${draft.id}`);

        const { status, body } = await service.call('DELETE', `/invoices/${draft.id}`);

        expect([status, body.code]).toEqual([404, 'INVOICE_NOT_FOUND']);
    });

    test.each(['GET', 'PATCH', 'DELETE'])('%s of an id that does not exist is 404', async (method) => {
        const { status, body } = await service.call(
            method, '/invoices/00000000-0000-4000-8000-000000000000', method === 'PATCH' ? { body: {} } : {});

        expect([status, body.code]).toEqual([404, 'INVOICE_NOT_FOUND']);
    });

    test('an id in capitals is the same invoice', async () => {
        const draft = await givenDraft(service);

        expect((await service.call('GET', `/invoices/${draft.id.toUpperCase()}`)).body.id).toBe(draft.id);
    });
});

describe('the buyer', () => {
    test.each(['deployed', 'documented'] as const)('comes from contacts-service in its %s form', async (form) => {
        const own = await givenService();
        own.standins.control.contacts.set({ form });

        const { body } = await own.call('POST', '/invoices', { body: { contactId: contactId(1) } });
        await own.close();

        expect(body).toMatchObject({
            contactId: contactId(1), customerName: 'Podłogi Przykładowe Sp. z o.o.', customerNIP: '9990001019',
            customerREGON: '990010138', customerAddress: 'ul. Klonowa 1, 00-999 Warszawa', customerVATPayer: true
        });
    });

    test.each([
        ['deployed', 'has no such flag, so that a NIP means yes', true], ['documented', 'says so', false]
    ] as const)('pays VAT as the %s contact %s', async (form, _why, vatPayer) => {
        const own = await givenService();
        own.standins.control.contacts.set({ form });

        const { body } = await own.call('POST', '/invoices', { body: { contactId: contactId(6) } });
        await own.close();

        expect(body.customerVATPayer).toBe(vatPayer);
    });

    test('who is a person has first and last name, no NIP and pays no VAT', async () => {
        const { body } = await post({ contactId: contactId(17) });

        expect(body).toMatchObject({
            customerName: 'Jadwiga Parkietowa', customerNIP: null, customerREGON: null, customerVATPayer: false
        });
    });

    test('from abroad has the country in the address', async () => {
        const { body } = await post({ contactId: contactId(14) });

        expect(body.customerAddress).toBe('Musterstraße 8, 02826 Görlitz, DE');
    });

    test('whom the caller names in part is completed by contacts-service', async () => {
        const { body } = await post({
            contactId: contactId(1), customerName: 'Oddział Praga', customerVATPayer: false
        });

        expect(body).toMatchObject({
            customerName: 'Oddział Praga', customerVATPayer: false, customerNIP: '9990001019',
            customerAddress: 'ul. Klonowa 1, 00-999 Warszawa'
        });
    });

    test.each([
        ['PL 123-456-32-18', '1234563218'], ['DE136695976', 'DE136695976']
    ])('with the tax number %s has it in its canonical form', async (given, stored) => {
        const { status, body } = await post({ customerName: 'Jan Zmyślony', customerNIP: given });

        expect(status).toBe(201);
        expect(body.customerNIP).toBe(stored);
    });

    test('whom contacts-service does not know is 422 with the path', async () => {
        const before = await storedRows(service);

        const { status, body } = await post({ contactId: '00000000-0000-4000-8000-000000000000' });

        expect([status, body.code]).toEqual([422, 'CONTACT_NOT_FOUND']);
        expect(body.errors).toEqual([{ path: 'contactId', code: 'CONTACT_NOT_FOUND', message: expect.any(String) }]);
        expect(body.message.startsWith('contactId')).toBe(true);
        expect(await storedRows(service)).toEqual(before);
    });

    test.each([
        [11, 'customerNIP'], [13, 'contactId'], [22, 'contactId'], [23, 'customerREGON']
    ])('number %i with faults is 422', async (number, path) => {
        const before = await storedRows(service);

        const { status, body } = await post({ contactId: contactId(number) });

        expect([status, body.code, body.errors[0].path]).toEqual([422, 'CUSTOMER_INVALID', path]);
        expect(await storedRows(service)).toEqual(before);
    });

    test('with faults is taken when the caller wants no check', async () => {
        const { status, body } = await post({ contactId: contactId(11), validateCustomer: false });

        expect([status, body.customerNIP]).toEqual([201, '9990012120']);
    });

    test('with a wrong NIP in contacts-service passes the check when the caller gives a right one', async () => {
        expect((await post({ contactId: contactId(11), customerNIP: '1234563218' })).status)
            .toBe(201);
    });

    test('without a name is 422', async () => {
        const { status, body } = await post({ customerAddress: 'ul. Próbna 5, 00-002 Warszawa' });

        expect([status, body.code, body.errors[0].path]).toEqual([422, 'CUSTOMER_INVALID', 'customerName']);
    });

    test('who is not known yet is no fault', async () => {
        expect((await post({ validateCustomer: true })).status).toBe(201);
    });
});

/** Texts and dates that `null` empties; each is emptied while the others stay. */
const emptied = {
    issueDate: '2026-11-20', saleDate: '2026-11-19', dueDate: '2026-12-20', paymentTerms: 'po odbiorze', notes: 'Pilne',
    orderNumber: 'PO-2026-118', taxPointDate: '2026-11-18', quoteId: '', exchangeRate: '4.3215',
    buyerReference: '04011000-12345-67', buyerEndpoint: { scheme: '9945', id: 'PL1234563218' },
    recipient: { name: 'Szkoła' }, customerStreet: 'ul. Inna 1', customerPostalCode: '00-003',
    customerCity: 'Warszawa', customerCountry: 'PL'
};

describe('an edit', () => {
    test('replaces what is given, empties what is null and leaves the rest', async () => {
        const draft = await givenDraft(service, { notes: 'Pilne', paymentTerms: 14, dueDate: '2026-12-24' });

        const edited = await service.call('PATCH', `/invoices/${draft.id}`,
            { body: { notes: null, discountPercent: 10 }, headers: { 'if-match': '"1"' } });

        expect(edited.status).toBe(200);
        expect(edited.headers['etag']).toMatch(/^"2\./);
        expect(edited.body).toMatchObject({
            notes: null, paymentTerms: '14', dueDate: '2026-12-24', totalNet: '90.00',
            totalVAT: '20.70', totalGross: '110.70'
        });
    });

    test('of every field is stored as it was given', async () => {
        // customerTaxId is never there beside customerNIP: buyer-fields.test.ts edits it.
        const instructions = ['items', 'validateCustomer', 'createdBy', 'autoGenerateNumber', 'autoCalculateTotals',
            'customerTaxId'];
        const fields = {
            invoiceType: 'proforma', contactId: contactId(17), customerName: 'Jan Zmyślony', customerNIP: '1234563218',
            customerREGON: '192598184', customerAddress: 'ul. Próbna 5, 00-002 Warszawa', customerVATPayer: false,
            customerStreet: 'ul. Próbna 5', customerPostalCode: '00-002', customerCity: 'Warszawa',
            customerCountry: 'PL', buyerIsJstUnit: true, buyerIsVatGroupMember: true,
            buyerReference: '04011000-12345-67', buyerEndpoint: { scheme: '9945', id: 'PL1234563218' },
            recipient: {
                name: 'Szkoła Podstawowa nr 1', nip: '1234563218', address: 'ul. Szkolna 1, 00-002 Warszawa',
                role: 'jst_recipient'
            },
            eInvoice: 'xrechnung',
            issueDate: '2026-11-20', saleDate: '2026-11-19', taxPointDate: '2026-11-19', dueDate: '2026-12-20',
            paymentMethod: 'blik', paymentTerms: 'po odbiorze', notes: 'Pilne', orderNumber: 'PO-2026-118',
            quoteId: quoteId(2), currency: 'EUR', pricesInclude: 'gross', language: 'en-GB',
            discountPercent: '12.5', discountAmount: '3.50', exchangeRate: '4.3215', exchangeRateDate: '2026-11-18',
            exchangeRateSource: 'umowa'
        };
        const body = { ...fields, items: [givenItem({ description: 'Nowa' })] };
        const draft = await givenDraft(service);

        const edited = await service.call('PATCH', `/invoices/${draft.id}`, { body });

        expect(edited.status).toBe(200);
        expect(edited.body).toMatchObject({ ...fields, items: [{ description: 'Nowa' }] });
        expect((await service.call('GET', `/invoices/${draft.id}`)).text).toBe(edited.text);
        const known = Object.keys(draftBody.describe().keys as object);
        expect([...Object.keys(fields), ...instructions].sort()).toEqual(known.sort());
    });

    test.each(Object.keys(emptied))('that empties %s stores nothing in its place', async (field) => {
        const draft = await givenDraft(service, { currency: 'EUR', ...emptied, quoteId: '' });

        const edited = await service.call('PATCH', `/invoices/${draft.id}`, { body: { [field]: null } });

        expect([edited.status, edited.body[field]]).toEqual([200, null]);
        expect((await service.call('GET', `/invoices/${draft.id}`)).text).toBe(edited.text);
    });

    test('of the order number is cut to the words, and refused where they are too long', async () => {
        const draft = await givenDraft(service, { orderNumber: `  ${'x'.repeat(256)} ` });

        const edited = await service.call('PATCH', `/invoices/${draft.id}`, { body: { orderNumber: 'x'.repeat(257) } });

        expect(draft.orderNumber).toBe('x'.repeat(256));
        expect([edited.status, edited.body.errors[0].path]).toEqual([400, 'orderNumber']);
    });

    test('of no field leaves the draft as it was but for its version', async () => {
        const draft = await givenDraft(service, { contactId: contactId(1), notes: 'Pilne', discountAmount: '1.00' });

        const { body } = await service.call('PATCH', `/invoices/${draft.id}`, { body: {} });

        expect(body).toEqual({ ...draft, version: 2, updatedAt: expect.any(String) });
    });

    test('with items replaces all of them', async () => {
        const draft = await givenDraft(service, { items: [givenItem(), givenItem()] });

        const { body } = await service.call('PATCH', `/invoices/${draft.id}`,
            { body: { items: [givenItem({ description: 'Jedyna', unitPriceNet: '1.00' })] } });

        expect(body.items.map(({ description }: { description: string }) => description)).toEqual(['Jedyna']);
        expect(body.totalGross).toBe('1.23');
        expect((await service.call('GET', `/invoices/${draft.id}`)).body).toEqual(body);
    });

    test('with an empty list removes all items', async () => {
        const draft = await givenDraft(service);

        const { body } = await service.call('PATCH', `/invoices/${draft.id}`, { body: { items: [] } });

        expect([body.items, body.totalGross]).toEqual([[], '0.00']);
    });

    test.each([
        ['currency', 'EUR'], ['pricesInclude', 'gross']
    ])('of %s without items is 422 and stores nothing', async (field, value) => {
        const draft = await givenDraft(service);
        const before = await storedRows(service);

        const { status, body } = await service.call('PATCH', `/invoices/${draft.id}`, { body: { [field]: value } });

        expect([status, body.code, body.errors[0].path]).toEqual([422, 'ITEMS_NEEDED', 'items']);
        expect(await storedRows(service)).toEqual(before);
    });

    test('of the currency with items is taken', async () => {
        const draft = await givenDraft(service);

        const { status, body } = await service.call(
            'PATCH', `/invoices/${draft.id}`, { body: { currency: 'JPY', items: [givenItem({ unitPriceNet: 350 })] } });

        expect([status, body.currency, body.totalNet, body.totalVAT, body.totalGross])
            .toEqual([200, 'JPY', '350', '81', '431']);
    });

    test('of the currency of a draft without items is taken', async () => {
        const draft = await givenDraft(service, { items: [] });

        const { status, body } = await service.call('PATCH', `/invoices/${draft.id}`, { body: { currency: 'EUR' } });

        expect([status, body.currency]).toEqual([200, 'EUR']);
    });

    test('of the contact takes the new buyer and keeps what the caller gave before', async () => {
        const draft = await givenDraft(
            service, { contactId: contactId(1), customerName: undefined, customerAddress: 'ul. Inna 1' });

        const { body } = await service.call('PATCH', `/invoices/${draft.id}`, { body: { contactId: contactId(2) } });

        expect(body).toMatchObject({
            contactId: contactId(2), customerName: 'Deweloper Zmyślony S.A.', customerNIP: '9990003030',
            customerAddress: 'ul. Inna 1'
        });
    });

    test('that empties a given value shows the one of contacts-service again', async () => {
        const draft = await givenDraft(service, { contactId: contactId(1), customerName: 'Oddział Praga' });

        const { body } = await service.call('PATCH', `/invoices/${draft.id}`, { body: { customerName: null } });

        expect(body.customerName).toBe('Podłogi Przykładowe Sp. z o.o.');
    });

    test('that empties the contact keeps only what the caller gave', async () => {
        const draft = await givenDraft(service, { contactId: contactId(1), customerName: 'Oddział Praga' });

        const { body } = await service.call('PATCH', `/invoices/${draft.id}`, { body: { contactId: null } });

        expect(body).toMatchObject({
            contactId: null, customerName: 'Oddział Praga', customerNIP: null, customerAddress: null
        });
    });

    test('that leaves the buyer alone does not ask contacts-service', async () => {
        const draft = await givenDraft(service, { contactId: contactId(3) });
        service.standins.control.contacts.reset();

        await service.call('PATCH', `/invoices/${draft.id}`, { body: { notes: 'Bez pytania' } });

        expect(service.standins.control.contacts.calls()).toBe(0);
    });

    test('to a due date before the issue date is 400', async () => {
        const draft = await givenDraft(service, { issueDate: '2026-11-20' });

        const { status, body } = await service.call(
            'PATCH', `/invoices/${draft.id}`, { body: { dueDate: '2026-11-19' } });

        expect([status, body.errors[0].path]).toEqual([400, 'dueDate']);
    });

    test.each(['POST', 'PATCH'])('by %s says on whose behalf in the history, with before and after', async (method) => {
        const draft = await givenDraft(service, { notes: 'Przed', createdBy: 'Ewa' });
        const onBehalfOf = method === 'POST' ? 'Ewa' : 'Olga';
        if (method === 'PATCH') {
            await service.call('PATCH', `/invoices/${draft.id}`,
                { body: { notes: 'Po', createdBy: 'Olga' }, headers: { 'x-request-id': 'edit-1' } });
        }

        const { body } = await service.call('GET', `/invoices/${draft.id}/history`);

        expect(body.data.at(-1)).toMatchObject(method === 'POST'
            ? { action: 'invoice.drafted', onBehalfOf, before: null, after: { notes: 'Przed' } }
            : {
                action: 'invoice.edited', onBehalfOf, before: { notes: 'Przed' },
                after: { notes: 'Po' }, requestId: 'edit-1'
            });
    });
});

describe('If-Match', () => {
    const changes = [
        ['PATCH', '', { notes: 'x' }], ['DELETE', '', undefined], ['POST', '/recalculate', undefined],
        ['POST', '/items/custom', { description: 'Fuga', quantity: 1, unitPriceNet: 1 }]
    ] as const;

    test.each(changes)('%s%s with a stale one is 412 and stores nothing', async (method, path, body) => {
        const draft = await givenDraft(service);
        await service.call('PATCH', `/invoices/${draft.id}`, { body: { notes: 'Nowsze' } });
        const before = await storedRows(service);

        const answer = await service.call(
            method, `/invoices/${draft.id}${path}`, { body, headers: { 'if-match': '"1"' } });

        expect([answer.status, answer.body.code]).toEqual([412, 'PRECONDITION_FAILED']);
        expect(await storedRows(service)).toEqual(before);
    });

    test.each(['"1"', '*', '"7", "1"'])('%s matches the first version', async (ifMatch) => {
        const draft = await givenDraft(service);

        expect((
            await service.call('PATCH', `/invoices/${draft.id}`, { body: {}, headers: { 'if-match': ifMatch } })
        ).status).toBe(200);
    });

    test.each(['W/"1"', '1', '""', 'rubbish'])('%s does not match the first version', async (ifMatch) => {
        const draft = await givenDraft(service);

        expect((
            await service.call('PATCH', `/invoices/${draft.id}`, { body: {}, headers: { 'if-match': ifMatch } })
        ).status).toBe(412);
    });

    test.each(changes)('%s%s without one is 428 where the organisation requires it', async (method, path, body) => {
        const org = `careful-${method}-${path.replaceAll('/', '')}`;
        await givenSeller(service, { requireIfMatch: true }, { org });
        const token = await givenToken({ org });
        const draft = await givenDraft(service, {}, { token });

        const without = await service.call(method, `/invoices/${draft.id}${path}`, { body, token });
        const withOne = await service.call(
            method, `/invoices/${draft.id}${path}`, { body, token, headers: { 'if-match': '"1"' } });

        expect([without.status, without.body.code]).toEqual([428, 'PRECONDITION_REQUIRED']);
        expect(withOne.status).toBeLessThan(300);
    });

    test('twenty edits at once without one are all applied, one after the other', async () => {
        const draft = await givenDraft(service);

        const answers = await Promise.all(Array.from({ length: 20 }, (_, index) =>
            service.call('PATCH', `/invoices/${draft.id}`, { body: { notes: `Uwaga ${index}` } })));

        expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
        expect(new Set(answers.map(({ body }) => body.version)).size).toBe(20);
        expect((await service.call('GET', `/invoices/${draft.id}`)).body.version).toBe(21);
    });

    test('of two edits at once with the same one, one is applied and one is 412', async () => {
        const draft = await givenDraft(service);

        const answers = await Promise.all(['a', 'b'].map((notes) =>
            service.call('PATCH', `/invoices/${draft.id}`, { body: { notes }, headers: { 'if-match': '"1"' } })));

        expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    });
});

describe('Idempotency-Key', () => {
    test('a refused draft gives its key back', async () => {
        const headers = { 'idempotency-key': 'draft-3' };
        await post({ contactId: '00000000-0000-4000-8000-000000000000' }, headers);

        expect((await post({ notes: 'lepiej' }, headers)).status).toBe(201);
    });

    test('ten drafts posted at once under one key are one draft', async () => {
        const answers = await Promise.all(Array.from({ length: 10 }, () => post(
            { notes: 'naraz', customerName: 'Jan Naraz' }, { 'idempotency-key': 'draft-4' })));

        expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
        expect(new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.id)).size).toBe(1);
        expect((await service.call('GET', '/invoices?search=Jan%20Naraz')).body.data).toHaveLength(1);
    });
});
