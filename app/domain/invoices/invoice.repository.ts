import type { AuditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command, KeptAnswer } from '../../platform/commands/command.ts';
import { answering, auditing, held, mayWrite, writeValues } from '../../platform/commands/write-parts.sql.ts';
import type { Database, Statement } from '../../platform/database/database.ts';
import { assertWritten } from './invoice-changed.ts';
import { storedColumns } from './invoice.columns.ts';
import type { Invoice } from './invoice.ts';
import { invoiceColumn, toInvoice, type InvoiceRow } from './invoice.rows.ts';
import { invoiceValues, lineValues } from './invoice.values.ts';
import { storedLineColumns } from './line.columns.ts';
import { whereQuoteIsFree } from './quote-taken.ts';
import { changedAt } from './stored-columns.ts';

/** Records that are stored together with an invoice. */
export type Write = {
    readonly command: Command;
    readonly audit: AuditEntry;
    /** The answer to keep under the request's Idempotency-Key, if there is one. */
    readonly answer: KeptAnswer | undefined;
};

const selectInvoice: Statement = {
    name: 'select_invoice',
    text: `SELECT ${invoiceColumn} FROM invoices.invoice i WHERE i.organisation_id = $1 AND i.id = $2::uuid`
};

const insertLines = `INSERT INTO invoices.invoice_line SELECT r.*
    FROM jsonb_populate_recordset(NULL::invoices.invoice_line, $9::jsonb) r, written`;

/** The only columns that an edit may change. */
const editable = changedAt(storedColumns, 'draft');
const editableOfLine = changedAt(storedLineColumns, 'draft');

const updateDraft: Statement = {
    name: 'update_draft',
    text: `WITH ${held},
        written AS (
            UPDATE invoices.invoice i SET ${editable.map((column) => `${column} = r.${column}`).join(', ')}
            FROM jsonb_populate_record(NULL::invoices.invoice, $8::jsonb) r
            WHERE i.organisation_id = $1 AND i.id = r.id AND i.version = r.version - 1
                AND i.status = 'draft' AND ${mayWrite}
            RETURNING i.id),
        removed AS (
            DELETE FROM invoices.invoice_line l USING written
            WHERE l.invoice_id = written.id
                AND l.id NOT IN (SELECT id FROM jsonb_populate_recordset(NULL::invoices.invoice_line, $9::jsonb))),
        lines AS (${insertLines}
            ON CONFLICT (id)
            DO UPDATE SET ${editableOfLine.map((column) => `${column} = excluded.${column}`).join(', ')}),
        ${auditing('written')},
        ${answering('written')}
        SELECT id FROM written`
};

const deleteInvoice: Statement = {
    name: 'delete_draft',
    text: `WITH ${held},
        written AS (
            DELETE FROM invoices.invoice i
            WHERE i.organisation_id = $1 AND i.id = $8::uuid AND i.version = $9::int AND i.status = 'draft'
                AND ${mayWrite} RETURNING i.id),
        ${auditing('written')},
        ${answering('written')}
        SELECT id FROM written`
};

/** The invoice with its lines, or undefined when the organisation has no such invoice. */
export async function findInvoice(
    { query }: Database, organisationId: string, id: string
): Promise<Invoice | undefined> {
    const [row] = await query<{ readonly invoice: InvoiceRow }>(selectInvoice, [organisationId, id]);
    return row === undefined ? undefined : toInvoice(row.invoice);
}

/**
 * Stores a draft over the version that it came from. The version in the WHERE clause is the lock: if the row changed
 * after it was read, no row matches and nothing is written.
 * @throws DomainError `INVOICE_CHANGED` | `QUOTE_ALREADY_INVOICED`
 */
export async function saveDraft(database: Database, draft: Invoice, { command, audit, answer }: Write): Promise<void> {
    const values = [
        ...writeValues(command, audit, answer), JSON.stringify(invoiceValues(draft)), JSON.stringify(lineValues(draft))
    ];
    const rows = await whereQuoteIsFree(database, draft, () => database.query(updateDraft, values));
    assertWritten(rows, { id: draft.id });
}

/** Deletes a draft in the version that was read. @throws DomainError `INVOICE_CHANGED` */
export async function deleteDraftRow(
    { query }: Database, { id, version }: Invoice, { command, audit, answer }: Write
): Promise<void> {
    assertWritten(await query(deleteInvoice, [...writeValues(command, audit, answer), id, version]), { id });
}
