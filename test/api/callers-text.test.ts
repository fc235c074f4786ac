import { describe, expect, test } from '@jest/globals';
import { givenBooks } from '../support/given-books.ts';
import { givenItem } from '../support/given-service.ts';
import { documentRow, lineRow } from '../support/stored-documents.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService();
const organisation = useOrganisation(service);

/** Texts that no invoice can show, and the words for each. */
const unprintable = [
    ['a\u0001b', 'U+0001'], ['a\u0085b', 'U+0085'], ['a\u007fb', 'U+007F'], ['a\u202eb', 'U+202E'],
    ['a\u2066b', 'U+2066'], ['a\ufffeb', 'U+FFFE']
] as const;
const invisible = ['\u200b', '\u2060', '\u2800', '\u3164', '\u00ad\u200d'];

/** Calls that take a text, by the path of its field. */
const places: readonly [string, (text: string) => Promise<{ status: number; body: { detail: string } }>][] = [
    ['customerName', (customerName) => post({ customerName })],
    ['customerCity', (customerCity) => post({ customerName: 'Anna', customerCity })],
    ['notes', (notes) => post({ customerName: 'Anna', notes })],
    ['orderNumber', (orderNumber) => post({ customerName: 'Anna', orderNumber })],
    ['createdBy', (createdBy) => post({ customerName: 'Anna', createdBy })],
    ['items[0].description', (description) => post({ customerName: 'Anna', items: [givenItem({ description })] })],
    ['items[0].unit', (unit) => post({ customerName: 'Anna', items: [givenItem({ unit })] })],
    ['legalName', (legalName) => organisation.profile({ legalName })],
    ['city', (city) => organisation.profile({ city })],
    ['search', (text) => organisation.call('GET', `/invoices?search=${encodeURIComponent(text)}`)],
    ['number', (text) => organisation.call('GET', `/invoices?number=${encodeURIComponent(text)}`)]
];

const post = (body: object) => organisation.call('POST', '/invoices', { body });

describe.each(places)('%s', (path, send) => {
    test.each(unprintable)('with %j is a 400 that names field and character', async (text, character) => {
        const { status, body } = await send(text);

        expect([status, body.detail]).toEqual([400, expect.stringContaining(character)]);
        expect(body).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ path }] });
    });
});

describe('an invisible text', () => {
    test.each(invisible)('%j is no description of an item, and no reason', async (text) => {
        const { status, body } = await post({ customerName: 'Anna', items: [givenItem({ description: text })] });
        const draft = await organisation.issued();
        const cancelled = await organisation.call('PATCH', `/invoices/${draft.id}/cancel`, { body: { reason: text } });

        expect([status, cancelled.status]).toEqual([400, 400]);
        expect(body.errors).toMatchObject([{ path: 'items[0].description' }]);
        expect(cancelled.body.errors).toMatchObject([{ path: 'reason' }]);
    });

    test.each(invisible)('%j in an optional field is as a blank: not given', async (text) => {
        const { status, body } = await post({ customerName: text, customerAddress: ` ${text} `, notes: text });

        expect([status, body.customerName, body.customerAddress, body.notes]).toEqual([201, null, null, null]);
        expect((await organisation.call('GET', `/invoices?search=${encodeURIComponent(text)}`)).body.total).toBe(1);
    });

    test.each(invisible)('%j is no name of a seller', async (text) => {
        const admin = await organisation.as({ role: 'admin' });

        const { status, body } = await admin('PATCH', '/organisation', { body: { legalName: text } });

        expect([status, body.errors]).toMatchObject([400, [{ path: 'legalName', code: 'EMPTY' }]]);
    });
});

test('joiners within words stay', async () => {
    const { body } = await post({ customerName: 'می\u200cخواهم 👩\u200d👧' });

    expect(body.customerName).toBe('می\u200cخواهم 👩\u200d👧');
});

describe('letters of two forms', () => {
    const composed = 'Żółw Gęśny';
    const decomposed = composed.normalize('NFD');
    const find = async (text: string) =>
        (await organisation.call('GET', `/invoices?search=${encodeURIComponent(text)}`)).body.data.length;

    test('are stored composed, and found in either', async () => {
        const { body } = await post({
            customerName: decomposed, items: [givenItem({ description: 'Ćma'.normalize('NFD') })]
        });

        expect([body.customerName, body.items[0].description]).toEqual([composed, 'Ćma']);
        expect([await find(composed), await find(decomposed), await find('ćma'.normalize('NFD'))]).toEqual([1, 1, 1]);
    });

    test('are found where they were stored decomposed before', async () => {
        const row = documentRow('nfd', { customer_name: decomposed, buyer: {
            name: decomposed, nip: null, regon: null, address: null, vatPayer: false, email: null, country: null,
            source: null
        } });
        const get = await givenBooks(service, 'nfd', {
            invoice: [row], invoice_line: [lineRow(row['id'], { description: 'Dębowa ćma'.normalize('NFD') })]
        });
        const count = async (text: string) =>
            (await get(`/invoices?search=${encodeURIComponent(text)}`)).body.data.length;

        expect([await count('żółw'), await count('żółw'.normalize('NFD')), await count('ćma')]).toEqual([1, 1, 1]);
    });
});
