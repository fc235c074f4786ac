import { expect, test } from '@jest/globals';
import { onDatabase } from '../support/given-lock.ts';
import { givenDraft } from '../support/given-service.ts';
import { useService } from '../support/use-service.ts';

const service = useService();

test('the list without a filter is planned once a connection, not for each call', async () => {
    const { id } = await givenDraft(service);
    await onDatabase(service.databaseUrl, `INSERT INTO invoice SELECT r.* FROM invoice i CROSS JOIN generate_series(1, 3000) n
        CROSS JOIN LATERAL jsonb_populate_record(i, jsonb_build_object('id', uuidv7(), 'created_at', i.created_at - n * interval '1 minute')) r
        WHERE i.id = $1`, [id]);
    await onDatabase(service.databaseUrl, 'ANALYZE invoice');

    // The first five runs of a statement are planned for their values; then PostgreSQL decides.
    for (let call = 0; call < 8; call += 1) {
        expect((await service.call('GET', '/invoices?limit=20')).body.data).toHaveLength(20);
    }
    const planned = await service.services.database.query({ name: 'planned', text: `SELECT custom_plans::int, generic_plans::int
        FROM pg_prepared_statements WHERE name LIKE 'list%'` }, []);

    expect(planned).toEqual([{ custom_plans: 5, generic_plans: 3 }]);
});
