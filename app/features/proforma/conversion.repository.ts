import type { AuditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command, KeptAnswer } from '../../platform/commands/command.ts';
import { answering, auditingEach, emitting, held, writeValues } from '../../platform/commands/write-parts.sql.ts';
import type { Database, Statement } from '../../platform/database/database.ts';
import { eventValues, type OutgoingEvent } from '../../domain/events/event.ts';
import { assertWritten } from '../../domain/invoices/invoice-changed.ts';
import { invoiceValues, lineValues } from '../../domain/invoices/invoice.values.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { gate, moving } from '../../domain/invoices/issued-changes.sql.ts';
import { whereQuoteIsFree } from '../../domain/invoices/quote-taken.ts';

/** Records stored with a conversion. */
export type ConversionWrite = {
    readonly command: Command;
    readonly audit: readonly AuditEntry[];
    readonly events: readonly OutgoingEvent[];
    readonly answer: KeptAnswer | undefined;
};

const saveConversionStatement: Statement = {
    name: 'save_conversion',
    text: `WITH ${held},
        ${gate('$8')},
        ${moving},
        drafted AS (INSERT INTO invoices.invoice
            SELECT r.* FROM jsonb_populate_record(NULL::invoices.invoice, $9::jsonb) r, gate),
        lines AS (INSERT INTO invoices.invoice_line SELECT r.*
        FROM jsonb_populate_recordset(NULL::invoices.invoice_line, $10::jsonb) r, gate),
        ${auditingEach('gate')},
        ${emitting('gate', '$11')},
        ${answering('gate')}
        SELECT FROM gate`
};

/**
 * Stores the draft of a conversion, and the proforma that points to it with its next version.
 * @throws DomainError `INVOICE_CHANGED` | `QUOTE_ALREADY_INVOICED`
 */
export async function saveConversion(
    database: Database, draft: Invoice, proforma: Invoice, { command, audit, events, answer }: ConversionWrite
): Promise<void> {
    const rows = await whereQuoteIsFree(database, draft, () => database.query(saveConversionStatement, [
        ...writeValues(command, audit, answer), JSON.stringify([invoiceValues(proforma)]),
        JSON.stringify(invoiceValues(draft)), JSON.stringify(lineValues(draft)), eventValues(events)
    ]));
    assertWritten(rows, { id: proforma.id });
}
