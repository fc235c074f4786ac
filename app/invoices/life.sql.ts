import { decimalsOf } from '../money/currencies.ts';
import { formatMinor } from '../money/decimal.ts';
import type { Settlement } from '../payments/settlement.ts';
import { mayWrite } from '../commands/write.ts';

/**
 * The parts of a statement that moves issued invoices on in their life: what may still change of them, and the settlements behind it.
 * Each part writes all of its rows or, when an invoice was changed meanwhile, none.
 */

/** What may change of an issued invoice; a trigger refuses the rest. */
const living = [
    'status', 'payment_status', 'paid_amount', 'credited_amount', 'version', 'updated_at', 'sent_at', 'cancelled_at', 'cancellation_date',
    'cancellation_reason', 'annulled_at'
];

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

/**
 * Stores settlements and their entries, and moves the customers' credits. Follows {@link gate}.
 * A credit that would become negative fails on `customer_credit_amount_check`; a second reversal on `settlement_reverses_id_key`.
 * @param settlements - Parameter of `settlementValues`
 * @param entries - Parameter of `entryValues`
 */
export function settling(settlements: string, entries: string): string {
    const sums = `SELECT e.customer_id, e.currency, SUM(e.amount) AS amount
        FROM jsonb_populate_recordset(NULL::settlement_entry, ${entries}::jsonb) e, gate WHERE e.account = 'credit' GROUP BY 1, 2`;
    return `settled AS (INSERT INTO settlement SELECT s.* FROM jsonb_populate_recordset(NULL::settlement, ${settlements}::jsonb) s, gate),
    entered AS (INSERT INTO settlement_entry SELECT e.* FROM jsonb_populate_recordset(NULL::settlement_entry, ${entries}::jsonb) e, gate),
    credits AS (${sums}),
    credit_given AS (
        INSERT INTO customer_credit AS c (organisation_id, customer_id, currency, amount)
        SELECT $1, customer_id, currency, amount FROM credits WHERE amount > 0 ORDER BY customer_id, currency
        ON CONFLICT (organisation_id, customer_id, currency) DO UPDATE SET amount = c.amount + excluded.amount),
    credit_taken AS (
        UPDATE customer_credit c SET amount = c.amount + k.amount FROM credits k
        WHERE k.amount < 0 AND c.organisation_id = $1 AND c.customer_id = k.customer_id AND c.currency = k.currency)`;
}

/** Settlements as {@link settling} reads them. */
export function settlementValues(settlements: readonly Settlement[]): string {
    return JSON.stringify(settlements.map((settlement) => ({
        id: settlement.id,
        organisation_id: settlement.organisationId,
        kind: settlement.kind,
        customer_id: settlement.customerId,
        contact_id: settlement.contactId,
        currency: settlement.currency,
        amount: formatMinor(settlement.amountMinor, decimalsOf(settlement.currency)),
        payment_method: settlement.method,
        settled_on: settlement.settledOn,
        reference: settlement.reference,
        notes: settlement.notes,
        reason: settlement.reason,
        reverses_id: settlement.reversesId,
        corrective_id: settlement.correctiveId,
        created_by: settlement.createdBy,
        created_at: settlement.createdAt
    })));
}

/** Their entries as {@link settling} reads them. */
export function entryValues(settlements: readonly Settlement[]): string {
    return JSON.stringify(settlements.flatMap(({ id, organisationId, currency, entries }) => entries.map((entry) => ({
        id: entry.id,
        settlement_id: id,
        organisation_id: organisationId,
        account: entry.account,
        invoice_id: entry.account === 'credit' ? null : entry.invoiceId,
        customer_id: entry.account === 'credit' ? entry.customerId : null,
        currency,
        amount: formatMinor(entry.amountMinor, decimalsOf(currency))
    }))));
}
