import pg from 'pg';

/** Number of ids that the reading scenarios choose from: enough that no page of the table is read again and again. */
const maxIds = 2_000;

const copyInvoices = `INSERT INTO invoices.invoice
    SELECT r.* FROM invoices.invoice i CROSS JOIN generate_series(2, $2::int) n
    CROSS JOIN LATERAL jsonb_populate_record(i, jsonb_build_object(
        'id', uuidv7(), 'number', 'FV/BENCH/' || n, 'series_number', n, 'customer_name', 'Klient ' || n,
        'created_at', i.created_at - n * interval '1 minute')) r
    WHERE i.id = $1::uuid`;
const copyLines = `INSERT INTO invoices.invoice_line SELECT r.* FROM invoices.invoice s
    JOIN invoices.invoice i ON i.organisation_id = s.organisation_id AND i.id <> s.id
    JOIN invoices.invoice_line l ON l.invoice_id = s.id
    CROSS JOIN LATERAL jsonb_populate_record(l, jsonb_build_object('id', uuidv7(), 'invoice_id', i.id)) r
    WHERE s.id = $1::uuid AND i.number LIKE 'FV/BENCH/%'`;

/**
 * Copies an issued invoice of five lines until its organisation has `count` invoices, by SQL.
 * @param sampleId - Invoice to copy. Columns are copied whole, in any schema.
 * @returns Ids to read, scattered over the table.
 */
export async function seedInvoices(url: string, sampleId: string, count: number): Promise<readonly string[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
        // Triggers rightly refuse new lines for an issued invoice, and would check 500 000 lines one by one.
        await client.query('SET session_replication_role = replica');
        await client.query(copyInvoices, [sampleId, count]);
        await client.query(copyLines, [sampleId]);
        await client.query('SET session_replication_role = origin');
        await client.query('VACUUM (ANALYZE)');
        await client.query('CHECKPOINT');
        const { rows } = await client.query<{ id: string }>(
            `SELECT id FROM invoices.invoice WHERE number LIKE 'FV/BENCH/%' ORDER BY md5(id::text) LIMIT ${maxIds}`);
        return rows.map(({ id }) => id);
    } finally {
        await client.end();
    }
}

/** One value of the database as text, for checks and for the description of the server. */
export async function ask(url: string, sql: string): Promise<string> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
        const { rows } = await client.query<{ answer: string }>(`SELECT (${sql})::text AS answer`);
        return rows[0]?.answer ?? '';
    } finally {
        await client.end();
    }
}
