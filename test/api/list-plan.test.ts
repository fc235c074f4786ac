import { expect, test } from '@jest/globals';
import type { ListQuery } from '../../app/features/invoice-list/list-query.ts';
import { conditionsOf, orderOf, parameters } from '../../app/features/invoice-list/list.sql.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenDraft } from '../support/given-service.ts';
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
