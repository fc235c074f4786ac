import type { Database, Statement } from '../../platform/database/database.ts';

const select: Statement = {
    name: 'has_records_of_customer',
    text: `SELECT EXISTS (SELECT FROM invoices.invoice WHERE organisation_id = $1 AND contact_id = $2::uuid)
        OR EXISTS (SELECT FROM invoices.settlement WHERE organisation_id = $1 AND customer_id = $2::uuid) AS found`
};

/** True when the organisation has a document of the contact, a draft too, or a settlement, of any day and currency. */
export async function hasRecordsOf(
    { query }: Pick<Database, 'query'>, organisationId: string, contactId: string
): Promise<boolean> {
    const [row] = await query<{ readonly found: boolean }>(select, [organisationId, contactId]);
    return row?.found === true;
}
