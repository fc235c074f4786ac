import { mayWrite } from '../../platform/commands/write-parts.sql.ts';
import { invoiceColumns } from './invoice.columns.ts';
import { changedAt } from './stored-columns.ts';

/**
 * The parts of a statement that moves issued invoices on in their life: what may still change of them. The settlements
 * behind it are `settlement.sql.ts`'s. Each part writes all of its rows or, when an invoice was changed meanwhile, none.
 */

/** What may change of an issued invoice; a trigger refuses the rest. */
const living = changedAt(invoiceColumns, 'life');

/**
 * `gate` has one row when every invoice of `parameter` (rows of `invoiceValues`, one version on) is still in the version that was read, and
 * the request may write; else none. The invoices are locked in the order of their ids, so that two such statements never wait for
 * each other in a circle.
 * @param name - Of the CTE with the one row, for a statement that has another condition to add and calls the whole of both `gate`.
 */
export function gate(parameter: string, name = 'gate'): string {
    return `wanted AS (SELECT * FROM jsonb_populate_recordset(NULL::invoice, ${parameter}::jsonb)),
    locked AS (
        SELECT i.id FROM invoice i JOIN wanted w ON w.id = i.id
        WHERE i.organisation_id = $1 AND i.version = w.version - 1 AND i.number IS NOT NULL ORDER BY i.id FOR UPDATE OF i),
    ${name} AS (SELECT 1 WHERE ${mayWrite} AND (SELECT COUNT(*) FROM locked) = (SELECT COUNT(*) FROM wanted))`;
}

/** Moves the invoices of `wanted`. Follows {@link gate}. */
export const moving = `moved AS (
    UPDATE invoice i SET ${living.map((column) => `${column} = w.${column}`).join(', ')}
    FROM wanted w, gate WHERE i.organisation_id = $1 AND i.id = w.id RETURNING i.id)`;
