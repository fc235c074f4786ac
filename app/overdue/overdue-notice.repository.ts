import { v7 as uuidv7 } from 'uuid';
import type { Database, Statement } from '../database/database.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceColumn, toInvoice, type InvoiceRow } from '../invoices/invoice.rows.ts';

/** Overdue as `isOverdue` has it, in the words of the index that holds what may still become it. @param today - SQL */
const overdue = (today: string): string =>
    `i.status IN ('issued', 'sent') AND i.total_gross > i.paid_amount + i.credited_amount AND i.due_date < ${today}`;

const selectUnnoticed: Statement = {
    name: 'select_unnoticed_overdue',
    text: `SELECT ${invoiceColumn} FROM invoice i WHERE ${overdue('$1::date')}
            AND NOT EXISTS (SELECT FROM overdue_notice n WHERE n.invoice_id = i.id AND n.due_date = i.due_date)
        ORDER BY i.due_date, i.id LIMIT $2::int`
};

/**
 * The overdue invoices that no event has told of yet, of all organisations, those due first first.
 * @param today - Calendar date, `YYYY-MM-DD`
 */
export async function findUnnoticedOverdue({ query }: Database, today: string, most: number): Promise<readonly Invoice[]> {
    const rows = await query<{ readonly invoice: InvoiceRow }>(selectUnnoticed, [today, most]);
    return rows.map(({ invoice }) => toInvoice(invoice));
}

/**
 * Mark and event in one statement. An invoice that is changed this moment, or was since it was read, is passed by: its event would
 * tell what is no longer so. It is found again. Of two workers one stores the mark, and the other no event.
 */
const storeNotices: Statement = {
    name: 'store_overdue_notices',
    text: `WITH given AS (
            SELECT * FROM jsonb_to_recordset($1::jsonb) AS g("eventId" uuid, "invoiceId" uuid, version int, payload jsonb)),
        unchanged AS (
            SELECT g.*, i.organisation_id, i.due_date FROM given g JOIN invoice i ON i.id = g."invoiceId" AND i.version = g.version
            WHERE ${overdue('$2::date')} FOR NO KEY UPDATE OF i SKIP LOCKED),
        noticed AS (
            INSERT INTO overdue_notice (organisation_id, invoice_id, due_date, noticed_at)
            SELECT organisation_id, "invoiceId", due_date, $3::timestamptz FROM unchanged ON CONFLICT DO NOTHING RETURNING invoice_id),
        event AS (
            INSERT INTO outbox_event (id, organisation_id, invoice_id, type, payload, created_at)
            SELECT u."eventId", u.organisation_id, u."invoiceId", 'invoice.overdue', u.payload, $3::timestamptz
            FROM unchanged u JOIN noticed n ON n.invoice_id = u."invoiceId" ORDER BY u."eventId")
        SELECT count(*)::int AS count FROM noticed`
};

/** An overdue invoice and what its event tells. */
export type OverdueNotice = { readonly invoice: Pick<Invoice, 'id' | 'version'>; readonly payload: Readonly<Record<string, unknown>> };

/**
 * Notes that invoices are overdue, and stores the event of each.
 * @returns Of how many; fewer than given when some changed meanwhile or were noted by another worker.
 */
export async function saveOverdueNotices({ query }: Database, notices: readonly OverdueNotice[], { today, at }: { readonly today: string; readonly at: Date }): Promise<number> {
    const given = notices.map(({ invoice, payload }) => ({ eventId: uuidv7(), invoiceId: invoice.id, version: invoice.version, payload }));
    const [row] = await query<{ count: number }>(storeNotices, [JSON.stringify(given), today, at]);
    return row?.count ?? 0;
}
