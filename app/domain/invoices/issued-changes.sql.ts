import { mayWrite } from '../../platform/commands/write-parts.sql.ts';
import { invoiceColumns } from './invoice.columns.ts';
import { changedAt } from './stored-columns.ts';

/**
 * Parts of a statement that stores a transition of issued invoices: the columns that may still change. The settlements
 * behind it are in `settlement.sql.ts`. Each part writes all of its rows or, when an invoice was changed meanwhile,
 * none.
 */

/** The columns of an issued invoice that may change; a trigger refuses the rest. */
const living = changedAt(invoiceColumns, 'life');

/**
 * `gate` has one row when every invoice of `parameter` (rows of `invoiceValues`, one version on) still has the version
 * that was read, and the request may write; else none. The invoices are locked in the order of their ids, so that two
 * such statements never deadlock with each other.
 * @param name - Name of the CTE with the one row, for a statement that adds another condition and names the whole of
 *     both `gate`.
 */
export function gate(parameter: string, name = 'gate'): string {
    return `wanted AS (SELECT * FROM jsonb_populate_recordset(NULL::invoices.invoice, ${parameter}::jsonb)),
    locked AS (
        SELECT i.id FROM invoices.invoice i JOIN wanted w ON w.id = i.id
        WHERE i.organisation_id = $1 AND i.version = w.version - 1 AND i.number IS NOT NULL
        ORDER BY i.id FOR UPDATE OF i),
    ${name} AS (SELECT 1 WHERE ${mayWrite} AND (SELECT COUNT(*) FROM locked) = (SELECT COUNT(*) FROM wanted))`;
}

/** Updates the invoices of `wanted`. Follows {@link gate}. */
export const moving = `moved AS (
    UPDATE invoices.invoice i SET ${living.map((column) => `${column} = w.${column}`).join(', ')}
    FROM wanted w, gate WHERE i.organisation_id = $1 AND i.id = w.id RETURNING i.id)`;
