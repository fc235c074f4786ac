import { describe, expect, test } from '@jest/globals';
import { contactId, quoteId } from '../../app/dev/standins/catalogue/ids.ts';
import { eInvoiceWords } from '../../app/foundation/vocabulary/e-invoice-formats.ts';
import { recipientRoles } from '../../app/foundation/vocabulary/recipient-roles.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenItem, type Answered } from '../support/given-service.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService();
const organisation = useOrganisation(service);

const post = (body: Readonly<Record<string, unknown>>) =>
    organisation.call('POST', '/invoices', { body: { customerName: 'Gmina', items: [givenItem()], ...body } });
const refusalOf = ({ status, body }: Answered) => [status, body.errors?.[0]?.path];

const school = {
    name: 'Szkoła Podstawowa nr 1', nip: '1234563218', address: 'ul. Szkolna 1, 00-002 Warszawa', role: 'jst_recipient'
};
/** Every further field of a document. */
const fields = {
    customerStreet: 'pl. Gminny 1', customerPostalCode: '00-999', customerCity: 'Przykładowice', customerCountry: 'PL',
    customerTaxId: { country: 'CH', number: 'CHE-123.456.788' }, buyerIsJstUnit: true, buyerIsVatGroupMember: true,
    buyerReference: '04011000-12345-67', buyerEndpoint: { scheme: '9945', id: 'PL1234563218' }, recipient: school,
    eInvoice: 'peppol'
};
const full = { customerName: 'Gmina', customerAddress: 'pl. Gminny 1, 00-999 Przykładowice', ...fields };

/** Members of a seller without which no document is issued for Peppol. */
const peppolSeller = {
    iban: 'PL61109010140000071219812874', endpoint: { scheme: '9945', id: 'PL1234563218' }
};

describe('the further fields of a document', () => {
    test('are none where nothing is given', async () => {
        expect((await post({})).body).toMatchObject({
            customerTaxId: null, buyerIsJstUnit: false, buyerIsVatGroupMember: false, buyerReference: null,
            buyerEndpoint: null, recipient: null, eInvoice: 'none', items: [{ gtu: null }]
        });
    });

    test('are frozen, in the answer, the list, the history and the event, and hashed', async () => {
        await organisation.profile(peppolSeller);
        const items = [givenItem({ gtu: 'GTU_07' })];

        const invoice = await organisation.issued({ ...full, items });

        const { body: { data: [listed] } } = await organisation.call('GET', '/invoices');
        const history = await organisation.call('GET', `/invoices/${invoice.id}/history`);
        const { body: { data: events } } = await organisation.call('GET', '/events');
        expect(invoice).toMatchObject({ ...full, items: [{ gtu: '07' }] });
        expect(listed).toMatchObject(full);
        expect(history.body.data.at(0).after).toMatchObject({ ...full, items: [{ gtu: '07' }] });
        expect(events.at(-1).data.invoice ?? events.at(-1).data).toMatchObject(full);
        expect((await organisation.audit('vat_invoice-2026-11')).chain).toMatchObject({ verified: true, documents: 1 });
        expect(await formatOf(invoice.id)).toBe(3);
    });

    test('are on the corrective of the document and on the invoice of a proforma', async () => {
        await organisation.profile(peppolSeller);
        const items = [givenItem({ gtu: 7 })];
        const invoice = await organisation.issued({ ...full, items });
        const proforma = await organisation.issued({ ...full, items, invoiceType: 'proforma' });

        const corrective = await organisation.call('POST', `/invoices/${invoice.id}/correctives`, {
            body: { reason: 'Zwrot', items: [{ itemId: invoice.items[0].id, quantity: '0' }] }
        });
        const converted = await organisation.call('POST', `/invoices/${proforma.id}/convert`);

        expect(corrective.body).toMatchObject({ ...full, items: [{ gtu: '07' }, { gtu: '07' }] });
        expect(converted.body).toMatchObject({ ...full, items: [{ gtu: '07' }] });
    });

    test('are taken in rows of a bulk, and from a quote those that the quote does not know', async () => {
        const { buyerReference, buyerEndpoint, recipient, eInvoice } = fields;
        const ofQuote = { buyerReference, buyerEndpoint, recipient, eInvoice };

        const bulk = await organisation.call('POST', '/invoices/bulk/create',
            { body: { invoices: [{ ...full, items: [givenItem({ gtu: '13' })] }] } });
        const quoted = await organisation.call('POST', '/invoices/from-quote',
            { body: { quoteId: quoteId(1), contactId: contactId(1), items: [givenItem()], ...ofQuote } });

        const { invoice: { id } } = bulk.body.results[0];
        expect((await organisation.call('GET', `/invoices/${id}`)).body)
            .toMatchObject({ ...full, items: [{ gtu: '13' }] });
        expect(quoted.body).toMatchObject(ofQuote);
    });

    test('can be sent back as they were answered', async () => {
        const { body: draft } = await post({ ...full, items: [givenItem({ gtu: 1 })] });
        const sent = Object.fromEntries(
            ['items', ...Object.keys(full)].map((name) => [name, draft[name]]));

        const { status, body } = await organisation.call('PATCH', `/invoices/${draft.id}`, { body: sent });

        expect(status).toBe(200);
        expect(body).toMatchObject({ ...full, items: [{ gtu: '01' }] });
    });

    test('are null on documents of before, whose hashes still verify in their format', async () => {
        const invoice = await organisation.issued();
        await onDatabase(service.databaseUrl, `SET session_replication_role = replica;
            UPDATE invoice SET buyer = jsonb_strip_nulls(buyer) - 'isJstUnit',
                given_buyer = jsonb_strip_nulls(given_buyer) WHERE id = '${invoice.id}'`);

        expect((await organisation.call('GET', `/invoices/${invoice.id}`)).body).toEqual(invoice);
        expect(await formatOf(invoice.id)).toBeNull();
        expect((await organisation.audit('vat_invoice-2026-11')).chain).toMatchObject({ verified: true });
    });
});

async function formatOf(id: string): Promise<number | null | undefined> {
    const [row] = await onDatabase<{ content_format: number | null }>(
        service.databaseUrl, 'SELECT content_format FROM invoice WHERE id = $1', [id]);
    return row?.content_format;
}

describe('the recipient', () => {
    test.each(recipientRoles)('has the role %s', async (role) => {
        const { body } = await post({ recipient: { name: 'Szkoła', role } });

        expect(body.recipient).toEqual({ name: 'Szkoła', nip: null, address: null, role });
    });

    test('has its role by default, and is replaced whole', async () => {
        const { body: draft } = await post({ recipient: school });

        const { body } = await organisation.call(
            'PATCH', `/invoices/${draft.id}`, { body: { recipient: { name: ' Przedszkole ', nip: '', role: null } } });

        expect(body.recipient).toEqual({ name: 'Przedszkole', nip: null, address: null, role: 'recipient' });
    });

    test.each([
        [{}, 'recipient.name'], [{ name: '' }, 'recipient.name'], [{ name: 'x'.repeat(513) }, 'recipient.name'],
        [{ name: 'x', address: 'x'.repeat(513) }, 'recipient.address'], [{ name: 'x', nip: '123' }, 'recipient.nip'],
        [{ name: 'x', role: 'odbiorca' }, 'recipient.role'], [{ name: 'x', role: '2' }, 'recipient.role'],
        [{ name: 'x\u0001' }, 'recipient.name'], [{ name: 'x\u0000' }, 'recipient.name'],
        [{ name: 'x', city: 'Łódź' }, 'recipient.city'], ['Szkoła', 'recipient']
    ])('%j is 400', async (recipient, path) => {
        expect(refusalOf(await post({ recipient }))).toEqual([400, path]);
    });

    test('has a name and an address of up to 512 characters', async () => {
        const recipient = { name: 'x'.repeat(512), nip: null, address: 'y'.repeat(512), role: 'payer' };

        expect((await post({ recipient })).body.recipient).toEqual(recipient);
    });
});

describe('an electronic address', () => {
    test.each([
        [{ scheme: '9945' }, 'buyerEndpoint.id'], [{ id: 'x' }, 'buyerEndpoint.scheme'],
        [{ scheme: '994', id: 'x' }, 'buyerEndpoint.scheme'], [{ scheme: 'PL:NIP', id: 'x' }, 'buyerEndpoint.scheme'],
        [{ scheme: '9945', id: 'x'.repeat(136) }, 'buyerEndpoint.id'], ['9945:PL1', 'buyerEndpoint']
    ])('%j is 400', async (buyerEndpoint, path) => {
        expect(refusalOf(await post({ buyerEndpoint }))).toEqual([400, path]);
    });
});

describe('an e-invoice', () => {
    test.each(eInvoiceWords)('is %s', async (eInvoice) => {
        expect((await post({ eInvoice })).body.eInvoice).toBe(eInvoice);
    });

    test('is none again after an edit, and no other word', async () => {
        const { body: draft } = await post({ eInvoice: 'facturx' });

        const edited = await organisation.call('PATCH', `/invoices/${draft.id}`, { body: { eInvoice: 'none' } });

        expect(edited.body.eInvoice).toBe('none');
        expect(refusalOf(await post({ eInvoice: 'ubl' }))).toEqual([400, 'eInvoice']);
        expect(refusalOf(await post({ buyerReference: 'x'.repeat(257) }))).toEqual([400, 'buyerReference']);
    });
});

describe('a group of goods', () => {
    test.each([
        ['07', '07'], ['7', '07'], [7, '07'], ['GTU_07', '07'], ['gtu_7', '07'], ['13', '13'], [1, '01'], ['', null],
        [null, null]
    ])('%j is %s', async (gtu, expected) => {
        expect((await post({ items: [givenItem({ gtu })] })).body.items[0].gtu).toBe(expected);
    });

    test.each([[0], [14], ['00'], ['14'], ['GTU_14'], [1.5], ['x'], [true], ['007'], [['07']]])(
        '%j is 400', async (gtu) => {
            expect(refusalOf(await post({ items: [givenItem({ gtu })] }))).toEqual([400, 'items[0].gtu']);
        });

    test('stays when the draft is priced afresh, and is on an item that was added', async () => {
        const { body: draft } = await post({
            items: [{ itemType: 'service', serviceId: 'e0000000-0000-4000-8000-000000000001', quantity: 10, gtu: '12' }]
        });
        const { itemType, ...custom } = givenItem({ gtu: '03' });

        await organisation.call('POST', `/invoices/${draft.id}/items/custom`, { body: custom });
        const { body } = await organisation.call('POST', `/invoices/${draft.id}/recalculate`);

        expect(body.invoice.items.map(({ gtu }: { gtu: string }) => gtu)).toEqual(['12', '03']);
        expect(itemType).toBe('custom');
    });
});
