import { answering, auditing, emitting, held, mayWrite, writeValues } from '../../platform/commands/write-parts.sql.ts';
import type { Database, Statement } from '../../platform/database/database.ts';
import { eventValues, type OutgoingEvent } from '../../domain/events/event.ts';
import { assertWritten } from '../../domain/invoices/invoice-changed.ts';
import type { Write } from '../../domain/invoices/invoice.repository.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { invoiceValues } from '../../domain/invoices/invoice.values.ts';

const cancelDraft: Statement = {
    name: 'cancel_draft',
    text: `WITH ${held},
        written AS (
            UPDATE invoices.invoice i SET status = r.status, payment_status = r.payment_status,
                version = r.version, updated_at = r.updated_at,
                cancelled_at = r.cancelled_at, cancellation_date = r.cancellation_date,
                cancellation_reason = r.cancellation_reason
            FROM jsonb_populate_record(NULL::invoices.invoice, $8::jsonb) r
            WHERE i.organisation_id = $1 AND i.id = r.id AND i.version = r.version - 1
                AND i.status = 'draft' AND ${mayWrite}
            RETURNING i.id),
        ${auditing('written')},
        ${emitting('written', '$9')},
        ${answering('written')}
        SELECT id FROM written`
};

/** Stores a cancelled draft with the next version. @throws DomainError `INVOICE_CHANGED` */
export async function saveCancelledDraft(
    { query }: Database, draft: Invoice,
    { command, audit, answer, events }: Write & { readonly events: readonly OutgoingEvent[] }
): Promise<void> {
    const rows = await query(cancelDraft,
        [...writeValues(command, audit, answer), JSON.stringify(invoiceValues(draft)), eventValues(events)]);
    assertWritten(rows, { id: draft.id });
}
