import type { Database, Statement } from '../../platform/database/database.ts';
import { lineArray, toLine, type LineRow } from '../../domain/invoices/invoice.rows.ts';
import type { Invoice, InvoiceLine } from '../../domain/invoices/invoice.ts';

const selectCorrections: Statement = {
    name: 'select_corrections',
    text: `SELECT DISTINCT ON (l.corrects_line_id) ${lineArray} AS line
        FROM invoices.invoice c JOIN invoices.invoice_line l ON l.invoice_id = c.id
        WHERE c.organisation_id = $1 AND c.corrects_id = $2::uuid AND l.correction_part = 'after'
        ORDER BY l.corrects_line_id, c.correction_number DESC`
};

/**
 * Reads the lines of an invoice's correctives: for each corrected line, its last state. Call it after the invoice was
 * read: a corrective stored between the two reads changes the invoice's version, so the write of a caller that missed
 * it is refused.
 */
export async function readCorrections(
    { query }: Database, { organisationId, id, currency, correctives }: Invoice
): Promise<readonly InvoiceLine[]> {
    if (correctives.length === 0) {
        return [];
    }
    const rows = await query<{ readonly line: LineRow }>(selectCorrections, [organisationId, id]);
    return rows.map(({ line }) => toLine(line, currency));
}
