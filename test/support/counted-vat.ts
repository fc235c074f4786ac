import { onDatabase } from './given-lock.ts';

/** The VAT rows of a document as they count: `rate: net + vat on tax point, counted on a day`, or `awaiting`. */
export async function countedVat(databaseUrl: string, id: string): Promise<readonly string[]> {
    const rows = await onDatabase<{ row: string }>(databaseUrl, `
        SELECT vat_category || trim_scale(vat_rate)::text || ': ' || net::numeric(19, 2)::text || ' + '
            || vat::numeric(19, 2)::text || ' on ' || tax_point || ', counted '
            || COALESCE('on ' || counted_on, 'not yet') AS row
        FROM invoice_vat WHERE invoice_id = $1 ORDER BY tax_point, vat_category, vat_rate DESC`, [id]);
    return rows.map(({ row }) => row);
}
