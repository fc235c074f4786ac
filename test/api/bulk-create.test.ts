import { describe, expect, test } from '@jest/globals';
import { contactId, productId, quoteId, serviceId } from '../../app/dev/standins/catalogue/ids.ts';
import { givenLock } from '../support/given-lock.ts';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import { givenBuyer, givenItem, givenService } from '../support/given-service.ts';
import { storedRows } from '../support/stored-rows.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService();
const organisation = useOrganisation(service);

const path = '/invoices/bulk/create';

function bulk(
    { call }: Pick<GivenOrganisation, 'call'>, invoices: unknown, more: object = {},
    headers: Readonly<Record<string, string>> = {}
) {
    return call('POST', path, { body: { invoices, ...more }, headers });
}

/** A row that its note identifies. */
function row(notes: string, overrides: object = {}) {
    return { ...givenBuyer({}), notes, items: [givenItem()], ...overrides };
}

const rows = (count: number, overrides: object = {}) => Array.from({ length: count }, (_, index) =>
    row(`row ${index}`, overrides));

async function notesOf({ call }: GivenOrganisation): Promise<readonly string[]> {
    const { body } = await call('GET', '/invoices?sortOrder=asc&limit=100');
    return body.data.map(({ notes }: { notes: string }) => notes);
}

const each = { continueOnError: true };
const wrong = { items: [givenItem(), givenItem({ quantity: '-1' })] };

describe('all or none', () => {
    test('stores every row in its order, and answers each without its items', async () => {
        const { status, body } = await bulk(organisation, rows(3), { continueOnError: false });

        expect([status, body.created, body.failed]).toEqual([201, 3, 0]);
        // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test looks into bodies freely
        expect(body.results.map(({ index, status: each, invoice }: any) =>
            [index, each, invoice.notes, invoice.totalGross]))
            .toEqual([0, 1, 2].map((index) => [index, 'created', `row ${index}`, '123.00']));
        expect(body.results[0].invoice).not.toHaveProperty('items');
        expect(await notesOf(organisation)).toEqual(['row 0', 'row 1', 'row 2']);
    });

    test('keeps texts that PostgreSQL would read as something else without quotes', async () => {
        const texts = [
            'NULL', 'null', '{a,b}', '"', '\\', '\\"', '\\N', 'a "b" \\ c', 'a, b',
            'jodełka – 5 mm', 'tab\tand\nbreak', '🪵'
        ];
        const items = texts.map((text) =>
            givenItem({ description: text, unit: text, vatRate: 'zw', exemptionReason: text }));

        const { status, body: { results: [{ invoice: { id } }] } } = await bulk(
            organisation, [row('no items', { items: [] }), row('texts', { items })].toReversed());

        expect(status).toBe(201);
        const { body } = await organisation.call('GET', `/invoices/${id}`);
        expect(body.items.map(({ description, unit, exemptionReason }: {
            description: string; unit: string; exemptionReason: string
        }) => [description, unit, exemptionReason]))
            .toEqual(texts.map((text) => [text, text, text]));
    });

    test('makes what a single call makes of the same body', async () => {
        const draft = row('the same', {
            contactId: contactId(1), createdBy: 'Anna', discountPercent: '2.5', items: [
                givenItem({ lineNumber: 2 }),
                { itemType: 'product', productId: productId(1), quantity: 3, lineNumber: 1 },
                { itemType: 'service', serviceId: serviceId(1), quantity: 2.5 }
            ]
        });
        const single = (await organisation.call('POST', '/invoices', { body: draft })).body;

        const { body: { results: [{ invoice: { id } }] } } = await bulk(organisation, [draft]);

        const many = (await organisation.call('GET', `/invoices/${id}`)).body;
        const history = (await organisation.call('GET', `/invoices/${id}/history`)).body.data;
        const withoutIds = (invoice: object) => JSON.stringify(invoice, (name, value) =>
            (['id', 'createdAt', 'updatedAt', 'fetchedAt'].includes(name) ? undefined : value));
        expect(withoutIds(many)).toBe(withoutIds(single));
        expect(history).toMatchObject([{
            action: 'invoice.drafted', actor: 'user-1', onBehalfOf: 'Anna', after: { id, items: [{}, {}, {}] }
        }]);
    });

    test('stores nothing when one row has a fault, and names it', async () => {
        const before = await storedRows(service);

        const { status, body } = await bulk(organisation, [row('a'), row('b', wrong), row('c')]);

        expect([status, body.code]).toEqual([400, 'VALIDATION_FAILED']);
        expect(body.message).toBe('invoices[1].items[1].quantity must be at least 0.000001; nothing was stored');
        expect(body.errors).toEqual([{
            path: 'invoices[1].items[1].quantity', code: 'TOO_SMALL', message: 'must be at least 0.000001'
        }]);
        expect(await storedRows(service)).toEqual(before);
    });

    test('collects the faults of every row, whatever finds them, and answers with the status of the first',
        async () => {
            const { status, body } = await bulk(organisation, [
                row('customer', { contactId: contactId(999) }),
                'no row',
                row('unknown', { colour: 'red', status: 'paid' }),
                row('price', { items: [{ itemType: 'product', productId: productId(999), quantity: 1 }] }),
                row('incomplete', { items: [{ itemType: 'custom', quantity: 1 }] }),
                row('total', { items: [givenItem({ discountAmount: '100.01' })] }),
                row('good'),
                row('dates', { issueDate: '2026-11-23', dueDate: '2026-11-22' }),
                row('customer checked', { customerName: null, validateCustomer: true })
            ]);

            expect([status, body.code]).toEqual([422, 'CONTACT_NOT_FOUND']);
            expect(body.message)
                .toMatch(/^invoices\[0\]\.contactId: .*; and 7 more rows have faults; nothing was stored$/);
            expect(body.errors.map((fault: { path: string; code: string }) => `${fault.path} ${fault.code}`)).toEqual([
                'invoices[0].contactId CONTACT_NOT_FOUND',
                'invoices[1] WRONG_TYPE',
                'invoices[2].colour UNKNOWN_FIELD',
                'invoices[2].status UNKNOWN_FIELD',
                'invoices[3].items[0].productId PRODUCT_NOT_FOUND',
                'invoices[4].items[0].description REQUIRED',
                'invoices[4].items[0].unitPriceNet REQUIRED',
                'invoices[5].items[0].discountAmount DISCOUNT_EXCEEDS_LINE',
                'invoices[7].dueDate DUE_BEFORE_ISSUE',
                'invoices[8].customerName CUSTOMER_INVALID'
            ]);
            expect(body.details).toMatchObject({ failed: 8, faults: 10 });
            expect(await notesOf(organisation)).toEqual([]);
        });

    test.each([
        [100, undefined], [101, '1 of the 101 faults are not listed']
    ])('lists %i faults', async (count, rest) => {
        const { body } = await bulk(organisation, rows(count, wrong));

        expect(body.errors).toHaveLength(100);
        expect(/\d+ of the \d+ faults are not listed/.exec(body.message)?.[0]).toBe(rest);
    });

    test('asks for a contact once, however many rows name it', async () => {
        const { status } = await bulk(organisation, rows(40, { contactId: contactId(2) }));
        const unknown = await bulk(organisation, rows(40, { contactId: contactId(998) }));

        expect([status, unknown.body.details.failed]).toEqual([201, 40]);
        expect(service.standins.control.contacts.calls()).toBe(2);
    });
});

describe('each row by itself', () => {
    test('stores the good rows and says of the others what is wrong', async () => {
        const { status, body } = await bulk(
            organisation, [null, row('b'), row('c', wrong), row('d', { contactId: contactId(999) }), row('e')], each);

        expect([status, body.created, body.failed]).toEqual([200, 2, 3]);
        expect(body.results.map((result: { status: string }) => result.status))
            .toEqual(['failed', 'created', 'failed', 'failed', 'created']);
        expect(body.results[0]).toEqual({
            index: 0, status: 'failed', error: {
                code: 'VALIDATION_FAILED', message: 'invoices[0] must be a JSON object',
                errors: [{ path: 'invoices[0]', code: 'WRONG_TYPE', message: 'must be a JSON object' }]
            }
        });
        expect(body.results[2].error)
            .toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ path: 'invoices[2].items[1].quantity' }] });
        expect(body.results[3].error)
            .toMatchObject({ code: 'CONTACT_NOT_FOUND', errors: [{ path: 'invoices[3].contactId' }] });
        expect(await notesOf(organisation)).toEqual(['b', 'e']);
    });

    test('answers too when no row is good, and stores nothing', async () => {
        const before = await storedRows(service);

        const { status, body } = await bulk(organisation, rows(2, wrong), each);

        expect([status, body.created, body.failed]).toEqual([200, 0, 2]);
        expect(await storedRows(service)).toEqual(before);
    });
});

describe('the envelope', () => {
    test.each([
        ['no rows', { invoices: [] }, 'invoices'], ['no list', { invoices: { 0: row('a') } }, 'invoices'],
        ['nothing', {}, 'invoices'], ['1001 rows', { invoices: Array(1_001).fill({}), ...each }, 'invoices'],
        ['an unknown field', { invoices: [row('a')], dryRun: true }, 'dryRun'],
        ['a text for the flag', { invoices: [row('a')], continueOnError: 'true' }, 'continueOnError']
    ])('with %s is refused as a whole and names the field', async (_what, body, field) => {
        const { call } = organisation;

        const answer = await call('POST', path, { body });

        expect([answer.status, answer.body.code, answer.body.errors[0].path])
            .toEqual([400, 'VALIDATION_FAILED', field]);
        expect(answer.body.message).toMatch(new RegExp(`^${field} `));
    });

    test('with 1000 rows is stored, and of one row too', async () => {
        const most = await bulk(organisation, Array(1_000).fill({}));
        const one = await bulk(organisation, [{}]);

        expect([most.status, most.body.created, one.status, one.body.created]).toEqual([201, 1_000, 201, 1]);
    });

    test('of more than 1 MB is 413', async () => {
        const { status } = await bulk(organisation, rows(
            300, { customerAddress: 'a'.repeat(400), notes: 'n'.repeat(3_900) }));

        expect(status).toBe(413);
    });

    test('with 501 items in a row is refused for that row, with 500 it is stored', async () => {
        const items = (count: number) => ({ items: Array(count).fill(givenItem()) });

        const { body } = await bulk(organisation, [row('most', items(500)), row('more', items(501))], each);

        expect(body.results.map((result: { status: string }) => result.status)).toEqual(['created', 'failed']);
        expect(body.results[1].error.errors[0]).toMatchObject({ path: 'invoices[1].items', code: 'TOO_MANY' });
        expect(body.results[0].invoice.totalNet).toBe('50000.00');
    });
});

describe('an Idempotency-Key', () => {
    test.each([
        ['all or none', {}, rows(2)], ['each by itself', each, [row('a'), row('b', wrong)]],
        ['none good', each, rows(2, wrong)]
    ])(
        'answers %s a second time as the first, and stores nothing more', async (_what, more, invoices) => {
            const first = await bulk(organisation, invoices, more, { 'idempotency-key': 'k' });
            const stored = await storedRows(service);

            const again = await bulk(organisation, invoices, more, { 'idempotency-key': 'k' });

            expect([again.status, again.text]).toEqual([first.status, first.text]);
            expect(again.headers['idempotent-replayed']).toBe('true');
            expect(await storedRows(service)).toEqual(stored);
        });

    test('is given back when the rows are refused, so that they may be corrected', async () => {
        await bulk(organisation, rows(2, wrong), {}, { 'idempotency-key': 'k' });

        const { status } = await bulk(organisation, rows(2), {}, { 'idempotency-key': 'k' });

        expect(status).toBe(201);
    });
});

describe('a quote', () => {
    /** The contacts of the catalogue's accepted quotes. */
    const buyers: Readonly<Record<number, string>> = { 1: contactId(1), 2: contactId(17), 3: contactId(14) };
    const quoted = (notes: string, number: number, overrides: object = {}) =>
        row(notes, { quoteId: quoteId(number), contactId: buyers[number], ...overrides });

    test('that stands in two rows is refused in the second, but not for another type', async () => {
        const invoices = [quoted('a', 1), quoted('b', 1, { invoiceType: 'proforma' }), quoted('c', 1)];

        const all = await bulk(organisation, invoices);
        const { body } = await bulk(organisation, invoices, each);

        expect([all.status, all.body.code, all.body.errors[0].path])
            .toEqual([409, 'QUOTE_ALREADY_INVOICED', 'invoices[2].quoteId']);
        expect(all.body.message).toMatch(/^invoices\[2\]\.quoteId is that of invoices\[0\] too/);
        expect(body.results.map((result: { status: string }) => result.status))
            .toEqual(['created', 'created', 'failed']);
    });

    test('is free for the second row when the first fails for something else', async () => {
        const { body } = await bulk(organisation, [quoted('a', 1, wrong), quoted('b', 1)], each);

        expect(body.results.map((result: { status: string }) => result.status)).toEqual(['failed', 'created']);
    });

    test('that is invoiced already is refused with the invoice that has it', async () => {
        const { id } = await organisation.draft({ quoteId: quoteId(2), contactId: contactId(17) });

        const all = await bulk(organisation, [row('a'), quoted('b', 2)]);
        const some = await bulk(organisation, [row('a'), quoted('b', 2)], each);

        expect([all.status, all.body.code, all.body.details.invoiceId]).toEqual([409, 'QUOTE_ALREADY_INVOICED', id]);
        expect(all.body.message).toContain(`invoices[1].quoteId is invoiced already, by the draft ${id}`);
        expect([some.body.created, some.body.results[1].error.code]).toEqual([1, 'QUOTE_ALREADY_INVOICED']);
        expect(await notesOf(organisation)).toHaveLength(2);
    });

    test.each([[{}, [201, 409], 2], [each, [200, 200], 3]] as const)(
        'of two requests at the same time %j is one invoice', async (more, statuses, stored) => {
            const lock = await givenLock(service.databaseUrl, 'LOCK TABLE invoice IN SHARE MODE');
            const both = [1, 2].map((request) => bulk(organisation, [row(`${request}`), quoted('quoted', 3)], more));
            await lock.held(2);
            await lock.release();

            const answers = await Promise.all(both);

            expect(answers.map(({ status }) => status).sort()).toEqual(statuses);
            const notes = await notesOf(organisation);
            expect([notes.length, notes.filter((text) => text === 'quoted').length]).toEqual([stored, 1]);
        });
});

describe('other services', () => {
    test('that are down refuse the whole with 503, and nothing is half-written', async () => {
        service.standins.control.products.set({ failure: 'error500' });
        const before = await storedRows(service);

        const { status, headers, body } = await bulk(organisation,
            [row('a'), row('b', { items: [{ itemType: 'product', productId: productId(3), quantity: 1 }] })]);

        expect([status, body.code, body.errors[0].path]).toEqual([503, 'UPSTREAM_UNAVAILABLE', 'invoices[1]']);
        expect(Number(headers['retry-after'])).toBeGreaterThan(0);
        expect(await storedRows(service)).toEqual(before);
    });

    test('that are down fail only the rows that need them, where each row is for itself', async () => {
        service.standins.control.products.set({ failure: 'error500' });

        const { status, body } = await bulk(organisation,
            [row('a'), row('b', { items: [{ itemType: 'product', productId: productId(4), quantity: 1 }] })], each);

        expect([status, body.created, body.results[1].error.code]).toEqual([200, 1, 'UPSTREAM_UNAVAILABLE']);
    });

    test('that hang are waited for once, however many rows: the breaker is open for those that come after', async () => {
        const own = await givenService({ env: { UPSTREAM_TIMEOUT_MS: '1000' } });
        try {
            const caller = await givenOrganisation(own);
            own.standins.control.products.set({ failure: 'hang' });
            const begun = performance.now();

            const { status, body } = await bulk(caller, Array.from({ length: 40 }, (_, index) =>
                row(`${index}`, { items: [{ itemType: 'product', productId: productId(index + 1), quantity: 1 }] })),
            each);

            expect([status, body.created, body.failed]).toEqual([200, 0, 40]);
            expect(own.standins.control.products.calls()).toBe(16);
            expect(performance.now() - begun).toBeLessThan(1_800);
        } finally {
            await own.close();
        }
    });

    test('that are slow end in a clear error before the gateway gives up', async () => {
        service.standins.control.services.set({ latencyMs: 1_500 });
        const before = await storedRows(service);
        const begun = performance.now();

        const { status, body } = await bulk(organisation, Array.from({ length: 200 }, (_, index) =>
            row(`${index}`, { items: [{ itemType: 'service', serviceId: serviceId(1), quantity: index + 1 }] })));

        expect([status, body.code]).toEqual([503, 'REQUEST_TIMEOUT']);
        expect(body.message).toMatch(/send fewer rows at once.*nothing was stored$/);
        expect(performance.now() - begun).toBeLessThan(9_000);
        expect(await storedRows(service)).toEqual(before);
    });
});
