import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ListQuery } from '../../app/features/invoice-list/list-query.ts';
import { linesLookedUp } from '../../app/features/invoice-list/line-search.sql.ts';
import { parameters } from '../../app/platform/database/parameters.ts';
import { conditionsOf, orderOf } from '../../app/features/invoice-list/list.sql.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenDraft, givenItem } from '../support/given-service.ts';
import { useService } from '../support/use-service.ts';

const service = useService();

test('the list without a filter is planned once a connection, not for each call', async () => {
    const { id } = await givenDraft(service);
    await onDatabase(service.databaseUrl, `INSERT INTO invoice SELECT r.* FROM invoice i
        CROSS JOIN generate_series(1, 3000) n
        CROSS JOIN LATERAL jsonb_populate_record(i,
            jsonb_build_object('id', uuidv7(), 'created_at', i.created_at - n * interval '1 minute')) r
        WHERE i.id = $1`, [id]);
    await onDatabase(service.databaseUrl, 'ANALYZE invoice');

    // PostgreSQL plans the first five runs of a statement for their values; then it decides on a plan.
    for (let call = 0; call < 8; call += 1) {
        expect((await service.call('GET', '/invoices?limit=20')).body.data).toHaveLength(20);
    }
    const planned = await service.dependencies.database.query({ name: 'planned', text: `SELECT custom_plans::int,
        generic_plans::int
        FROM pg_prepared_statements WHERE name LIKE 'list%'` }, []);

    expect(planned).toEqual([{ custom_plans: 5, generic_plans: 3 }]);
});

test('an order number is found by its index', async () => {
    const { id } = await givenDraft(service, { orderNumber: 'PO-1' });
    await onDatabase(service.databaseUrl, `INSERT INTO invoice SELECT r.*
        FROM invoice i CROSS JOIN generate_series(1, 3000) n
        CROSS JOIN LATERAL jsonb_populate_record(i, jsonb_build_object(
            'id', uuidv7(), 'order_number', CASE n % 10 WHEN 0 THEN 'PO-' || n END)) r
        WHERE i.id = $1`, [id]);
    await onDatabase(service.databaseUrl, 'ANALYZE invoice');
    const values = parameters();
    const query: ListQuery = { orderNumber: 'PO-100', sortBy: 'createdAt', sortOrder: 'desc', limit: 20 };
    const condition = conditionsOf(query, 'default', { today: '2026-11-23', timeZone: 'Europe/Warsaw' }, values);

    const plan = await onDatabase<{ 'QUERY PLAN': string }>(service.databaseUrl,
        `EXPLAIN SELECT i.id FROM invoice i WHERE ${condition} ORDER BY ${orderOf(query)} LIMIT 21`, values.values);

    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('invoice_order_number_idx');
    expect((await service.call('GET', '/invoices?orderNumber=PO-100')).body.data).toHaveLength(1);
});

describe('of 9 000 lines', () => {
    beforeAll(async () => {
        const { id } = await givenDraft(service, { items: [givenItem({ description: 'Listwa' })] });
        await onDatabase(service.databaseUrl, `INSERT INTO invoice SELECT r.*
            FROM invoice i CROSS JOIN generate_series(1, 9000) n CROSS JOIN LATERAL jsonb_populate_record(
                i, jsonb_build_object('id', uuidv7(), 'customer_name', 'Klient ' || n)) r
            WHERE i.id = $1`, [id]);
        await onDatabase(service.databaseUrl, `INSERT INTO invoice_line SELECT r.* FROM invoice i
            CROSS JOIN invoice_line l CROSS JOIN LATERAL jsonb_populate_record(l, jsonb_build_object(
                'id', uuidv7(), 'invoice_id', i.id,
                'description', CASE WHEN i.customer_name LIKE '%777' THEN 'Rzadka deska' ELSE 'Panel' END)) r
            WHERE l.invoice_id = $1 AND i.customer_name LIKE 'Klient%'`, [id]);
        await onDatabase(service.databaseUrl, 'ANALYZE');
    });

    const planOf = async (query: ListQuery): Promise<string> => {
        const values = parameters();
        const condition = conditionsOf(query, 'default', { today: '2026-11-23', timeZone: 'Europe/Warsaw' }, values);
        const lookedUp = linesLookedUp(query.search, values);
        const plan = await onDatabase<{ 'QUERY PLAN': string }>(service.databaseUrl, `EXPLAIN ${lookedUp}SELECT i.id
            FROM invoice i WHERE ${condition} ORDER BY ${orderOf(query)} LIMIT 21`, values.values);
        return plan.map((row) => row['QUERY PLAN']).join('\n');
    };

    test('a word is found by the index of words, once, and its documents are hashed', async () => {
        const plan = await planOf({ search: 'rzadka', sortBy: 'createdAt', sortOrder: 'desc', limit: 20 });

        expect(plan).toContain('Bitmap Index Scan on invoice_line_words_idx');
        expect(plan).toContain('hashed SubPlan');
        expect((await service.call('GET', '/invoices?search=rzadka')).body).toMatchObject({ total: 9 });
    });

    test('a page by customer name is read from its index, without a sort', async () => {
        const plan = await planOf({ sortBy: 'customerName', sortOrder: 'asc', limit: 20 });

        expect(plan).toContain('invoice_organisation_id_customer_name_order_idx');
        expect(plan).not.toContain('Sort');
    });
});
