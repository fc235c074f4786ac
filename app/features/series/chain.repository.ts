import type { Database, Statement } from '../../platform/database/database.ts';
import { invoiceColumn, type InvoiceRow } from '../../domain/invoices/invoice.rows.ts';

/** The end of a series' chain when it is read, and the hash that a continued check begins with. */
export type ChainEnd = {
    /** Counter of the first document. */
    readonly firstNumber: string;
    readonly lastNumber: string;
    /** Chain hash of the last document that has one. */
    readonly lastHash: string | null;
    /** Chain hash of the last document at or before the counter that a check goes on after. */
    readonly hashBefore: string | null;
};

/** One document of a series, to be checked. */
export type ChainedRow = {
    readonly counter: string;
    /** True when the columns that are only searched agree with the document. */
    readonly searchable: boolean;
    readonly invoice: InvoiceRow;
};

/** Number of documents read at once. With 500 lines each they are about 10 MB; a check holds two batches at most. */
export const documentsAtOnce = 50;

const chainEnd: Statement = {
    name: 'chain_end',
    text: `SELECT COALESCE(s.first_number, 1)::text AS "firstNumber", s.last_number::text AS "lastNumber",
            s.last_hash AS "lastHash",
            (SELECT i.chain_hash FROM invoices.invoice i WHERE i.organisation_id = $1 AND i.series_id = $2
            AND i.series_number <= $3::bigint AND i.chain_hash IS NOT NULL
                ORDER BY i.series_number DESC LIMIT 1) AS "hashBefore"
        FROM invoices.numbering_series s WHERE s.organisation_id = $1 AND s.id = $2`
};

const chainedDocuments: Statement = {
    name: 'chained_documents',
    text: `SELECT i.series_number::text AS counter,
            i.customer_name IS NOT DISTINCT FROM i.buyer->>'name'
            AND i.customer_nip IS NOT DISTINCT FROM COALESCE(i.buyer->>'nip', i.buyer->'taxId'->>'number')
                AS searchable, ${invoiceColumn}
        FROM invoices.invoice i WHERE i.organisation_id = $1 AND i.series_id = $2 AND i.series_number > $3::bigint
            AND i.series_number <= $4::bigint
        ORDER BY i.series_number LIMIT ${documentsAtOnce}`
};

/**
 * Reads the present end of a series' chain; undefined when there is no such series. @param after - Counter that a check
 * goes on after; 0 from the start
 */
export async function readChainEnd(
    { query }: Database, organisationId: string, seriesId: string, after: number
): Promise<ChainEnd | undefined> {
    const [row] = await query<ChainEnd>(chainEnd, [organisationId, seriesId, after]);
    return row;
}

/** Documents of a series after one counter and up to another, with their lines, in the order of their counters. */
export function readChainedDocuments(
    { query }: Database, organisationId: string, seriesId: string,
    { after, upTo }: { readonly after: bigint; readonly upTo: bigint }
): Promise<readonly ChainedRow[]> {
    return query<ChainedRow>(chainedDocuments, [organisationId, seriesId, after.toString(), upTo.toString()]);
}
