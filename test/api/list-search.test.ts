import { beforeAll, describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { givenBooks } from '../support/given-books.ts';
import { givenClock } from '../support/given-server.ts';
import { documentRow, lineRow, type StoredRow } from '../support/stored-documents.ts';
import { useService } from '../support/use-service.ts';

const service = useService({ clock: givenClock() });

type Get = Awaited<ReturnType<typeof givenBooks>>;

/** A document of a named customer, as search and answers read it. */
const documentOf = (organisation: string, name: string, columns: StoredRow = {}): StoredRow =>
    documentRow(organisation, { customer_name: name, buyer: {
        name, nip: columns['customer_nip'] ?? null, regon: null, address: null, vatPayer: false, email: null,
        country: null, source: null
    }, ...columns });

const namesOf = async (get: Get, query: string): Promise<string[]> =>
    (await get(`/invoices?limit=100&${query}`)).body.data
        .map(({ customerName }: { customerName: string }) => customerName).sort();

describe('search', () => {
    let get: Get;
    beforeAll(async () => {
        const rows = [
            documentOf('search', 'polish', { customer_nip: '5261040828' }),
            documentOf('search', 'german', { customer_nip: 'DE136695976' }),
            documentOf('search', 'boards'), documentOf('search', 'panels')
        ];
        get = await givenBooks(service, 'search', {
            invoice: rows,
            invoice_line: [
                lineRow(rows[2]?.['id'], { description: 'Deska dębowa, lakierowana (2.5 m)' }),
                lineRow(rows[2]?.['id'], { position: 2, description: 'Transport' }),
                lineRow(rows[3]?.['id'], { description: 'Panel AC4/32 „Dąb” – biało-czarny' })
            ]
        });
        const foreign = documentOf('search-of-others', 'foreign');
        await givenBooks(service, 'search-of-others', {
            invoice: [foreign], invoice_line: [lineRow(foreign['id'], { description: 'Deska dębowa' })]
        });
    });

    test.each([
        ['5261040828', ['polish']], ['526-104-08-28', ['polish']], ['526 104 08 28', ['polish']],
        ['526-104', ['polish']], ['PL 526-104-08-28', ['polish']], ['PL5261040828', ['polish']],
        ['DE 136 695 976', ['german']], ['de-1366', ['german']], ['526-105', []], ['--', []],
        ['Deska', ['boards']], ['DESKA', ['boards']], ['desk', ['boards']], ['dębowa deska', ['boards']],
        ['deska, lakier', ['boards']], ['2.5 m', ['boards']], ['deska transport', []], ['deska panel', []],
        ['AC4/32', ['panels']], ['32', ['panels']], ['czarny', ['panels']], ['biało-cz', ['panels']],
        ['„Dąb”', ['panels']], ['”', []], ['dąb', ['panels']], ['foreign', []],
        ["deska' | 'panel", []], ["'", []], ['\\', []], [':*', []], ['deska & !panel', []], ['(', []], ['!', []]
    ])('for %s finds %j', async (text, expected) => {
        expect(await namesOf(get, `search=${encodeURIComponent(text)}`)).toEqual(expected);
    });

    test('is one condition beside the other filters', async () => {
        expect(await namesOf(get, 'search=deska&status=paid')).toEqual([]);
        expect((await get('/invoices?search=deska&limit=1')).body).toMatchObject({ total: 1, nextCursor: null });
    });
});

describe('a word that is in more than 10 000 lines', () => {
    test('is found in all of them, from the newest on; totals are counted to 10 000', async () => {
        const get = await givenBooks(service, 'common', { invoice: [documentRow('common', { status: 'draft' })] });
        const { pool } = service.dependencies.database;
        await pool.query(`INSERT INTO invoice SELECT r.* FROM invoice i CROSS JOIN generate_series(1, 10100) n
            CROSS JOIN LATERAL jsonb_populate_record(i, jsonb_build_object('id', uuidv7(), 'customer_name', 'row ' || n,
                'buyer', i.buyer || jsonb_build_object('name', 'row ' || n),
                'created_at', i.created_at - n * interval '1 second')) r WHERE i.organisation_id = 'common'`);
        await pool.query(`INSERT INTO invoice_line SELECT r.* FROM invoice i
            CROSS JOIN LATERAL jsonb_populate_record(NULL::invoice_line, $1::jsonb
                || jsonb_build_object('id', uuidv7(), 'invoice_id', i.id)) r
            WHERE i.organisation_id = 'common' AND i.customer_name IS NOT NULL`,
        [JSON.stringify(lineRow('', { description: 'Wszechobecna listwa', position: 1 }))]);

        const { body } = await get('/invoices?search=wszechobecna&limit=2');
        const { body: next } = await get(`/invoices?search=wszechobecna&limit=2&cursor=${body.nextCursor}`);
        const { body: last } = await get('/invoices?search=wszechobecna&page=10001&limit=1');
        const { body: some } = await get('/invoices?search=wszechobecna&minAmount=0.01');
        const { body: all } = await get('/invoices?limit=100');

        const names = [...body.data, ...next.data].map(({ customerName }: StoredRow) => customerName);
        expect(names).toEqual(['row 1', 'row 2', 'row 3', 'row 4']);
        expect(body).toMatchObject({ total: 10_000, totalIsMore: true, page: 1, totalPages: 5_000 });
        expect([next.total, next.totalIsMore, next.page, next.totalPages]).toEqual(Array(4).fill(undefined));
        expect([last.data.length, last.total, last.totalIsMore]).toEqual([1, 10_000, true]);
        expect(some).toMatchObject({ data: [], total: 0, totalIsMore: false, totalPages: 0 });
        expect(all).toMatchObject({ total: 10_000, totalIsMore: true, totalPages: 100 });
    });
});

describe('issue dates from and to', () => {
    let get: Get;
    beforeAll(async () => {
        const draft = { status: 'draft', issue_date: null };
        // In November, Warsaw is an hour ahead of UTC.
        get = await givenBooks(service, 'undated', { invoice: [
            documentOf('undated', 'first', { ...draft, created_at: '2026-11-09T23:00:00.000Z' }),
            documentOf('undated', 'last', { ...draft, created_at: '2026-11-10T22:59:59.999Z' }),
            documentOf('undated', 'before', { ...draft, created_at: '2026-11-09T22:59:59.999Z' }),
            documentOf('undated', 'after', { ...draft, created_at: '2026-11-10T23:00:00.000Z' }),
            documentOf('undated', 'dated', { ...draft, issue_date: '2026-11-20' }),
            documentOf('undated', 'issued', { issue_date: '2026-11-10' })
        ] });
    });

    test.each([
        ['fromDate=2026-11-10&toDate=2026-11-10', ['first', 'issued', 'last']],
        ['fromDate=2026-11-11', ['after', 'dated']], ['toDate=2026-11-09', ['before']],
        ['fromDate=2026-11-01&toDate=2026-11-30', ['after', 'before', 'dated', 'first', 'issued', 'last']],
        ['fromDate=2026-11-10T22:30:00Z&toDate=2026-11-10T22:30:00Z', ['first', 'issued', 'last']],
        ['fromDate=2026-11-10T23:30:00Z', ['after', 'dated']]
    ])('%s takes an undated draft by the day it was made: %j', async (query, expected) => {
        expect(await namesOf(get, query)).toEqual(expected);
    });
});

describe('the routes to which the gateway passes no query', () => {
    const rows = 520;
    let get: Get;
    beforeAll(async () => {
        get = await givenBooks(service, 'many', { invoice: Array.from({ length: rows }, () => documentRow('many', {
            contact_id: contactId(1), due_date: '2026-11-01', total_net: '10', total_gross: '10'
        })) });
    });

    test.each(['/invoices/analytics/overdue', `/invoices/customer/${contactId(1)}`])(
        '%s answers 500 rows, and the rest by cursor', async (path) => {
            const { body } = await get(path);
            const { body: rest } = await get(`${path}?cursor=${body.nextCursor}`);

            expect([body.limit, body.data.length, rest.data.length, rest.nextCursor]).toEqual([500, 500, 20, null]);
        });

    test.each(['/invoices/analytics/overdue', `/invoices/customer/${contactId(1)}`])(
        '%s takes a limit up to 500', async (path) => {
            const { status, body } = await get(`${path}?limit=501`);

            expect((await get(`${path}?limit=62`)).body.data).toHaveLength(62);
            expect([status, body.errors[0].path]).toEqual([400, 'limit']);
        });

    test('a customer has the total and the number of pages', async () => {
        const { body } = await get(`/invoices/customer/${contactId(1)}`);

        expect(body).toMatchObject({ total: rows, totalIsMore: false, page: 1, totalPages: 2, balance: '5200.00' });
    });
});
