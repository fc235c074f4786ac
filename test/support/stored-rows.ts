import type { GivenServer } from './given-server.ts';

/**
 * Number of rows in each table, and of changes of invoices and organisations: two equal answers mean that nothing was
 * stored between them.
 */
export async function storedRows(
    { dependencies: { database } }: Pick<GivenServer, 'dependencies'>
): Promise<Readonly<Record<string, string>>> {
    const counts = ['organisation', 'invoice', 'invoice_line', 'numbering_series', 'audit_entry',
        'outbox_event', 'idempotency_key',
        'settlement', 'settlement_entry', 'customer_credit', 'invoice_delivery', 'webhook_endpoint', 'webhook_delivery',
        'webhook_allowance', 'bulk_job', 'bulk_job_row', 'page_link', 'page_view']
        .map((table) => `(SELECT COUNT(*)::text FROM ${table}) AS ${table}`);
    const versions = ['organisation', 'invoice'].map((table) =>
        `(SELECT SUM(version)::text FROM ${table}) AS ${table}_versions`);
    const { rows: [row] } = await database.pool.query<Record<string, string>>(
        `SELECT ${[...counts, ...versions].join(', ')}`);
    if (row === undefined) {
        throw new Error('the database counted nothing');
    }
    return row;
}
