import { describe, expect, test } from '@jest/globals';
import { completeSeller, givenDraft, givenSeller } from '../support/given-service.ts';
import { givenToken } from '../support/given-token.ts';
import { storedRows } from '../support/stored-rows.ts';
import { useService } from '../support/use-service.ts';

const service = useService();

let counter = 0;
/** An unused organisation, seen by its administrator. */
async function givenAdministrator() {
    counter += 1;
    const org = `org-${counter}`;
    const token = await givenToken({ org, role: 'admin', sub: 'admin-1' });
    return {
        org, token,
        read: () => service.call('GET', '/organisation', { token }),
        put: (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
            service.call('PUT', '/organisation', { token, body, headers }),
        patch: (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
            service.call('PATCH', '/organisation', { token, body, headers }),
        audit: async () => {
            const { pool } = service.dependencies.database;
            const { rows } = await pool.query('SELECT * FROM audit_entry WHERE organisation_id = $1 AND action LIKE $2 '
                + 'ORDER BY id', [org, 'organisation.%']);
            return rows;
        }
    };
}

const defaults = {
    legalName: null, nip: null, regon: null, vatId: null, street: null, postalCode: null, city: null, country: 'PL',
    email: null, phone: null, endpoint: null, contact: null, iban: null, ibans: {}, bankName: null,
    defaultCurrency: 'PLN', vatCurrency: 'PLN', defaultVatRate: '23', vatRates: [], exemptionReason: null,
    constructionServices: false, defaultPaymentMethod: 'bank_transfer', paymentTermsDays: 14, defaultLanguage: 'pl',
    roundingModel: 'per_rate', requireIfMatch: false, splitPaymentItemTypes: [], writeOffLimit: '1.00',
    accentColor: null, documentFooter: null, logo: null,
    numberPatterns: {
        vat_invoice: 'FV/{YYYY}/{MM}/{NNNN}', proforma: 'PF/{YYYY}/{MM}/{NNNN}',
        advance_invoice: 'FZ/{YYYY}/{MM}/{NNNN}', corrective: 'FK/{YYYY}/{MM}/{NNNN}'
    }
};
const full = {
    legalName: 'Przykładowe Podłogi sp. z o.o.', nip: '1234563218', regon: '192598184', vatId: 'PL1234563218',
    street: 'ul. Dębowa 1', postalCode: '00-001', city: 'Warszawa', country: 'PL', email: 'biuro@podlogi.example',
    phone: '+48 22 000 00 00', endpoint: { scheme: '9945', id: 'PL1234563218' },
    contact: { name: 'Biuro', phone: null, email: 'biuro@podlogi.example' },
    iban: 'PL61109010140000071219812874',
    ibans: { CZK: 'CZ6508000000192000145399', EUR: 'PL10105000997603123456789123' },
    bankName: 'Bank Przykładowy', defaultCurrency: 'EUR',
    vatCurrency: 'PLN', defaultVatRate: '8', vatRates: ['23', '8', '5', '4'],
    exemptionReason: 'art. 113 ust. 1 ustawy o VAT', constructionServices: true,
    defaultPaymentMethod: 'card', paymentTermsDays: 30, defaultLanguage: 'de',
    roundingModel: 'per_line', requireIfMatch: false, splitPaymentItemTypes: ['service', 'product'],
    writeOffLimit: '2.50', accentColor: '#14532d', documentFooter: 'Sąd Rejonowy\nKRS 0000000000',
    numberPatterns: {
        vat_invoice: 'F{YY}-{NNNNNN}', proforma: 'P {NNN}', advance_invoice: 'Z {NNN}',
        corrective: 'K.{MM}.{YYYY}_{N}'
    }
};

describe('the profile', () => {
    test('of an organisation that was never used has the defaults', async () => {
        const { org, read } = await givenAdministrator();

        const { status, body, headers } = await read();

        expect([status, headers['etag']]).toEqual([200, expect.stringMatching(/^"1\./)]);
        expect(body).toEqual({
            id: org, version: 1, ...defaults, pendingChange: null, createdAt: expect.any(String),
            updatedAt: expect.any(String)
        });
    });

    test('of an organisation used by many for the first time at once is made once', async () => {
        const { token, org } = await givenAdministrator();

        const answers = await Promise.all(Array.from({ length: 10 }, (_, index) =>
            index % 2 === 0 ? service.call('GET', '/organisation', { token }) : service.call(
                'POST', '/invoices', { token, body: {} })));

        expect(answers.map(({ status }) => status))
            .toEqual(Array.from({ length: 10 }, (_, index) => index % 2 === 0 ? 200 : 201));
        const { rows } = await service.dependencies.database.pool.query(
            'SELECT version FROM organisation WHERE id = $1', [org]);
        expect(rows).toEqual([{ version: 1 }]);
    });

    test('takes every field and answers what it stored', async () => {
        const { put, read, org } = await givenAdministrator();

        const { status, body, headers } = await put(full);

        expect([status, headers['etag']]).toEqual([200, expect.stringMatching(/^"2\./)]);
        expect(body)
            .toEqual({
                id: org, version: 2, ...full, logo: null, pendingChange: null, createdAt: expect.any(String),
                updatedAt: expect.any(String)
            });
        expect((await read()).body).toEqual(body);
    });

    test('of which one field is absent from a PUT is a 400 that names it, and nothing is stored', async () => {
        const { put, token } = await givenAdministrator();
        await put(full);
        const before = await storedRows(service);

        for (const [field] of Object.entries(full)) {
            const { [field]: _absent, ...others } = full as Readonly<Record<string, unknown>>;
            const { status, body } = await put(others);

            expect([status, body.code, body.errors])
                .toEqual([400, 'VALIDATION_FAILED', [{ path: field, code: 'REQUIRED', message: 'is required' }]]);
        }
        const withoutPattern = await put({
            ...full, numberPatterns: { vat_invoice: '{N}', advance_invoice: 'Z{N}', corrective: 'K{N}' }
        });
        const nothing = await service.call('PUT', '/organisation', { token });
        const empty = await put({});

        expect([withoutPattern.status, withoutPattern.body.errors[0].path]).toEqual([400, 'numberPatterns.proforma']);
        expect([nothing.status, empty.status]).toEqual([400, 400]);
        expect(empty.body.errors.map(({ path }: { path: string }) => path).sort()).toEqual(Object.keys(full).sort());
        expect(await storedRows(service)).toEqual(before);
    });

    test('as GET answered it can be changed and sent back; what the service keeps has no effect', async () => {
        const { put, read, org } = await givenAdministrator();
        await put(full);
        const answered = (await read()).body;

        const { status, body } = await put({
            ...answered, phone: '+48 22 111 11 11', id: 'other', version: 99, createdAt: '2001-01-01',
            updatedAt: '2001-01-01'
        });

        expect([status, body]).toEqual([200, {
            ...answered, phone: '+48 22 111 11 11', id: org, version: 3, updatedAt: expect.any(String)
        }]);
        expect(body.updatedAt > '2026').toBe(true);
        expect((await put(answered)).body).toMatchObject({ phone: full.phone, version: 4 });
    });

    test('is changed in one field by PATCH, and stays as it is in the others', async () => {
        const { put, patch, read } = await givenAdministrator();
        await put(full);

        const { status, body, headers } = await patch({ phone: '600100200' });

        expect([status, headers['etag']]).toEqual([200, expect.stringMatching(/^"3\./)]);
        expect(body).toMatchObject({ ...full, phone: '600100200', version: 3 });
        expect((await read()).body).toEqual(body);
        expect((await patch({ phone: null, numberPatterns: { proforma: 'X {NNN}' } })).body).toMatchObject({
            ...full, phone: null, numberPatterns: { ...full.numberPatterns, proforma: 'X {NNN}' }, version: 4
        });
    });

    test('that a PATCH does not change is a 400', async () => {
        const { patch, token } = await givenAdministrator();

        const answers = [await patch({}), await service.call('PATCH', '/organisation', { token })];

        expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
            [400, 'VALIDATION_FAILED'], [400, 'VALIDATION_FAILED']
        ]);
        expect(answers[0]?.body.message).toContain('needs at least one field to change');
    });

    test('is emptied by null', async () => {
        const { put } = await givenAdministrator();
        await put(full);

        const { body } = await put({ ...full, nip: null, iban: null, street: null });

        expect(body).toMatchObject({ nip: null, iban: null, street: null, regon: '192598184' });
    });

    test.each([
        ['nip', '123-456-32-18', '1234563218'], ['nip', 'PL 1234563218', '1234563218'],
        ['regon', '192-598-184', '192598184'], ['regon', '12345678512347', '12345678512347'],
        ['vatId', 'pl 123 456 32 18', 'PL1234563218'], ['vatId', 'DE136695976', 'DE136695976'],
        ['iban', 'PL61 1090 1014 0000 0712 1981 2874', 'PL61109010140000071219812874'],
        ['iban', '61109010140000071219812874', 'PL61109010140000071219812874'],
        ['iban', 'de89370400440532013000', 'DE89370400440532013000'], ['defaultVatRate', 5.5, '5.5'],
        ['defaultVatRate', 'zw', 'zw'], ['defaultVatRate', 0, '0'], ['paymentTermsDays', 0, 0],
        ['paymentTermsDays', 365, 365], ['legalName', '  Odstępy  ', 'Odstępy'],
        ['vatCurrency', 'EUR', 'EUR'], ['defaultLanguage', 'en-GB', 'en-GB'], ['country', 'DE', 'DE']
    ])('%s given as %j is stored as %j', async (field, given, stored) => {
        const { patch } = await givenAdministrator();

        const { status, body } = await patch({ [field]: given });

        expect([status, body[field]]).toEqual([200, stored]);
    });

    test.each([
        ['nip', '1234563219'], ['nip', '0000000000'], ['nip', '123456321'], ['nip', 'PL12345632180'],
        ['nip', 'DE136695976'], ['nip', ''], ['nip', 1234563218], ['nip', '１２３４５６３２１８'],
        ['regon', '192598185'], ['regon', '12345678512348'], ['regon', '19259818'], ['vatId', '1234563218'],
        ['vatId', 'PL1234563219'], ['vatId', 'DE136695977'], ['vatId', 'XX123456789'],
        ['vatId', 'CHE116281710MWST'], ['iban', 'PL61109010140000071219812875'],
        ['iban', 'PL6110901014000007121981287'], ['iban', 'XX61109010140000071219812874'], ['iban', ''],
        ['email', 'biuro'], ['email', 'a@b@c.example'], ['email', `${'x'.repeat(250)}@a.example`],
        ['defaultCurrency', 'pln'], ['defaultCurrency', 'XXX'], ['defaultCurrency', null],
        ['vatCurrency', 'BGN'], ['defaultVatRate', 101], ['defaultVatRate', '23.001'], ['defaultVatRate', 'x'],
        ['defaultVatRate', null], ['defaultPaymentMethod', 'cheque'], ['paymentTermsDays', -1],
        ['paymentTermsDays', 366], ['paymentTermsDays', 1.5], ['paymentTermsDays', 'x'], ['defaultLanguage', 'polski'],
        ['defaultLanguage', 'PL'],
        ['roundingModel', 'per_invoice'], ['roundingModel', null], ['requireIfMatch', 'true'], ['requireIfMatch', 1],
        ['country', 'Polska'], ['country', 'pl'], ['country', null], ['legalName', ''], ['legalName', '   '],
        ['legalName', 'x'.repeat(301)], ['legalName', 7], ['legalName', 'a\u0000b'], ['legalName', 'a\u0007b'],
        ['street', {}], ['postalCode', 'x'.repeat(21)],
        ['numberPatterns', 'FV'], ['numberPatterns', null], ['splitPaymentItemTypes', 'service'], ['id', 'other'],
        ['version', 9], ['createdAt', '2026-01-01'], ['logo', 'x'], ['organisationId', 'x'],
        ['constructor', {}]
    ])('%s given as %j is 400 with its path, and nothing is stored', async (field, value) => {
        const { patch, read } = await givenAdministrator();
        await read();
        const before = await storedRows(service);

        const { status, body } = await patch({ [field]: value });

        expect([status, body.code, body.errors[0].path]).toEqual([400, 'VALIDATION_FAILED', field]);
        expect(body.message.startsWith(field)).toBe(true);
        expect(await storedRows(service)).toEqual(before);
    });

    test.each([
        [['service', 'service'], 'splitPaymentItemTypes[1]'], [['goods'], 'splitPaymentItemTypes[0]'],
        [['service', 7], 'splitPaymentItemTypes[1]']
    ])('splitPaymentItemTypes of %j is 400', async (splitPaymentItemTypes, path) => {
        const { patch } = await givenAdministrator();

        const { status, body } = await patch({ splitPaymentItemTypes });

        expect([status, body.errors[0].path]).toEqual([400, path]);
    });

    test.each([
        [{ ibans: { EUR: 'PL61109010140000071219812875' } }, 'ibans', 'EUR'],
        [{ ibans: { EURO: 'PL61109010140000071219812874' } }, 'ibans', 'EURO'],
        [{ ibans: { eur: 'PL61109010140000071219812874' } }, 'ibans', 'eur'], [{ ibans: null }, 'ibans', 'ibans'],
        [{ vatRates: ['23', 0] }, 'vatRates[1]', 'above 0'], [{ vatRates: ['23', '23.00'] }, 'vatRates[1]', 'vatRates'],
        [{ vatRates: ['101'] }, 'vatRates[0]', '100'], [{ vatRates: ['zw'] }, 'vatRates[0]', 'percentage'],
        [{ vatRates: '23' }, 'vatRates', 'vatRates'], [{ constructionServices: 'yes' }, 'constructionServices', ''],
        [{ endpoint: { scheme: '9945' } }, 'endpoint.id', 'required'],
        [{ endpoint: { scheme: 'nip', id: '1' } }, 'endpoint.scheme', 'EAS'],
        [{ contact: { email: 'nobody' } }, 'contact.email', 'e-mail'],
        [{ exemptionReason: '  ' }, 'exemptionReason', '']
    ])('%j is 400 at %s', async (fields, path, words) => {
        const { patch } = await givenAdministrator();

        const { status, body } = await patch(fields);

        expect([status, body.errors[0].path]).toEqual([400, path]);
        expect(body.message).toContain(words);
    });

    test('a contact of which only the name is given, and a rate as a number, are completed', async () => {
        const { patch, read } = await givenAdministrator();

        await patch({
            contact: { name: 'Biuro' }, vatRates: [23, '5.50'], ibans: { EUR: 'pl10 1050 0099 7603 1234 5678 9123' }
        });

        expect((await read()).body).toMatchObject({
            contact: { name: 'Biuro', phone: null, email: null }, vatRates: ['23', '5.5'],
            ibans: { EUR: 'PL10105000997603123456789123' }
        });
    });

    test('tells all faults at once', async () => {
        const { patch } = await givenAdministrator();

        const { body } = await patch({ nip: '1', iban: '2', legalName: '', numberPatterns: { vat_invoice: 5 } });

        expect(body.errors.map(({ path }: { path: string }) => path).sort())
            .toEqual(['iban', 'legalName', 'nip', 'numberPatterns.vat_invoice']);
    });
});

describe('number patterns', () => {
    test.each([
        'FV/{YYYY}/{MM}/{NNNN}', 'FV-{NNNNNNNNNN}', '{N}', 'Faktura {NN} z {MM}.{YY}', 'Ą_{NNN}', '{NNNN}/{YYYY}'
    ])('%s is taken, and the next number follows it', async (pattern) => {
        const { patch, token } = await givenAdministrator();

        const { status, body } = await patch({ numberPatterns: { vat_invoice: pattern } });
        const preview = await service.call('POST', '/invoices/generate-number/vat_invoice', { token });

        expect([status, body.numberPatterns.vat_invoice]).toEqual([200, pattern]);
        expect(body.numberPatterns.proforma).toBe(defaults.numberPatterns.proforma);
        expect(preview.body.invoiceNumber).toMatch(/1/);
        expect(preview.body.invoiceNumber).not.toContain('{');
    });

    test.each([
        ['no counter', 'FV/{YYYY}/{MM}'], ['two counters', '{NN}/{NNN}'], ['an unknown token', 'FV/{YYYYY}/{NNNN}'],
        ['a token for days', 'FV/{YYYY}/{MM}/{DD}/{NNNN}'], ['a month without a year', 'FV/{MM}/{NNNN}'],
        ['a token in small letters', 'FV/{yyyy}/{NNNN}'], ['eleven digits', '{NNNNNNNNNNN}'], ['nothing', ''],
        ['an open brace', 'FV/{NNNN'],
        ['a line break', 'FV\n{NNNN}'], ['angle brackets', '<b>{NNNN}</b>'], ['a quotation mark', "FV'{NNNN}"],
        ['too many characters', `${'F'.repeat(36)}{NNN}`], ['a number', 7]
    ])('with %s are 400 with their path', async (_case, pattern) => {
        const { patch } = await givenAdministrator();

        const { status, body } = await patch({ numberPatterns: { vat_invoice: pattern } });

        expect([status, body.errors[0].path]).toEqual([400, 'numberPatterns.vat_invoice']);
        expect(body.message).toContain('numberPatterns.vat_invoice');
    });

    test('that are alike for two types are 400', async () => {
        const { patch } = await givenAdministrator();

        const { status, body } = await patch({ numberPatterns: { proforma: 'FV/{YYYY}/{MM}/{NNNN}' } });

        expect([status, body.errors.map(({ path }: { path: string }) => path)])
            .toEqual([400, ['numberPatterns.proforma']]);
    });

    test('of an unknown type are 400', async () => {
        const { patch } = await givenAdministrator();

        const { status, body } = await patch({ numberPatterns: { receipt: 'P/{NNNN}' } });

        expect([status, body.errors[0].path]).toEqual([400, 'numberPatterns.receipt']);
    });
});

describe('a change', () => {
    test('with the ETag that was read is taken, and with an older one 412', async () => {
        const { patch, read } = await givenAdministrator();
        const etag = String((await read()).headers['etag']);

        const first = await patch({ legalName: 'Pierwsza' }, { 'if-match': etag });
        const before = await storedRows(service);
        const second = await patch({ legalName: 'Druga' }, { 'if-match': etag });

        expect([first.status, second.status, second.body.code]).toEqual([200, 412, 'PRECONDITION_FAILED']);
        expect(await storedRows(service)).toEqual(before);
    });

    test('without If-Match is 428 once the organisation requires it', async () => {
        const { patch } = await givenAdministrator();
        const requiring = await patch({ requireIfMatch: true });

        const without = await patch({ requireIfMatch: false });
        const withIt = await patch({ requireIfMatch: false }, { 'if-match': String(requiring.headers['etag']) });

        expect([requiring.status, without.status, without.body.code, withIt.status])
            .toEqual([200, 428, 'PRECONDITION_REQUIRED', 200]);
    });

    test('of two at once with the same ETag: one is taken', async () => {
        const { patch, read } = await givenAdministrator();
        await read();

        const answers = await Promise.all(['A', 'B'].map((legalName) => patch({ legalName }, { 'if-match': '"1"' })));

        const statuses = answers.map(({ status }) => status).sort();
        expect(statuses).toEqual([200, 412]);
    });

    test('is told in the audit trail, with before and after', async () => {
        const { patch, audit } = await givenAdministrator();

        await patch({ legalName: 'Nowa Nazwa' }, { 'x-request-id': 'change-1' });

        expect(await audit()).toEqual([expect.objectContaining({
            action: 'organisation.changed', actor: 'admin-1', request_id: 'change-1', invoice_id: null,
            before: expect.objectContaining({ version: 1, legalName: null }),
            after: expect.objectContaining({ version: 2, legalName: 'Nowa Nazwa' })
        })]);
    });

    test('that is refused is not told in the audit trail', async () => {
        const { patch, audit } = await givenAdministrator();

        await patch({ legalName: 'x' }, { 'if-match': '"9"' });

        expect(await audit()).toEqual([]);
    });

    test('leaves issued invoices with the seller that they were issued by', async () => {
        const { patch, org, token } = await givenAdministrator();
        await givenSeller(service, {}, { org });
        const draft = await givenDraft(service, {}, { token });
        const issued = await service.call('POST', `/invoices/${draft.id}/issue`, { token });

        await patch({ ...completeSeller, legalName: 'Po Zmianie' });

        expect(issued.status).toBe(200);
        expect((await service.call('GET', `/invoices/${draft.id}`, { token })).body.seller.legalName)
            .toBe(completeSeller.legalName);
    });

    test.each([
        ['EUR', 'PL10105000997603123456789123'], ['CZK', 'CZ6508000000192000145399'],
        ['PLN', 'PL61109010140000071219812874'], ['USD', 'PL61109010140000071219812874']
    ])('of its accounts shows the one of %s on a document in it', async (currency, iban) => {
        const { put, token } = await givenAdministrator();
        const { endpoint, contact } = full;
        await put({ ...full, defaultCurrency: 'PLN' });
        const draft = await givenDraft(service, {
            currency, ...(currency === 'PLN' ? {} : { exchangeRate: '4', exchangeRateDate: '2026-11-20' })
        }, { token });
        const issued = await service.call('POST', `/invoices/${draft.id}/issue`, { token });

        expect(issued.body.seller).toMatchObject({ iban, endpoint, contact });
        expect((await service.call('GET', `/invoices/${draft.id}`, { token })).body).toEqual(issued.body);
        expect(issued.body.seller).not.toHaveProperty('ibans');
    });

    test('makes an incomplete seller able to issue', async () => {
        const { patch, token } = await givenAdministrator();
        const draft = await givenDraft(service, {}, { token });

        const before = await service.call('POST', `/invoices/${draft.id}/issue`, { token });
        await patch(completeSeller);
        const after = await service.call('POST', `/invoices/${draft.id}/issue`, { token });

        expect([before.status, before.body.code, after.status]).toEqual([422, 'SELLER_INCOMPLETE', 200]);
        expect(before.body.message).toContain('legalName, nip, street, postalCode, city');
    });

    test('of two fields by two at once: both are taken', async () => {
        const { patch, read } = await givenAdministrator();
        await read();

        const answers = await Promise.all([patch({ legalName: 'Nazwa' }), patch({ phone: '600100200' })]);

        expect(answers.map(({ status }) => status)).toEqual([200, 200]);
        expect((await read()).body).toMatchObject({ legalName: 'Nazwa', phone: '600100200', version: 3 });
    });

    test('by PATCH that is sent again under its Idempotency-Key is answered again and made once', async () => {
        const { patch, audit } = await givenAdministrator();
        const key = { 'idempotency-key': 'profile-1' };

        const first = await patch({ phone: '600100200' }, key);
        const again = await patch({ phone: '600100200' }, key);
        const other = await patch({ phone: '600100201' }, key);

        expect([first.status, again.status, again.text]).toEqual([200, 200, first.text]);
        expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
        expect(await audit()).toHaveLength(1);
    });
});
