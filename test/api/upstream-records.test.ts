import { describe, expect, test } from '@jest/globals';
import { contactId, productId, quoteId, serviceId } from '../../app/dev/standins/catalogue/ids.ts';
import { givenOrganisation } from '../support/given-organisation.ts';
import { givenItem } from '../support/given-service.ts';
import { passMs } from '../support/pass-time.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService();
const organisation = useOrganisation(service);

const contact = (fields: object) =>
    service.standins.control.contacts.change(contactId(1), fields as Readonly<Record<string, unknown>>);
const draft = (body: object = {}) =>
    organisation.call('POST', '/invoices', { body: { contactId: contactId(1), items: [givenItem()], ...body } });

/** Texts of a contact that no invoice can print, with the field that is told, and a value that heals it. */
const badFields: readonly [string, object, string, object, string][] = [
    ['a company with U+0001', { company: 'Anna\u0001' }, 'customerName', { customerName: 'Anna' }, 'U+0001'],
    ['a company with U+000B', { company: 'A\u000bB' }, 'customerName', { customerName: 'Anna' }, 'U+000B'],
    ['a company with U+202E', { company: 'A\u202eB' }, 'customerName', { customerName: 'Anna' }, 'U+202E'],
    ['a company of 900 letters', { company: 'x'.repeat(900) }, 'customerName', { customerName: 'Anna' },
        'at most 300 characters'],
    ['a company of 1 001 letters', { company: 'x'.repeat(1_001) }, 'customerName', { customerName: 'Anna' },
        'at most 300 characters'],
    ['a person with U+0008', { company: null, lastName: 'B\u0008' }, 'customerName', { customerName: 'Anna' },
        'lastName'],
    ['letters in a NIP', { nip: '12345 abc' }, 'customerNIP', { customerNIP: '9990001019' }, 'NIP'],
    ['a NIP with U+0001', { nip: '999000101\u00019' }, 'customerNIP', { customerNIP: '9990001019' }, 'U+0001'],
    ['words in the NIP of a far country', { nip: 'call Anna at 12', country: 'CH' }, 'customerNIP',
        { customerTaxId: { country: 'CH', number: 'CHE-123.456.788' } }, 'no tax number'],
    ['words in the NIP of an unknown country', { nip: 'call Anna at 12', country: 'Atlantyda' }, 'customerNIP',
        { customerNIP: '9990001019' }, 'no tax number'],
    ['a street with U+0085', { street: 'Polna\u0085 1' }, 'customerAddress', { customerAddress: 'Polna 1' }, 'street'],
    ['a town of 101 letters', { city: 'x'.repeat(101) }, 'customerAddress', { customerAddress: 'Polna 1' }, 'city']
];

const badContacts = badFields.map(([what, fields, field, wayOut, words]) =>
    [what, { fields, field, wayOut, words }] as const);

describe.each(badContacts)('a contact with %s', (_what, { fields, field, wayOut, words }) => {
    test('is refused by its field, told by validate-customer, never frozen, and healed by a given value', async () => {
        const good = (await draft()).body;
        contact(fields);
        // Of the first organisation the cache still has the contact as it was.
        const other = await givenOrganisation(service);
        const drafted = (body: object) => other.call(
            'POST', '/invoices', { body: { contactId: contactId(1), items: [givenItem()], ...body } });

        const refused = await drafted({});
        const unchecked = await drafted({ validateCustomer: false });
        const check = await organisation.call('POST', `/invoices/${good.id}/validate-customer`);
        const issues = [await organisation.issue(good.id), await other.issue(unchecked.body.id)];
        const healed = await drafted({ ...wayOut, issue: true });

        expect([refused.status, refused.body.code]).toEqual([422, 'CUSTOMER_INVALID']);
        expect(refused.body.errors.map(({ path }: { path: string }) => path)).toContain(field);
        expect(refused.body.detail).toContain(words);
        expect(check).toMatchObject({ status: 200, body: { isValid: false } });
        expect(JSON.stringify(check.body.errors)).toContain(field);
        expect([unchecked.status, ...issues.map(({ body }) => body.code)])
            .toEqual([201, 'CUSTOMER_INVALID', 'CUSTOMER_INVALID']);
        expect([healed.status, healed.body.status]).toEqual([201, 'issued']);
    });
});

test.each([
    ['an e-mail address', { email: 'a\u0001@example.com' }], ['a telephone number', { phone: '1'.repeat(51) }],
    ['a voivodeship', { voivodeship: '\u0001' }]
])('%s that no invoice prints is left out', async (_what, fields) => {
    contact(fields);

    expect((await draft({ issue: true })).status).toBe(201);
});

test('a name of invisible characters is no name, and one in another form is composed', async () => {
    contact({ company: '\u200b\u2060', firstName: '\u2800', lastName: ' ' });
    const nameless = await draft();
    contact({ company: ' \ufeffŁódź\u200b'.normalize('NFD') });

    expect([nameless.status, nameless.body.errors[0].path]).toEqual([422, 'customerName']);
    expect((await draft()).body.customerName).toBe('Łódź');
});

describe('a text of a product, service or quote that no invoice can print', () => {
    const control = () => service.standins.control;
    const item = (fields: object) => organisation.call(
        'POST', '/invoices', { body: { customerName: 'Anna', items: [{ quantity: 1, ...fields }] } });
    const product = () => item({ itemType: 'product', productId: productId(1) });
    const offered = () => item({ itemType: 'service', serviceId: serviceId(1) });
    const quoted = () => organisation.call('POST', '/invoices/from-quote', { body: { quoteId: quoteId(1) } });

    test.each([
        ['product_name', 'products-service', () => control().products.change(productId(1), { product_name: 'A\u0001' }),
            product],
        ['product_name', 'products-service',
            () => control().products.change(productId(1), { product_name: 'x'.repeat(1_001) }), product],
        ['selling_unit', 'products-service',
            () => control().products.change(productId(1), { selling_unit: 'x'.repeat(21) }), product],
        ['serviceName', 'services-service',
            () => control().services.change(serviceId(1), { serviceName: 'A\u202e' }), offered],
        ['quoteNumber', 'quotes-service',
            () => control().quotes.change(quoteId(1), { quoteNumber: 'OF\u00851' }), quoted]
    ])('in %s is a 502 that names field and service', async (field, name, change, call) => {
        change();

        const { status, body } = await call();

        expect([status, body.code]).toEqual([502, 'UPSTREAM_CONTRACT_BROKEN']);
        expect(body.detail).toContain(name);
        expect(body.detail).toContain(field);
    });

    test('in the notes of a quote is a 422, and healed by notes that are given', async () => {
        control().quotes.change(quoteId(1), { notes: 'A\u0001' });

        const { status, body } = await quoted();
        const healed = await organisation.call(
            'POST', '/invoices/from-quote', { body: { quoteId: quoteId(1), notes: 'A' } });

        expect([status, body.code]).toEqual([422, 'QUOTE_NOT_INVOICEABLE']);
        expect(body.detail).toContain('notes');
        expect(body.detail).toContain('U+0001');
        expect([healed.status, healed.body.notes]).toEqual([201, 'A']);
    });

    test('in the code of a product is left out', async () => {
        control().products.change(productId(1), { product_code: '\u0001' });

        expect((await product()).status).toBe(201);
    });
});

describe('a bad record of one organisation', () => {
    const bad = contactId(2);
    test.each([
        ['a company that is an object', () => service.standins.control.contacts.change(bad, { company: {} })],
        ['a 500', () => service.standins.control.contacts.fail(bad, { failure: 'error500' })],
        ['broken JSON', () => service.standins.control.contacts.fail(bad, { rubbish: 'truncated' })],
        ['4 MB', () => service.standins.control.contacts.fail(bad, { rubbish: 'huge' })]
    ])('(%s) leaves the drafts of others alone', async (_what, spoil) => {
        const other = await givenOrganisation(service);
        spoil();

        for (let call = 0; call < 5; call += 1) {
            expect((await draft({ contactId: bad })).status).toBeGreaterThanOrEqual(500);
        }
        const { status } = await other.call('POST', '/invoices', { body: { contactId: contactId(3) } });
        const health = (await service.call('GET', '/health/check')).body.upstreams[0];

        expect(status).toBe(201);
        expect(health).toMatchObject({ name: 'contacts-service', status: 'up', breaker: 'closed' });
    });
});

test('a service that fails for every record is refused at once, and asked again when it is well', async () => {
    const { control } = service.standins;
    control.contacts.set({ failure: 'error500' });
    for (let number = 1; number <= 5; number += 1) {
        await draft({ contactId: contactId(number) });
    }
    const callsBefore = control.contacts.calls();

    const refused = await draft({ contactId: contactId(6) });
    control.contacts.set({ failure: 'none' });
    const calls = control.contacts.calls();
    passMs(10_000);

    expect([refused.status, refused.body.code, refused.headers['retry-after']])
        .toEqual([503, 'UPSTREAM_UNAVAILABLE', '10']);
    expect(calls).toBe(callsBefore);
    expect((await draft({ contactId: contactId(6) })).status).toBe(201);
});
