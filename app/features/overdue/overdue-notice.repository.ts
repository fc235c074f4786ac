import type { Database, Statement } from '../../platform/database/database.ts';
import { eventValues, type OutgoingEvent } from '../../domain/events/event.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { invoiceColumn, toInvoice, type InvoiceRow } from '../../domain/invoices/invoice.rows.ts';

/** Due date of the oldest part of invoice `i` that is not paid, worded like the index. */
const dueDate = 'COALESCE(i.open_due_date, i.due_date)';

/**
 * Condition of `isOverdue` in SQL, worded like the index of the invoices that may become overdue. @param today - Date,
 * as SQL
 */
const overdue = (today: string): string =>
    `i.status IN ('issued', 'sent') AND i.invoice_type <> 'proforma'
        AND i.total_gross > i.paid_amount + i.credited_amount AND ${dueDate} < ${today}`;

const selectUnnoticed: Statement = {
    name: 'select_unnoticed_overdue',
    text: `SELECT ${invoiceColumn} FROM invoices.invoice i WHERE ${overdue('$1::date')}
            AND NOT EXISTS (
                SELECT FROM invoices.overdue_notice n WHERE n.invoice_id = i.id AND n.due_date = ${dueDate})
        ORDER BY ${dueDate}, i.id LIMIT $2::int`
};

/**
 * Finds overdue invoices of all organisations that no event has reported yet, the earliest due date first.
 * @param today - Calendar date, `YYYY-MM-DD`
 */
export async function findUnnoticedOverdue(
    { query }: Database, today: string, max: number
): Promise<readonly Invoice[]> {
    const rows = await query<{ readonly invoice: InvoiceRow }>(selectUnnoticed, [today, max]);
    return rows.map(({ invoice }) => toInvoice(invoice));
}

/**
 * Stores mark and event in one statement. An invoice that is being changed, or was changed since it was read, is
 * skipped, because its event would be out of date; a later run finds it again. When two workers run at once, one stores
 * the mark and the other no event.
 */
const storeNotices: Statement = {
    name: 'store_overdue_notices',
    text: `WITH given AS (
            SELECT e.*, version FROM jsonb_to_recordset($1::jsonb) AS e(id uuid, invoice_id uuid, type text,
                payload jsonb, created_at timestamptz)
            JOIN jsonb_to_recordset($2::jsonb) AS v("invoiceId" uuid, version int) ON "invoiceId" = invoice_id),
        unchanged AS (
            SELECT g.*, i.organisation_id, ${dueDate} AS due_date FROM given g
            JOIN invoices.invoice i ON i.id = g.invoice_id AND i.version = g.version
            WHERE ${overdue('$3::date')} FOR NO KEY UPDATE OF i SKIP LOCKED),
        noticed AS (
            INSERT INTO invoices.overdue_notice (organisation_id, invoice_id, due_date, noticed_at)
            SELECT organisation_id, invoice_id, due_date, created_at
                FROM unchanged ON CONFLICT DO NOTHING RETURNING invoice_id),
        event AS (
            INSERT INTO invoices.outbox_event (id, organisation_id, invoice_id, type, payload, created_at)
            SELECT u.id, u.organisation_id, u.invoice_id, u.type, u.payload, u.created_at
            FROM unchanged u JOIN noticed n ON n.invoice_id = u.invoice_id ORDER BY u.id)
        SELECT count(*)::int AS count FROM noticed`
};

/** An overdue invoice in the version that was read, and the event that reports it. */
export type OverdueNotice = { readonly invoiceId: string; readonly version: number; readonly event: OutgoingEvent };

/**
 * Marks invoices as reported overdue, and stores the event of each.
 * @returns Number of marked invoices; fewer than given when some changed meanwhile or were marked by another worker.
 */
export async function saveOverdueNotices(
    { query }: Database, notices: readonly OverdueNotice[], today: string
): Promise<number> {
    const versions = notices.map(({ invoiceId, version }) => ({ invoiceId, version }));
    const [row] = await query<{ count: number }>(
        storeNotices, [eventValues(notices.map(({ event }) => event)), JSON.stringify(versions), today]);
    return row?.count ?? 0;
}
