import { answering, auditing, emitting, held, writeValues } from '../../platform/commands/write-parts.sql.ts';
import type { Database, Statement } from '../../platform/database/database.ts';
import { eventValues, type OutgoingEvent } from '../../domain/events/event.ts';
import { assertWritten } from '../../domain/invoices/invoice-changed.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import type { Write } from '../../domain/invoices/invoice.repository.ts';
import { invoiceValues } from '../../domain/invoices/invoice.values.ts';
import { gate, moving } from '../../domain/invoices/issued-changes.sql.ts';

/** Stores the day, and gives the amounts that waited for it the day on which they count, in one statement. */
const saveConfirmedReceiptStatement: Statement = {
    name: 'save_confirmed_receipt',
    text: `WITH ${held},
        ${gate('$8')},
        ${moving},
        counted AS (
            UPDATE invoices.invoice_vat v SET counted_on = GREATEST(w.receipt_confirmed_on, v.tax_point)
            FROM gate, wanted w
            WHERE v.organisation_id = $1 AND v.invoice_id = w.id AND v.counted_on IS NULL),
        ${auditing('moved')},
        ${emitting('gate', '$9')},
        ${answering('gate')}
        SELECT FROM gate`
};

/**
 * Stores the confirmed receipt of a corrective, one version on.
 * @throws DomainError `INVOICE_CHANGED`
 */
export async function saveConfirmedReceipt(
    { query }: Database, corrective: Invoice,
    { command, audit, events, answer }: Write & { readonly events: readonly OutgoingEvent[] }
): Promise<void> {
    const rows = await query(saveConfirmedReceiptStatement, [
        ...writeValues(command, audit, answer), JSON.stringify([invoiceValues(corrective)]), eventValues(events)
    ]);
    assertWritten(rows, { id: corrective.id });
}
