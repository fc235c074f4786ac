import { describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { runBulkIssue } from '../../app/features/bulk/run-bulk-issue.ts';
import { eventually } from '../support/eventually.ts';
import { givenOrganisation } from '../support/given-organisation.ts';
import { givenItem } from '../support/given-service.ts';
import { givenServer } from '../support/given-server.ts';
import { givenAuthorization } from '../support/given-token.ts';
import { passMs } from '../support/pass-time.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService();
const organisation = useOrganisation(service);

/** Changes a contact in contacts-service; null deletes it. */
function inTheCrm(number: number, fields: Readonly<Record<string, unknown>> | null): void {
    service.standins.control.contacts.change(contactId(number), fields);
}

function draftOf(number: number, overrides: Readonly<Record<string, unknown>> = {}) {
    return organisation.draft({ customerName: undefined, contactId: contactId(number), ...overrides });
}

const send = (id: string) => organisation.call('PATCH', `/invoices/${id}/send`, { body: {} });
const validate = async (id: string) => (await organisation.call('POST', `/invoices/${id}/validate-customer`)).body;
const codesOf = ({ errors }: { errors: readonly { path: string; code: string }[] }) =>
    errors.map(({ path, code }) => `${path} ${code}`);

const warningsIn = ({ warnings = [] }: { warnings?: readonly { path: string; code: string }[] }) =>
    warnings.map(({ path, code }) => `${path} ${code}`);

/** The contact after its correction in the CRM, and what an invoice prints of it. */
const corrected = {
    company: 'Błędny Numer Nowy Sp. z o.o.', nip: '999-001-21-29', regon: '123456785', street: 'ul. Nowa 2',
    address: 'ul. Nowa 2', postalCode: '30-001'
};
const printed = {
    customerName: 'Błędny Numer Nowy Sp. z o.o.', customerNIP: '9990012129', customerREGON: '123456785',
    customerAddress: 'ul. Nowa 2, 30-001 Kraków'
};

describe('a contact that was corrected after the draft', () => {
    test.each([
        ['issue', (id: string) => organisation.issue(id)], ['send', send]
    ])('is read anew by %s, frozen, and told in warnings', async (_route, issue) => {
        const draft = await draftOf(11, { validateCustomer: false });
        inTheCrm(11, corrected);

        const { status, body } = await issue(draft.id);

        expect([status, draft.customerNIP]).toEqual([200, '9990012120']);
        expect(body).toMatchObject({ ...printed, customerSource: { stale: false } });
        expect(warningsIn(body).filter((warning) => warning !== 'emailTo NOT_MAILED')).toEqual([
            'customerName CUSTOMER_CHANGED', 'customerNIP CUSTOMER_CHANGED', 'customerREGON CUSTOMER_CHANGED',
            'customerAddress CUSTOMER_CHANGED', 'customerStreet CUSTOMER_CHANGED', 'customerPostalCode CUSTOMER_CHANGED'
        ]);
        expect(body.warnings[1].message).toBe('customerNIP: the draft had "9990012120", contacts-service says '
            + '"9990012129", which the document shows');
        const { warnings, ...document } = body;
        expect((await organisation.call('GET', `/invoices/${draft.id}`)).body).toEqual(document);
        expect((await organisation.call('GET', '/invoices?search=9990012129')).body.data).toHaveLength(1);
    });

    test('does not replace what the caller gave', async () => {
        const draft = await draftOf(
            1, { customerName: 'Oddział Praga', customerAddress: 'ul. Inna 1, 03-001 Warszawa' });
        inTheCrm(1, { company: 'Nowa Nazwa', street: 'ul. Nowa 2', nip: '9990012129' });

        const { body } = await organisation.issue(draft.id);

        expect(body).toMatchObject({
            customerName: 'Oddział Praga', customerAddress: 'ul. Inna 1, 03-001 Warszawa', customerNIP: '9990012129'
        });
        expect(body.warnings.map(({ path }: { path: string }) => path)).toEqual(['customerNIP']);
    });

    test('is issued once: the second issue answers the same invoice, whatever the contact is by then', async () => {
        const draft = await draftOf(1);
        const first = await organisation.issue(draft.id);
        inTheCrm(1, { company: 'Nowa Nazwa', nip: '12' });

        const second = await organisation.issue(draft.id);

        expect(first.body.warnings).toBeUndefined();
        expect([second.status, second.text]).toEqual([200, first.text]);
    });

    test('is in the replay of the answer that an Idempotency-Key kept, with its warnings', async () => {
        const draft = await draftOf(1);
        inTheCrm(1, { company: 'Nowa Nazwa' });
        const headers = { 'idempotency-key': `issue-${draft.id}` };

        const first = await organisation.issue(draft.id, {}, headers);
        const replayed = await organisation.issue(draft.id, {}, headers);

        expect(first.body.warnings).toHaveLength(1);
        expect(replayed.text).toBe(first.text);
    });

    test('is on the invoice of a proforma that was issued before', async () => {
        const proforma = await organisation.issued(
            { customerName: undefined, contactId: contactId(1), invoiceType: 'proforma' });
        inTheCrm(1, { company: 'Nowa Nazwa' });
        const { body: draft } = await organisation.call('POST', `/invoices/${proforma.id}/convert`);

        const { body } = await organisation.issue(draft.id);

        expect([proforma.customerName, draft.customerName, body.customerName])
            .toEqual(['Podłogi Przykładowe Sp. z o.o.', 'Podłogi Przykładowe Sp. z o.o.', 'Nowa Nazwa']);
    });

    test('is issued by many requests at once with one number', async () => {
        const draft = await draftOf(1);
        inTheCrm(1, { company: 'Nowa Nazwa' });

        const edit = (notes: string) => organisation.call('PATCH', `/invoices/${draft.id}`, { body: { notes } });
        const answers = await Promise.all(
            [organisation.issue(draft.id), edit('a'), organisation.issue(draft.id), edit('b')]);

        const issued = [answers[0], answers[2]].map((answer) => answer?.body);
        expect(issued.map(({ customerName, invoiceNumber }) => [customerName, invoiceNumber]))
            .toEqual([['Nowa Nazwa', issued[0].invoiceNumber], ['Nowa Nazwa', issued[0].invoiceNumber]]);
        expect((await organisation.call('GET', '/invoices/numbering')).body.data).toMatchObject([{ lastNumber: 1 }]);
    });
});

describe('a bulk issue', () => {
    test('reads a contact once for its drafts while the answer is at most 5 s old, and then again', async () => {
        const drafts = [await draftOf(1), await draftOf(1), await draftOf(1)];
        const issueAll = async (invoiceIds: readonly string[]) => {
            const { body } = await organisation.call('POST', '/invoices/bulk/issue', { body: { invoiceIds } });
            await runBulkIssue(service.dependencies, body.id,
                { signal: new AbortController().signal, attempt: 1, lastAttempt: true });
            return (await organisation.call('GET', `/jobs/${body.id}`)).body.results;
        };
        passMs(5_001);
        service.standins.control.contacts.reset();
        inTheCrm(1, { company: 'Nowa Nazwa' });

        const together = await issueAll(drafts.slice(0, 2).map(({ id }) => id));
        const calls = service.standins.control.contacts.calls();
        passMs(5_001);
        inTheCrm(1, { nip: '12' });
        const later = await issueAll([drafts[2].id]);

        expect([together.map(({ status }: { status: string }) => status), calls]).toEqual([['done', 'done'], 1]);
        expect(together[1].warnings).toEqual([{
            path: 'customerName', code: 'CUSTOMER_CHANGED', message: expect.stringContaining('"Nowa Nazwa"')
        }]);
        expect((await organisation.call('GET', `/invoices/${drafts[1].id}`)).body.customerName).toBe('Nowa Nazwa');
        expect(later).toMatchObject([{ status: 'failed', error: { code: 'CUSTOMER_INVALID' } }]);
    });
});

describe('a customer that is not issued to', () => {
    test.each([
        ['a NIP that is too short', { nip: '12' }, ['customerNIP CUSTOMER_INVALID']],
        ['a NIP with a wrong checksum', { nip: '1234567890' }, ['customerNIP CUSTOMER_INVALID']],
        ['a REGON with a wrong checksum', { regon: '123456789' }, ['customerREGON CUSTOMER_INVALID']],
        ['both', { nip: '12', regon: '1' }, ['customerNIP CUSTOMER_INVALID', 'customerREGON CUSTOMER_INVALID']],
        ['an archived contact', { isArchived: true, status: 'ARCHIVED' }, ['contactId CUSTOMER_INVALID']],
        ['a deleted contact', null, ['contactId CUSTOMER_INVALID']]
    ])('has %s: 422 by issue and send, and no number', async (_case, fields, expected) => {
        const drafts = [await draftOf(1), await draftOf(1, { invoiceType: 'proforma' })];
        inTheCrm(1, fields);

        for (const { id } of drafts) {
            for (const answer of [await organisation.issue(id), await send(id)]) {
                expect([answer.status, answer.body.code, codesOf(answer.body)])
                    .toEqual([422, 'CUSTOMER_INVALID', expected]);
            }
        }
        expect((await organisation.call('GET', '/invoices/numbering')).body.data).toEqual([]);
    });

    test.each([
        ['NIP', { nip: '12' }, { customerNIP: '1234563218' }],
        ['REGON', { regon: '123456789' }, { customerREGON: '123456785' }],
        ['contact', { isArchived: true }, {
            contactId: null, customerName: 'Anna Przykładowa', customerAddress: 'ul. Lipowa 2, 00-002 Warszawa'
        }],
        ['buyer', null, {
            contactId: null, customerName: 'Anna Przykładowa', customerAddress: 'ul. Lipowa 2, 00-002 Warszawa'
        }]
    ])('is issued to when the caller gives a right %s', async (_field, fields, given) => {
        const draft = await draftOf(1);
        inTheCrm(1, fields);
        expect((await organisation.issue(draft.id)).status).toBe(422);

        const edited = await organisation.call('PATCH', `/invoices/${draft.id}`, { body: given });
        const issued = await organisation.issue(draft.id);

        expect([edited.status, issued.status]).toEqual([200, 200]);
        expect(issued.body).toMatchObject(given);
    });

    test('is no contact of a country outside the EU, whose numbers have other checksums', async () => {
        const draft = await draftOf(1);
        inTheCrm(1, { country: 'CH', nip: 'CHE-123.456.788', regon: null });

        const { body } = await organisation.issue(draft.id);

        expect([body.customerNIP, body.customerTaxId]).toEqual([null, { country: 'CH', number: 'CHE-123.456.788' }]);
    });

    test('was converted from a proforma: refused as well', async () => {
        const proforma = await organisation.issued(
            { customerName: undefined, contactId: contactId(1), invoiceType: 'proforma' });
        const { body: draft } = await organisation.call('POST', `/invoices/${proforma.id}/convert`);
        inTheCrm(1, { isArchived: true });

        expect((await organisation.issue(draft.id)).body.code).toBe('CUSTOMER_INVALID');
    });

    test.each([
        ['archived', { isArchived: true }], ['deleted', null]
    ])('was converted from a proforma that money was received for: issued, with a warning, when %s', async (_case, change) => {
        const proforma = await organisation.issued(
            { customerName: undefined, contactId: contactId(1), invoiceType: 'proforma' });
        await organisation.call('PATCH', `/invoices/${proforma.id}/mark-paid`,
            { body: { paymentDate: '2026-11-20', paymentMethod: 'cash', amountPaid: '23.00' } });
        const { body: draft } = await organisation.call('POST', `/invoices/${proforma.id}/convert`);
        inTheCrm(1, change);

        const { status, body } = await organisation.issue(draft.id);

        expect([status, body.customerName]).toEqual([200, 'Podłogi Przykładowe Sp. z o.o.']);
        expect(warningsIn(body)).toEqual(['contactId CUSTOMER_INVALID', 'advancePayments ADVANCE_IS_CREDIT']);
    });
});

describe('a buyer that is incomplete', () => {
    test.each([
        ['a country alone', { street: null, address: null, city: null, postalCode: null, country: 'DE' }],
        ['a postal code alone', { street: null, address: null, city: null, postalCode: '00-001' }],
        ['a town alone', { street: null, address: null, city: 'Warszawa', postalCode: null }]
    ])('has of its address %s: 422', async (_case, address) => {
        inTheCrm(1, { ...address, nip: null, regon: null });
        const draft = await draftOf(1);

        const { status, body } = await organisation.issue(draft.id);

        expect([status, body.code, codesOf(body)]).toEqual([422, 'BUYER_INCOMPLETE', ['customerAddress REQUIRED']]);
    });

    test.each([
        ['a contact without an address', { customerName: undefined, contactId: contactId(15) }, ['customerAddress']],
        ['a name alone', { customerName: 'Anna Przykładowa', customerAddress: null }, ['customerAddress']],
        ['nobody', { customerName: null }, ['customerName', 'customerAddress']]
    ])('is %s: 422 that names what is missing, and an offer goes without', async (_case, buyer, missing) => {
        const invoice = await organisation.draft(buyer);
        const proforma = await organisation.draft({ ...buyer, invoiceType: 'proforma' });

        const { status, body } = await organisation.issue(invoice.id);

        expect([status, body.code, codesOf(body)])
            .toEqual([422, 'BUYER_INCOMPLETE', missing.map((path) => `${path} REQUIRED`)]);
        expect(missing.every((field) => body.message.includes(field))).toBe(true);
        expect((await organisation.issue(proforma.id)).body.invoiceNumber).toMatch(/^PF/);
    });

    test('is complete with an address on one line', async () => {
        const draft = await draftOf(15, { customerAddress: 'ul. Próbna 5, 00-002 Warszawa' });

        expect((await organisation.issue(draft.id)).body.customerAddress).toBe('ul. Próbna 5, 00-002 Warszawa');
    });
});

describe('while contacts-service is down', () => {
    const down = () => service.standins.control.contacts.set({ failure: 'error500' });

    test('the last answer counts, and the invoice says that it is stale', async () => {
        const draft = await draftOf(1);
        down();

        const { status, body } = await organisation.issue(draft.id);

        expect([status, body.customerName, body.customerSource]).toEqual(
            [200, 'Podłogi Przykładowe Sp. z o.o.', { ...draft.customerSource, stale: true }]);
        expect(body.warnings).toEqual([
            { path: 'contactId', code: 'CUSTOMER_UNCHECKED', message: expect.stringContaining('did not answer') }
        ]);
    });

    test('a replica without a copy of the contact issues what the draft holds, and says that it is stale', async () => {
        const draft = await draftOf(2);
        down();
        const replica = await givenServer({
            env: { DATABASE_URL: service.databaseUrl, CONTACTS_SERVICE_URL: service.standins.urls.contacts }
        });

        const { payload, statusCode } = await replica.server.inject({
            method: 'POST', url: `/invoices/${draft.id}/issue`,
            headers: await givenAuthorization({ org: organisation.id })
        });
        await replica.close();

        expect([statusCode, JSON.parse(payload).customerSource])
            .toEqual([200, { ...draft.customerSource, stale: true }]);
    });

    test('a draft made meanwhile, with its buyer in full, is issued as it was given', async () => {
        down();
        const given = {
            customerName: 'Nazwa od wywołującego', customerAddress: 'ul. Próbna 5, 00-002 Warszawa',
            customerNIP: '1234563218'
        };
        const draft = await draftOf(5, given);

        const { status, body } = await organisation.issue(draft.id);

        expect([status, body.warnings[0].code, draft.warnings[0].code])
            .toEqual([200, 'CUSTOMER_UNCHECKED', 'CUSTOMER_UNCHECKED']);
        expect(body).toMatchObject({ ...given, customerSource: null });
    });

    test('a draft made meanwhile with a name alone waits, and is issued with what contacts-service knows', async () => {
        const own = await givenOrganisation(service);
        down();
        const draft = await own.draft({ contactId: contactId(3), customerName: 'Nazwa od wywołującego' });
        const refused = await own.issue(draft.id);
        service.standins.control.contacts.reset();

        // The breaker may still be open; a 503 takes no number.
        const issued = await eventually(
            'an answer but 503', () => own.issue(draft.id), { every: 250, until: ({ status }) => status !== 503 });

        expect([refused.status, refused.body.code]).toEqual([503, 'UPSTREAM_UNAVAILABLE']);
        expect(draft).toMatchObject({ customerNIP: null, customerAddress: null });
        expect(issued.body).toMatchObject({
            invoiceNumber: expect.stringMatching(/0001$/), customerName: 'Nazwa od wywołującego',
            customerNIP: '9990004041', customerAddress: 'ul. Plażowa 3, 80-999 Gdańsk'
        });
    });
});

describe('a draft', () => {
    test('whose edit does not touch the buyer is not checked; one that does, is', async () => {
        const draft = await draftOf(1);
        inTheCrm(1, { isArchived: true });
        passMs(3_600_000);
        const edit = (body: object) => organisation.call('PATCH', `/invoices/${draft.id}`, { body });

        expect((await edit({ notes: 'Pilne', items: [givenItem()] })).status).toBe(200);
        expect(codesOf((await edit({ customerName: 'Oddział Praga' })).body)).toEqual(['contactId CUSTOMER_INVALID']);
        expect((await edit({ customerName: 'Oddział Praga', validateCustomer: false })).status).toBe(200);
        expect(codesOf((await edit({ validateCustomer: true })).body)).toEqual(['contactId CUSTOMER_INVALID']);
    });

    test('is not refused for a fault that was corrected in the CRM a moment ago', async () => {
        inTheCrm(1, { nip: '12' });
        const body = { contactId: contactId(1), items: [givenItem()] };
        const refused = await organisation.call('POST', '/invoices', { body });
        inTheCrm(1, { nip: '9990001019' });

        const taken = await organisation.call('POST', '/invoices', { body });

        expect([refused.status, refused.body.code, taken.status, taken.body.customerNIP])
            .toEqual([422, 'CUSTOMER_INVALID', 201, '9990001019']);
    });

    test('with an unknown contact is made when no check is wanted, warned of, and not issued', async () => {
        const draft = await draftOf(999, { validateCustomer: false });

        expect(draft.warnings).toEqual([
            { path: 'contactId', code: 'CONTACT_NOT_FOUND', message: expect.stringContaining('contactId') }]);
        expect(codesOf((await organisation.issue(draft.id)).body)).toEqual(['contactId CUSTOMER_INVALID']);
    });

    test('of a bulk request is checked, or not, row by row', async () => {
        const row = { contactId: contactId(11), items: [givenItem()] };
        inTheCrm(12, null);

        const { body } = await organisation.call('POST', '/invoices/bulk/create', { body: {
            continueOnError: true, invoices: [
                row, { ...row, validateCustomer: false }, { ...row, customerNIP: '1234563218' },
                { ...row, contactId: contactId(12), validateCustomer: false }
            ]
        } });

        expect(body.results.map(({ status }: { status: string }) => status))
            .toEqual(['failed', 'created', 'created', 'created']);
        expect(codesOf(body.results[0].error)).toEqual(['invoices[0].customerNIP CUSTOMER_INVALID']);
        expect(body.results[3].warnings).toMatchObject([{ code: 'CONTACT_NOT_FOUND' }]);
    });

    test('of a quote whose contact has faults is made, and warned of', async () => {
        inTheCrm(1, { isArchived: true });

        const { status, body } = await organisation.call(
            'POST', '/invoices/from-quote', { body: { quoteId: 'f0000000-0000-4000-8000-000000000001' } });

        expect([status, body.warnings.map(({ code, path }: { code: string; path: string }) => `${path} ${code}`)])
            .toEqual([201, ['contactId CUSTOMER_INVALID']]);
    });
});

describe('validate-customer', () => {
    test('asks contacts-service itself: a correction and a deletion of a moment ago count', async () => {
        const draft = await draftOf(11, { validateCustomer: false });
        const before = await validate(draft.id);
        inTheCrm(11, corrected);
        const after = await validate(draft.id);
        inTheCrm(11, null);
        const deleted = await validate(draft.id);

        expect([before.isValid, after.isValid, deleted.isValid]).toEqual([false, true, false]);
        expect(after.customerInfo).toMatchObject({ name: printed.customerName, nip: '9990012129' });
        expect(after.warnings).toContain('customerNIP: this draft shows "9990012120", contacts-service now says '
            + '"9990012129", which issuing prints');
        expect(deleted.errors[0]).toContain('contactId');
    });

    test('is 503 while contacts-service is down, although a copy of the contact is there', async () => {
        const draft = await draftOf(1);
        service.standins.control.contacts.set({ failure: 'error500' });

        const { status, body } = await organisation.call('POST', `/invoices/${draft.id}/validate-customer`);

        expect([status, body.code]).toEqual([503, 'UPSTREAM_UNAVAILABLE']);
    });

    test('says of an issued invoice what the contact says otherwise by now', async () => {
        const issued = await organisation.issued({ customerName: undefined, contactId: contactId(1) });
        inTheCrm(1, { company: 'Nowa Nazwa' });

        expect((await validate(issued.id)).warnings).toEqual([
            'customerName: this document shows "Podłogi Przykładowe Sp. z o.o.", contacts-service now says '
                + '"Nowa Nazwa"'
        ]);
    });

    test.each([
        ['a postal code', { postalCode: '00999' }, '00999'], ['a telephone number', { phone: '12-34' }, '12-34'],
        ['an e-mail address', { email: 'biuro@podlogi' }, 'biuro@podlogi']
    ])('warns of %s that has a wrong form', async (_case, fields, shown) => {
        const draft = await draftOf(1);
        inTheCrm(1, fields);

        const { isValid, errors, warnings } = await validate(draft.id);

        expect([isValid, errors]).toEqual([true, []]);
        expect(warnings.some((warning: string) => warning.includes(shown))).toBe(true);
    });

    test.each(['+48 600-700-800', '(22) 123 45 67', '600700800', null])(
        'takes the telephone number %s', async (phone) => {
            const draft = await draftOf(1);
            inTheCrm(1, { phone });

            expect((await validate(draft.id)).warnings).toEqual([]);
        });
});
