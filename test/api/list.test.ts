import { beforeAll, describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import type { SortKey } from '../../app/features/invoice-list/list-query.ts';
import { sortKeys } from '../../app/features/invoice-list/list.schemas.ts';
import { givenClock } from '../support/given-server.ts';
import { givenToken } from '../support/given-token.ts';
import { documentRow, type StoredRow } from '../support/stored-documents.ts';
import { useService } from '../support/use-service.ts';

const exp = 4_000_000_000;

// Far enough from both ends of a day for every time zone.
const service = useService({ clock: givenClock() });

type Shown = { readonly id: string; readonly customerName: string };

/** Stores an invoice of an organisation as a later command would leave it: a draft unless it has a number. */
async function givenInvoice(organisation: string, columns: StoredRow): Promise<unknown> {
    const row = documentRow(organisation, {
        status: columns['number'] === undefined ? 'draft' : 'issued',
        buyer: {
            name: columns['customer_name'] ?? null, nip: null, regon: null, address: null, vatPayer: false, email: null,
            country: null, source: null
        },
        total_net: columns['total_gross'] ?? '0', ...columns
    });
    const { pool } = service.dependencies.database;
    await pool.query(
        'INSERT INTO invoice SELECT * FROM jsonb_populate_record(NULL::invoice, $1::jsonb)', [JSON.stringify(row)]);
    return row['id'];
}

/** A fresh organisation, with a way to read its lists. */
async function givenOrganisation(name: string) {
    const token = await givenToken({ org: name, exp });
    const get = (url: string) => service.call('GET', url, { token });
    await get('/organisation');
    return {
        get,
        /** Names of the customers that a list shows, in alphabetical order. */
        names: async (query: string): Promise<string[]> => {
            const { status, body, text } = await get(`/invoices?limit=100&${query}`);
            if (status !== 200) throw new Error(text);
            return body.data.map(({ customerName }: Shown) => customerName).sort();
        }
    };
}

describe('filters', () => {
    let list: Awaited<ReturnType<typeof givenOrganisation>>;
    beforeAll(async () => {
        list = await givenOrganisation('filters');
        const series = (number: number) =>
            ({ number: `FV/2026/11/000${number}`, series_id: 'vat_invoice-2026-11', series_number: number });
        const rows: readonly StoredRow[] = [
            {
                customer_name: 'draft', due_date: '2026-01-01', contact_id: contactId(1),
                total_gross: '10', notes: '100% wełny'
            },
            {
                customer_name: 'yesterday', ...series(1), issue_date: '2026-11-01', due_date: '2026-11-22',
                total_gross: '100', customer_nip: '1234563218', order_number: 'PO-2026/118'
            },
            {
                customer_name: 'today', ...series(2), issue_date: '2026-11-02', due_date: '2026-11-23',
                total_gross: '100.01', contact_id: contactId(1), currency: 'EUR'
            },
            {
                customer_name: 'sent late', ...series(3), status: 'sent', issue_date: '2026-11-03',
                due_date: '2026-11-10', total_gross: '200', payment_status: 'partial', paid_amount: '199.99'
            },
            {
                customer_name: 'paid late', ...series(4), status: 'paid', issue_date: '2026-11-04',
                due_date: '2026-11-10', total_gross: '300', payment_status: 'paid', paid_amount: '300', notes: 'a_b'
            },
            {
                customer_name: 'credited', ...series(5), issue_date: '2026-11-05', due_date: '2026-11-10',
                total_gross: '300', credited_amount: '300', notes: 'axb'
            },
            {
                customer_name: 'cancelled', ...series(6), status: 'cancelled', issue_date: '2026-11-06',
                due_date: '2026-11-10', total_gross: '50', notes: 'back\\slash'
            },
            {
                customer_name: 'offer', number: 'PF/2026/11/0001', series_id: 'proforma-2026-11', series_number: 1,
                invoice_type: 'proforma', issue_date: '2026-11-07', due_date: '2026-11-10', total_gross: '70',
                currency: 'JPY'
            }
        ];
        await Promise.all(rows.map((row) => givenInvoice('filters', row)));
        await (await givenOrganisation('filters-of-others')).get('/invoices');
        await givenInvoice('filters-of-others', { customer_name: 'yesterday', total_gross: '100' });
    });

    test.each([
        ['', ['cancelled', 'credited', 'draft', 'offer', 'paid late', 'sent late', 'today', 'yesterday']],
        ['status=draft', ['draft']], ['status=issued', ['credited', 'offer', 'today', 'yesterday']],
        ['status=sent', ['sent late']], ['status=paid', ['paid late']], ['status=cancelled', ['cancelled']],
        ['status=overdue', ['sent late', 'yesterday']], ['status=overdue,draft', ['draft', 'sent late', 'yesterday']],
        ['status=draft,paid', ['draft', 'paid late']], ['status=draft&status=paid', ['draft', 'paid late']],
        ['status[]=draft&status[]=paid', ['draft', 'paid late']],
        ['status%5B%5D=draft&status%5B%5D=paid', ['draft', 'paid late']],
        ['status[0]=draft&status[1]=paid', ['draft', 'paid late']], ['status[]=draft', ['draft']],
        ['status=draft,%20paid', ['draft', 'paid late']],
        ['paymentStatus=paid', ['paid late']], ['paymentStatus=cancelled', ['cancelled']],
        ['paymentStatus=partial', ['sent late']],
        ['paymentStatus=overdue', ['sent late', 'yesterday']],
        ['paymentStatus=paid,overdue', ['paid late', 'sent late', 'yesterday']],
        ['overdueOnly=true', ['sent late', 'yesterday']], ['overdueOnly=1&status=sent', ['sent late']],
        ['overdueOnly=false&status=draft', ['draft']], ['status=draft&paymentStatus=overdue', []],
        ['invoiceType=proforma', ['offer']], ['invoiceType=corrective', []],
        ['invoiceType=proforma,corrective', ['offer']], [`contactId=${contactId(1)}`, ['draft', 'today']],
        [`contactId=${contactId(1).toUpperCase()}&status=draft`, ['draft']], [`contactId=${contactId(2)}`, []],
        ['currency=EUR', ['today']], ['currency=EUR,JPY', ['offer', 'today']],
        ['fromDate=2026-11-04', ['cancelled', 'credited', 'draft', 'offer', 'paid late']],
        ['toDate=2026-11-02', ['today', 'yesterday']],
        ['fromDate=2026-11-03&toDate=2026-11-03', ['sent late']], ['fromDate=2026-11-04&toDate=2026-11-03', []],
        ['dueFrom=2026-11-22', ['today', 'yesterday']], ['dueTo=2026-11-09', ['draft']],
        ['dueFrom=2026-11-23&dueTo=2026-11-23', ['today']], ['minAmount=100.01&maxAmount=200', ['sent late', 'today']],
        ['minAmount=300', ['credited', 'paid late']], ['maxAmount=10', ['draft']], ['minAmount=0&maxAmount=9.9999', []],
        ['number=FV/2026/11/0001', ['yesterday']], ['number=FV%2F2026%2F11%2F0001', ['yesterday']],
        ['number=FV/2026/11/000', []], ['number=PF/2026/11/0001', ['offer']],
        ['orderNumber=PO-2026/118', ['yesterday']], ['orderNumber=PO-2026/11', []], ['orderNumber=po-2026/118', []],
        ['search=po-2026', ['yesterday']],
        ['search=fv/2026/11/0002', ['today']], ['search=YESTER', ['yesterday']], ['search=123456', ['yesterday']],
        ['search=we%C5%82ny', ['draft']], ['search=WE%C5%81NY', ['draft']], ['search=%25', ['draft']],
        ['search=100%25', ['draft']], ['search=_', ['paid late']], ['search=a_b', ['paid late']],
        ['search=%5C', ['cancelled']],
        ['search=late&status=sent', ['sent late']], ["search='%3B%20DROP%20TABLE%20invoice%3B--", []]
    ])('%s finds %j', async (query, expected) => {
        expect(await list.names(query)).toEqual([...expected].sort());
    });

    test.each([
        ['limit=0', 'limit'], ['limit=501', 'limit'], ['limit=1.5', 'limit'], ['limit=x', 'limit'],
        ['limit=1&limit=2', 'limit'], ['page=0', 'page'], ['page=-1', 'page'], ['page=x', 'page'],
        ['sortBy=id', 'sortBy'], ['sortBy=createdAt,dueDate', 'sortBy'], ['sortOrder=up', 'sortOrder'],
        ['status=open', 'status[0]'],
        ['currency=,', 'currency'],
        ['status=draft,', 'status[1]'], ['status[]=draft&status[]=x', 'status[1]'],
        ['paymentStatus=draft', 'paymentStatus[0]'], ['invoiceType=bill', 'invoiceType[0]'],
        ['currency=pln', 'currency[0]'], ['contactId=1', 'contactId'], ['fromDate=2026-02-30', 'fromDate'],
        ['toDate=23.11.2026', 'toDate'], ['dueFrom=x', 'dueFrom'], ['dueTo=2026-13-01', 'dueTo'],
        ['minAmount=-1', 'minAmount'], ['minAmount=1e5', 'minAmount'], ['maxAmount=12%2C5', 'maxAmount'],
        ['maxAmount=x', 'maxAmount'],
        ['overdueOnly=yes', 'overdueOnly'], [`search=${'x'.repeat(101)}`, 'search'],
        ['search=a&search=b', 'search'],
        [`orderNumber=${'x'.repeat(257)}`, 'orderNumber'], ['q=x', 'q'], ['q=', 'q'],
        ['customerName=x', 'customerName'],
        ['offset=10', 'offset'], ['__proto__=x', '__proto__'], ['constructor=x', 'constructor'],
        ['search=%00', 'search'], ['status[a]=draft', 'status[a]']
    ])('%s is 400 naming %s', async (query, path) => {
        for (const url of ['/invoices', `/invoices/customer/${contactId(1)}`]) {
            const { status, body } = await list.get(`${url}?${query}`);

            expect([status, body.code, body.errors[0]?.path]).toEqual([400, 'VALIDATION_FAILED', path]);
            expect(body.message.startsWith(path)).toBe(true);
        }
    });

    test('contactId is no parameter of a customer list: the path names the customer', async () => {
        const { status, body } = await list.get(`/invoices/customer/${contactId(1)}?contactId=${contactId(2)}`);

        expect([status, body.errors[0].path]).toEqual([400, 'contactId']);
    });

    test('overdue is told row by row', async () => {
        const { body } = await list.get('/invoices?limit=100');

        const overdue = body.data.filter((row: { overdue: boolean }) => row.overdue)
            .map(({ customerName }: Shown) => customerName);
        expect(overdue.sort()).toEqual(['sent late', 'yesterday']);
    });

    test('rows are told without items, breakdown and seller', async () => {
        const { body: { data: [row] } } = await list.get('/invoices?search=today');

        expect(row).toMatchObject({
            invoiceNumber: 'FV/2026/11/0002', totalGross: '100.01', balance: '100.01', currency: 'EUR'
        });
        expect([row.items, row.vatBreakdown, row.seller]).toEqual([undefined, undefined, undefined]);
    });
});

describe('pages', () => {
    const rows = 45;
    let list: Awaited<ReturnType<typeof givenOrganisation>>;
    beforeAll(async () => {
        list = await givenOrganisation('pages');
        // Equal amounts, equal instants, equal dates and empty ones: only ids order such rows.
        await Promise.all(Array.from({ length: rows }, (_, index) => givenInvoice('pages', {
            customer_name: `row ${index}`, total_gross: `${index % 4}.${index % 2}`,
            created_at: `2026-11-${10 + index % 5}T10:00:00.${index % 3}00Z`,
            ...(index % 3 === 0 ? {} : { due_date: `2026-12-0${1 + index % 4}` }),
            ...(index % 2 === 0 ? {} : {
                number: `FV/2026/${9 + index % 4}/${index}`, series_id: `vat_invoice-2026-${9 + index % 4}`,
                series_number: index * 7, issue_date: `2026-10-0${1 + index % 3}`
            })
        })));
    });

    const orders = sortKeys.flatMap((sortBy) =>
        (['asc', 'desc'] as const).map((sortOrder) => [sortBy, sortOrder] as const));
    const order = (sortBy: string, sortOrder: string) => `sortBy=${sortBy}&sortOrder=${sortOrder}`;

    async function walk(
        query: string, between: (page: number) => Promise<unknown> = async () => undefined
    ): Promise<string[]> {
        const seen: string[] = [];
        let cursor: string | null = null;
        for (let page = 0; page === 0 || cursor !== null; page += 1) {
            const { status, body, text } = await list.get(
                `/invoices?${query}${cursor === null ? '' : `&cursor=${cursor}`}`);
            if (status !== 200 || page > 100) throw new Error(text);
            seen.push(...body.data.map(({ id }: Shown) => id));
            cursor = body.nextCursor;
            await between(page);
        }
        return seen;
    }

    test.each(orders)('by %s %s visit every row exactly once, in the order of the whole list',
        async (sortBy, sortOrder) => {
            const { body: whole } = await list.get(`/invoices?${order(sortBy, sortOrder)}&limit=100`);

            const seen = await walk(`${order(sortBy, sortOrder)}&limit=7`);

            expect(whole.nextCursor).toBeNull();
            expect(seen).toEqual(whole.data.map(({ id }: Shown) => id));
            expect(new Set(seen).size).toBe(rows);
        });

    test.each(orders)('by %s %s go on while rows are added before and behind', async (sortBy, sortOrder) => {
        const { body: whole } = await list.get(`/invoices?${order(sortBy, sortOrder)}&limit=100`);
        const added: unknown[] = [];

        const seen = await walk(`${order(sortBy, sortOrder)}&limit=10`, async (page) => {
            if (page < 4) {
                added.push(
                    await givenInvoice(
                        'pages', { total_gross: '0', created_at: '2020-01-01T00:00:00Z', due_date: '2020-01-01' }),
                    await givenInvoice('pages', { total_gross: '9000', created_at: '2030-01-01T00:00:00Z' })
                );
            }
        });
        await service.dependencies.database.pool.query('DELETE FROM invoice WHERE id = ANY($1::uuid[])', [added]);

        expect(seen.filter((id) => !added.includes(id))).toEqual(whole.data.map(({ id }: Shown) => id));
        expect(new Set(seen).size).toBe(seen.length);
    });

    test.each([
        ['issueDate', ({ issueDate }: StoredRow) => issueDate ?? '9999'],
        ['dueDate', ({ dueDate }: StoredRow) => dueDate ?? '9999'],
        ['totalGross', ({ totalGross }: StoredRow) => totalGross],
        ['createdAt', ({ createdAt }: StoredRow) => createdAt]
    ] as const)('by %s are in the order of that field, empty ones last in ascending order', async (sortBy, valueOf) => {
        const { body: { data } } = await list.get(`/invoices?${order(sortBy, 'asc')}&limit=100`);
        const { body: { data: falling } } = await list.get(`/invoices?${order(sortBy, 'desc')}&limit=100`);

        const values = data.map(valueOf);
        expect(values).toEqual([...values].sort());
        expect(falling).toEqual(data.toReversed());
    });

    test('by invoiceNumber are in the order of series and counter', async () => {
        const { body: { data } } = await list.get('/invoices?sortBy=invoiceNumber&sortOrder=asc&limit=100');

        const numbers = data.map(({ invoiceNumber }: StoredRow) => invoiceNumber)
            .filter((number: unknown) => number !== null);
        // 9 is written with one digit here, so its series sorts behind 10, 11 and 12 as text; within a series the
        // counter decides, 7 before 63.
        const counters = Map.groupBy(numbers as string[], (number) => number.split('/')[2]);
        expect([...counters.values()].every((group) => group.every(
            (number, place) => place === 0 || Number(number.split('/')[3]) > Number(group[place - 1]?.split('/')[3]))))
            .toBe(true);
        expect(data.slice(numbers.length).every(({ invoiceNumber }: StoredRow) => invoiceNumber === null)).toBe(true);
    });

    test('are of 20 rows, the newest first, when nothing is said', async () => {
        const { body } = await list.get('/invoices');

        expect([body.limit, body.data.length, typeof body.nextCursor]).toEqual([20, 20, 'string']);
        const instants = body.data.map(({ createdAt }: StoredRow) => createdAt);
        expect(instants).toEqual([...instants].sort().toReversed());
        expect({ ...body, data: [], nextCursor: '' }).toEqual({
            data: [], limit: 20, nextCursor: '', total: rows, totalIsMore: false, page: 1, totalPages: 3
        });
    });

    test.each([
        [1, 20, 20], [2, 20, 20], [3, 20, 5], [4, 20, 0], [1, 45, 45], [101, 100, 0], [10_001, 1, 0]
    ])('by number: page %i of %i rows has %i', async (page, limit, length) => {
        const { status, body } = await list.get(`/invoices?page=${page}&limit=${limit}`);

        expect(status).toBe(200);
        expect(body)
            .toEqual({
                data: expect.any(Array), total: rows, totalIsMore: false, page, limit,
                totalPages: Math.ceil(rows / limit)
            });
        expect(body.data).toHaveLength(length);
    });

    test('by number count what the filters leave', async () => {
        const { body } = await list.get('/invoices?page=1&limit=5&status=issued');

        expect([body.total, body.totalPages]).toEqual([22, 5]);
    });

    test('by number of an empty list are none', async () => {
        const { body } = await list.get('/invoices?page=1&search=nobody');

        expect(body).toEqual({ data: [], total: 0, totalIsMore: false, page: 1, limit: 20, totalPages: 0 });
    });

    test.each([
        'page=102&limit=100', 'page=5002&limit=2', 'page=10001&limit=2', 'page=10002&limit=1'
    ])('%s reach too deep: 400', async (query) => {
        const { status, body } = await list.get(`/invoices?${query}`);

        expect([status, body.errors[0].path]).toEqual([400, 'page']);
    });

    describe('with a cursor', () => {
        const written = (parts: unknown) => Buffer.from(typeof parts === 'string' ? parts : JSON.stringify(parts))
            .toString('base64url');
        const id = '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5a';

        test('and a page are 400', async () => {
            const { body: { nextCursor } } = await list.get('/invoices');

            const { status, body } = await list.get(`/invoices?cursor=${nextCursor}&page=1`);

            expect([status, body.errors[0].path]).toEqual([400, 'cursor']);
        });

        test.each(orders)('of the order %s %s are 400 in every other order', async (sortBy, sortOrder) => {
            const { body: { nextCursor } } = await list.get(`/invoices?${order(sortBy, sortOrder)}`);

            const others = await Promise.all(
                orders.filter(([key, direction]) => key !== sortBy || direction !== sortOrder)
                .map(([key, direction]) => list.get(`/invoices?${order(key, direction)}&cursor=${nextCursor}`)));

            expect(others.map(({ status, body }) => [status, body.errors[0].path]))
                .toEqual(Array(others.length).fill([400, 'cursor']));
        });

        const good: Readonly<Record<SortKey, string>> = {
            issueDate: '2026-11-23', dueDate: 'infinity', invoiceNumber: '~', customerName: 'zolta łódź',
            totalGross: '12.5', createdAt: '2026-11-23T10:15:00.000Z'
        };
        const bad: Readonly<Record<SortKey, readonly unknown[]>> = {
            issueDate: ['2026-02-30', '0000-01-01', '-infinity', 'now', '', '2026-11-23T00:00:00Z', 20261123, null],
            dueDate: ['99999-01-01', '0000-12-31', 'tomorrow', "'", '0000-00-00'],
            invoiceNumber: ['', '\u0000', 'ł', 'x'.repeat(101), 7, ['~']],
            customerName: ['x'.repeat(101), 7, null],
            totalGross: ['NaN', '1e5', 'Infinity', '12,5', '', 12.5, '1'.repeat(400)],
            createdAt: [
                'infinity', '0000-01-01T00:00:00.000Z', 'now', '2026-11-23', '2026-11-23T25:00:00.000Z',
                '2026-02-30T10:00:00.000Z', '2026-11-23T10:15:00.000+01:00'
            ]
        };

        test.each(sortKeys)('made by hand with a good value of %s are taken', async (sortBy) => {
            expect((
                await list.get(`/invoices?sortBy=${sortBy}&cursor=${written([sortBy, 'desc', good[sortBy], id])}`)
            ).status).toBe(200);
        });

        test.each([
            ...sortKeys.flatMap((sortBy) =>
                bad[sortBy].map((value) => [sortBy, written([sortBy, 'desc', value, id])] as const)),
            ...[
                'x', '!!!!', '%00', "'", written('not json'), written('null'), written('7'), written('{}'),
                written([]), written(['createdAt']), written({ length: 4 }),
                written(['createdAt', 'desc', good.createdAt, 'x']),
                written(['createdAt', 'desc', good.createdAt, `${id}'`]),
                written(['createdAt', 'desc', good.createdAt, id.toUpperCase()]),
                written(['createdAt', 'desc', good.createdAt, null]), written(['createdAt', 'desc', good.createdAt]),
                written(['__proto__', 'desc', 'x', id]), written(['constructor', 'desc', 'x', id]),
                'A'.repeat(1_001), Buffer.from([0xff, 0xfe, 0x00]).toString('base64url')
            ].map((cursor) => ['createdAt', cursor] as const)
        ])('that are rubbish are 400 (%s: %s)', async (sortBy, cursor) => {
            const { status, body } = await list.get(`/invoices?sortBy=${sortBy}&cursor=${cursor}`);

            expect([status, body.code, body.errors[0].path]).toEqual([400, 'VALIDATION_FAILED', 'cursor']);
        });

        test('cut short or changed in any place are never 500', async () => {
            const { body: { nextCursor } } = await list.get('/invoices');
            const changed = Array.from({ length: nextCursor.length }, (_, place) => [
                nextCursor.slice(0, place), `${nextCursor.slice(0, place)}A${nextCursor.slice(place + 1)}`
            ]).flat().filter((cursor) => cursor !== '');

            const statuses = await Promise.all(
                changed.map(async (cursor) => (await list.get(`/invoices?cursor=${cursor}`)).status));

            expect(statuses.filter((status) => status !== 200 && status !== 400)).toEqual([]);
        });
    });
});

describe('a customer list', () => {
    test('has the balance in each currency, counting issued documents that are no offers', async () => {
        const list = await givenOrganisation('customers');
        const of = { contact_id: contactId(3) };
        const numbered = (number: number) => ({
            ...of, number: `FV/${number}`, series_id: 'vat_invoice-all', series_number: number, issue_date: '2026-11-01'
        });
        await givenInvoice('customers', { ...of, total_gross: '1000' });
        await givenInvoice('customers', { ...numbered(1), total_gross: '100.10' });
        await givenInvoice('customers', {
            ...numbered(2), status: 'sent', total_gross: '200', paid_amount: '50.05', credited_amount: '20',
            payment_status: 'partial'
        });
        await givenInvoice('customers', { ...numbered(3), currency: 'JPY', total_gross: '350' });
        await givenInvoice('customers', { ...numbered(4), invoice_type: 'proforma', total_gross: '7000' });
        await givenInvoice('customers',
            { ...numbered(5), status: 'cancelled', annulled_at: '2026-11-23T10:15:00.000Z', total_gross: '9000' });
        await givenInvoice('customers', { ...numbered(6), contact_id: contactId(4), total_gross: '5000' });

        const { status, body } = await list.get(`/invoices/customer/${contactId(3)}?sortBy=totalGross&sortOrder=asc`);

        expect(status).toBe(200);
        expect(body).toMatchObject({
            contactId: contactId(3), balance: '230.05', nextCursor: null, balances: [
                { currency: 'JPY', totalGross: '350', paidAmount: '0', balance: '350' },
                { currency: 'PLN', totalGross: '300.10', paidAmount: '50.05', balance: '230.05' }
            ]
        });
        expect(body.data.map(({ totalGross }: { totalGross: string }) => totalGross))
            .toEqual(['100.10', '200.00', '350', '1000.00', '7000.00', '9000.00']);
    });

    test('pages by number and by cursor with the same balance', async () => {
        const list = await givenOrganisation('customer-pages');
        await Promise.all([1, 2, 3].map((number) => givenInvoice('customer-pages', {
            contact_id: contactId(3), number: `FV/${number}`, series_id: 'vat_invoice-all', series_number: number,
            issue_date: '2026-11-01', total_gross: '10'
        })));

        const { body: first } = await list.get(`/invoices/customer/${contactId(3)}?limit=2`);
        const { body: second } = await list.get(
            `/invoices/customer/${contactId(3)}?limit=2&cursor=${first.nextCursor}`);
        const { body: beyond } = await list.get(`/invoices/customer/${contactId(3)}?limit=2&page=9`);

        expect([first.data.length, second.data.length, second.nextCursor]).toEqual([2, 1, null]);
        expect([first.balance, second.balance, beyond.balance]).toEqual(['30.00', '30.00', '30.00']);
        expect(beyond).toMatchObject({ data: [], total: 3, page: 9, totalPages: 2 });
    });

    test('of a customer without invoices is empty, with a balance of zero', async () => {
        const list = await givenOrganisation('no-customers');

        const { status, body } = await list.get(`/invoices/customer/${contactId(5)}`);

        expect([status, body]).toEqual([
            200, {
                data: [], limit: 500, nextCursor: null, total: 0, totalIsMore: false, page: 1, totalPages: 0,
                contactId: contactId(5), balance: '0.00', balances: []
            }
        ]);
    });

    test('of an organisation that was never used is empty', async () => {
        const { status, body } = await service.call(
            'GET', `/invoices/customer/${contactId(5)}`, { token: await givenToken({ org: 'never-used', exp }) });

        expect([status, body.balance]).toEqual([200, '0.00']);
    });

    test('of an id that is none is 400', async () => {
        const list = await givenOrganisation('no-customers');

        expect((await list.get('/invoices/customer/anna')).status).toBe(400);
    });
});
