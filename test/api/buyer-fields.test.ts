import { describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenItem, type Answered } from '../support/given-service.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService();
const organisation = useOrganisation(service);

const post = (body: Readonly<Record<string, unknown>>) =>
    organisation.call('POST', '/invoices', { body: { items: [givenItem()], ...body } });
const patch = (id: string, body: Readonly<Record<string, unknown>>) =>
    organisation.call('PATCH', `/invoices/${id}`, { body });
const validate = async (id: string) => (await organisation.call('POST', `/invoices/${id}/validate-customer`)).body;

/** Changes a contact in contacts-service. */
function inTheCrm(number: number, fields: Readonly<Record<string, unknown>>): void {
    service.standins.control.contacts.change(contactId(number), fields);
}

/** Address of a buyer: line, street, postal code, city, country. */
const addressOf = (body: Answered['body']) =>
    [body.customerAddress, body.customerStreet, body.customerPostalCode, body.customerCity, body.customerCountry];
const refusalOf = ({ status, body }: Answered) => [status, body.errors?.[0]?.path, body.errors?.[0]?.code];

const parts = { customerStreet: 'ul. Inna 1', customerPostalCode: '03-001', customerCity: 'Warszawa' };
const klonowa = ['ul. Klonowa 1, 00-999 Warszawa', 'ul. Klonowa 1', '00-999', 'Warszawa', 'PL'];

describe('the address of a buyer', () => {
    test.each([
        ['the contact', {}, klonowa],
        ['a line, which has nothing of the contact beside it', { customerAddress: 'ul. Inna 1, 03-001 Warszawa' },
            ['ul. Inna 1, 03-001 Warszawa', null, null, null, 'PL']],
        ['parts, which make the line', parts,
            ['ul. Inna 1, 03-001 Warszawa', 'ul. Inna 1', '03-001', 'Warszawa', 'PL']],
        ['some parts, which have nothing of the contact between them', { customerStreet: 'Kolonia 3' },
            ['Kolonia 3', 'Kolonia 3', null, null, 'PL']],
        ['a city alone, which no letter would reach', { customerCity: 'Warszawa' },
            [null, null, null, 'Warszawa', 'PL']],
        ['both, which are printed as given', { ...parts, customerAddress: 'Inna 1 (brama B), Warszawa' },
            ['Inna 1 (brama B), Warszawa', 'ul. Inna 1', '03-001', 'Warszawa', 'PL']],
        ['a country alone, which keeps the address', { customerCountry: 'de' },
            ['ul. Klonowa 1, 00-999 Warszawa, DE', 'ul. Klonowa 1', '00-999', 'Warszawa', 'DE']],
        ['parts abroad', { ...parts, customerCountry: 'DE' },
            ['ul. Inna 1, 03-001 Warszawa, DE', 'ul. Inna 1', '03-001', 'Warszawa', 'DE']]
    ])('is of %s', async (_case, given, expected) => {
        const { body } = await post({ contactId: contactId(1), ...given });

        expect(addressOf(body)).toEqual(expected);
    });

    test.each([
        ["of the tax number's prefix", { customerNIP: 'DE136695976' }, 'DE'],
        ['of Greece, whose prefix is EL', { customerNIP: 'EL094259216' }, 'GR'],
        ['of a NIP', { customerNIP: '1234563218' }, 'PL'],
        ['of a foreign number', { customerTaxId: { country: 'CH', number: 'CHE-123.456.788' } }, 'CH'],
        ['that is given', { customerNIP: 'DE136695976', customerCountry: 'AT' }, 'AT'],
        ['of nobody yet', {}, null]
    ])('has the country %s', async (_case, given, country) => {
        const { body } = await post({ customerName: 'Anna', customerAddress: 'Rynek 1', ...given });

        expect(body.customerCountry).toBe(country);
    });

    test.each([
        ['Niemcy', 'DE', 'ul. Klonowa 1, 00-999 Warszawa, Niemcy'], ['germany', 'DE', expect.any(String)],
        ['Polska', 'PL', 'ul. Klonowa 1, 00-999 Warszawa'], ['', 'PL', 'ul. Klonowa 1, 00-999 Warszawa'],
        ['Atlantyda', null, 'ul. Klonowa 1, 00-999 Warszawa, Atlantyda']
    ])('has the code of the country that contacts-service writes %j', async (words, country, line) => {
        inTheCrm(1, { country: words });

        const { body } = await post({ contactId: contactId(1) });

        expect([body.customerCountry, body.customerAddress]).toEqual([country, line]);
    });

    test('keeps the country of the contact under a line of its own, where no number says another', async () => {
        const { body } = await post({ contactId: contactId(14), customerAddress: 'Hauptstraße 1, Görlitz' });

        expect(addressOf(body)).toEqual(['Hauptstraße 1, Görlitz', null, null, null, 'DE']);
    });

    test("is of the seller's country when it is issued, where nothing says another one", async () => {
        await organisation.profile({ country: 'CZ' });
        const draft = await organisation.draft();

        const { body } = await organisation.issue(draft.id);
        const nobody = await organisation.issued({ customerName: null, invoiceType: 'proforma' });

        expect([draft.customerCountry, body.customerCountry, nobody.customerCountry]).toEqual([null, 'CZ', null]);
    });

    test.each([['XI'], ['EL'], ['UK'], ['Polska'], ['P']])('%s is no country: 400', async (customerCountry) => {
        expect(refusalOf(await post({ customerName: 'Anna', customerCountry })))
            .toEqual([400, 'customerCountry', 'INVALID_COUNTRY']);
    });

    test.each([['customerStreet', 200], ['customerPostalCode', 20], ['customerCity', 100]])(
        '%s has at most %i characters', async (field, max) => {
            const longest = await post({ customerName: 'Anna', [field]: 'x'.repeat(max) });

            expect([longest.status, longest.body[field]]).toEqual([201, 'x'.repeat(max)]);
            expect(refusalOf(await post({ customerName: 'Anna', [field]: 'x'.repeat(max + 1) })).slice(0, 2))
                .toEqual([400, field]);
        });
});

describe('an edit of the address', () => {
    const line = { customerName: 'Anna', customerAddress: 'ul. Stara 9, 00-001 Warszawa' };

    test('in parts replaces a line that was given', async () => {
        const { body } = await patch((await post(line)).body.id, parts);

        expect(addressOf(body).slice(0, 2)).toEqual(['ul. Inna 1, 03-001 Warszawa', 'ul. Inna 1']);
    });

    test('in parts that name no address yet keeps the line', async () => {
        const { body } = await patch((await post(line)).body.id, { customerCity: 'Warszawa' });

        expect(addressOf(body).slice(0, 4)).toEqual([line.customerAddress, null, null, 'Warszawa']);
    });

    test('on a line replaces parts that were given', async () => {
        const { body: draft } = await post({ customerName: 'Anna', ...parts, customerCountry: 'PL' });

        const { body } = await patch(draft.id, { customerAddress: line.customerAddress });

        expect(addressOf(body)).toEqual([line.customerAddress, null, null, null, 'PL']);
    });

    test('of one part keeps the others, and the line follows', async () => {
        const { body: draft } = await post({ customerName: 'Anna', ...parts });

        const { body } = await patch(draft.id, { customerStreet: 'ul. Nowa 2' });

        expect(addressOf(body).slice(0, 4))
            .toEqual(['ul. Nowa 2, 03-001 Warszawa', 'ul. Nowa 2', '03-001', 'Warszawa']);
    });

    test("with null brings the contact's back", async () => {
        const { body: draft } = await post({ contactId: contactId(1), ...parts });

        const { body } = await patch(
            draft.id, { customerStreet: null, customerPostalCode: null, customerCity: null });

        expect(addressOf(body)).toEqual(klonowa);
    });
});

describe('an invoice', () => {
    test.each([
        ['parts', { customerStreet: 'ul. Inna 1' }], ['a town', { customerPostalCode: '03-001', customerCity: 'Łódź' }],
        ['a line', { customerAddress: 'ul. Inna 1' }]
    ])('is issued with %s alone', async (_form, address) => {
        const { body: draft } = await post({ customerName: 'Anna', ...address });

        expect((await organisation.issue(draft.id)).body.status).toBe('issued');
    });

    test('is refused with a city alone, and the message names both forms', async () => {
        const { body: draft } = await post({ customerName: 'Anna', customerCity: 'Łódź' });

        const answer = await organisation.issue(draft.id);

        expect([...refusalOf(answer), answer.body.code]).toEqual(
            [422, 'customerAddress', 'REQUIRED', 'BUYER_INCOMPLETE']);
        expect(answer.body.message).toContain('on one line or in parts');
    });

    test('tells each part that the contact changed, and nothing where the address is the same', async () => {
        const { body: draft } = await post({ contactId: contactId(1) });
        const { body: same } = await post({ contactId: contactId(2) });
        await onDatabase(service.databaseUrl,
            `UPDATE invoice SET buyer = buyer - '{street,postalCode,city,taxId}'::text[] WHERE id = $1`, [same.id]);
        inTheCrm(1, { street: 'ul. Nowa 2', address: 'ul. Nowa 2' });

        const checked = await validate(draft.id);
        const { body } = await organisation.issue(draft.id);

        expect(body.warnings.map(({ path }: { path: string }) => path)).toEqual(['customerAddress', 'customerStreet']);
        expect(checked.warnings.filter((text: string) => text.startsWith('customerStreet'))).toHaveLength(1);
        expect(checked.customerInfo).toMatchObject({
            street: 'ul. Nowa 2', postalCode: '00-999', city: 'Warszawa', country: 'PL', taxId: null
        });
        expect((await organisation.issue(same.id)).body.warnings).toBeUndefined();
    });
});

describe('a foreign tax number', () => {
    const swiss = { country: 'CH', number: 'CHE-123.456.788' };

    test.each([
        [swiss], [{ country: 'GB', number: 'GB123456789' }], [{ country: 'NO', number: '123456785MVA' }],
        [{ country: 'US', number: '12-3456789' }], [{ country: 'UA', number: '1234567890' }]
    ])('%j is stored, printed, and makes the buyer a taxable person', async (customerTaxId) => {
        const { body: draft } = await post({ customerName: 'Alpen AG', customerAddress: 'Bergweg 1', customerTaxId });

        const { body } = await organisation.issue(draft.id);

        expect(body).toMatchObject({
            customerTaxId, customerNIP: null, customerVATPayer: true, customerCountry: customerTaxId.country
        });
    });

    test.each([
        ['a NIP', { country: 'PL', number: '1234563218' }], ['a PESEL', { country: 'PL', number: '44051401359' }],
        ['a VAT number of the EU', { country: 'DE', number: '136695976' }],
        ['one with a wrong checksum', { country: 'DE', number: 'DE136695977' }]
    ])('is not %s: 400 that names customerNIP', async (_case, customerTaxId) => {
        const answer = await post({ customerName: 'Anna', customerTaxId });

        expect(refusalOf(answer)).toEqual([400, 'customerTaxId', 'NOT_FOREIGN']);
        expect(answer.body.message).toContain('customerNIP');
    });

    test.each([
        [{ country: 'CH' }, 'customerTaxId.number'], [{ number: '1' }, 'customerTaxId.country'],
        [{ country: 'CH', number: 'x'.repeat(51) }, 'customerTaxId.number'],
        [{ country: 'Szwajcaria', number: '1' }, 'customerTaxId.country'],
        [{ country: 'CH', number: '1', nip: '1' }, 'customerTaxId.nip'], ['CHE-1', 'customerTaxId']
    ])('of %j is 400', async (customerTaxId, path) => {
        expect(refusalOf(await post({ customerName: 'Anna', customerTaxId })).slice(0, 2)).toEqual([400, path]);
    });

    test('beside customerNIP is 400, in one call and in two, and null for the other is taken', async () => {
        const both = await post({ customerName: 'Anna', customerNIP: '1234563218', customerTaxId: swiss });
        const { body: draft } = await post({ customerName: 'Anna', customerNIP: '1234563218' });
        const second = await patch(draft.id, { customerTaxId: swiss });
        const replaced = await patch(draft.id, { customerTaxId: swiss, customerNIP: null });
        const back = await patch(draft.id, { customerTaxId: null, customerNIP: '1234563218' });

        expect([both, second].map(refusalOf)).toEqual(Array(2).fill([400, 'customerTaxId', 'TWO_TAX_NUMBERS']));
        expect([replaced.body.customerNIP, replaced.body.customerTaxId]).toEqual([null, swiss]);
        expect([back.body.customerNIP, back.body.customerTaxId]).toEqual(['1234563218', null]);
    });

    test.each([
        ['given one', { customerTaxId: swiss }, null, swiss],
        ['given NIP', { customerNIP: '1234563218' }, '1234563218', null]
    ])("replaces the contact's number where the caller has a %s", async (_case, given, nip, taxId) => {
        const { body } = await post({ contactId: contactId(1), ...given });

        expect([body.customerNIP, body.customerTaxId]).toEqual([nip, taxId]);
    });

    test.each([
        ['CH', 'CHE-123.456.788', null, swiss],
        ['Szwajcaria', 'CHE-123.456.788', null, swiss],
        ['DE', '136695976', 'DE136695976', null],
        ['DE', '22/815/08156', null, { country: 'DE', number: '22/815/08156' }],
        ['PL', '9990001019', '9990001019', null],
        ['Atlantyda', 'A-1', 'A-1', null]
    ])('of a contact in %s, %s, is told from a NIP', async (country, nip, customerNIP, customerTaxId) => {
        inTheCrm(1, { country, nip, regon: null });

        const { body: draft } = await post({ contactId: contactId(1) });
        const { body } = await organisation.issue(draft.id);

        expect([body.customerNIP, body.customerTaxId]).toEqual([customerNIP, customerTaxId]);
        expect((await organisation.call('GET', `/invoices?search=${encodeURIComponent(nip)}`)).body.data)
            .toHaveLength(1);
    });

    test('is told by validate-customer as not checked, and an unknown country as unknown', async () => {
        const { body: draft } = await post(
            { customerName: 'Alpen AG', customerStreet: 'Bergweg 1', customerTaxId: swiss });
        const { body: lost } = await post({ contactId: contactId(1), validateCustomer: false });
        inTheCrm(1, { country: 'Atlantyda' });

        expect(await validate(draft.id)).toMatchObject({
            isValid: true, warnings: ['customerTaxId: the number CHE-123.456.788 of CH was not checked'],
            customerInfo: { taxId: swiss, nip: null }
        });
        expect((await validate(lost.id)).warnings).toContain('customerCountry: "Atlantyda" names no country of ISO '
            + '3166-1; correct the contact, or give customerCountry');
        expect((await patch(lost.id, { customerCountry: 'PL' })).body.customerCountry).toBe('PL');
    });

    test('makes construction services to its holder due with the invoice', async () => {
        await organisation.profile({ constructionServices: true });
        const items = [givenItem({ taxPointRule: 'construction' })];
        const dates = { saleDate: '2026-11-02', customerName: 'Alpen AG', customerAddress: 'Bergweg 1' };

        const consumer = await organisation.issued({ ...dates, items });
        const firm = await organisation.issued({ ...dates, items, customerTaxId: swiss });

        expect([consumer, firm].map(({ items: [item] }) => item.taxPointRule)).toEqual(['general', 'construction']);
    });
});

// Last: the circuit of contacts-service stays open for a while.
describe('while contacts-service is away, an invoice', () => {
    test('goes on with a given buyer whose address is in parts and whose number is foreign', async () => {
        service.standins.control.contacts.set({ failure: 'error500' });
        const { body: draft } = await post({
            contactId: contactId(1), customerName: 'Alpen AG', customerStreet: 'Bergweg 1',
            customerTaxId: { country: 'CH', number: 'CHE-123.456.788' }
        });

        const { status, body } = await organisation.issue(draft.id);

        expect([status, body.customerTaxId?.number]).toEqual([200, 'CHE-123.456.788']);
    });
});
