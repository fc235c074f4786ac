import { decimalsOf } from '../../foundation/money/currencies.ts';
import { formatMinor } from '../../foundation/money/decimal.ts';
import type { Settlement } from './settlement.ts';

/**
 * Stores settlements and their entries, and moves the customers' credits. Follows `gate` of `issued-changes.sql.ts`.
 * A customer whose credit is given and used at once gets a row of 0 too, which the triggers expect beside the entries.
 * A credit that would become negative fails on `customer_credit_amount_check`; a second reversal on
 * `settlement_reverses_id_key`.
 * @param settlements - Parameter of `settlementValues`
 * @param entries - Parameter of `entryValues`
 */
export function settling(settlements: string, entries: string): string {
    const sums = `SELECT e.customer_id, e.currency, SUM(e.amount) AS amount
        FROM jsonb_populate_recordset(NULL::invoices.settlement_entry, ${entries}::jsonb) e, gate
        WHERE e.account = 'credit' GROUP BY 1, 2`;
    return `settled AS (INSERT INTO invoices.settlement SELECT s.*
        FROM jsonb_populate_recordset(NULL::invoices.settlement, ${settlements}::jsonb) s, gate),
    entered AS (INSERT INTO invoices.settlement_entry SELECT e.*
    FROM jsonb_populate_recordset(NULL::invoices.settlement_entry, ${entries}::jsonb) e, gate),
    credits AS (${sums}),
    credit_given AS (
        INSERT INTO invoices.customer_credit AS c (organisation_id, customer_id, currency, amount)
        SELECT $1, customer_id, currency, amount FROM credits WHERE amount >= 0 ORDER BY customer_id, currency
        ON CONFLICT (organisation_id, customer_id, currency) DO UPDATE SET amount = c.amount + excluded.amount),
    credit_taken AS (
        UPDATE invoices.customer_credit c SET amount = c.amount + k.amount FROM credits k
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

/** Entries of settlements as {@link settling} reads them. */
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
