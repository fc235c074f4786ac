import type { AuditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command, KeptAnswer } from '../../platform/commands/command.ts';
import { answering, auditingEach, emitting, held, writeValues } from '../../platform/commands/write-parts.sql.ts';
import type { Database, Statement } from '../../platform/database/database.ts';
import { eventValues, type OutgoingEvent } from '../../domain/events/event.ts';
import { assertWritten } from '../../domain/invoices/invoice-changed.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { invoiceValues } from '../../domain/invoices/invoice.values.ts';
import { gate, moving } from '../../domain/invoices/issued-changes.sql.ts';
import {
    delivering, deliveryValues, mailing, type InvoiceDelivery
} from '../../domain/invoices/invoice-delivery.ts';

/** Records stored with an invoice that was sent. */
export type SentWrite = {
    readonly command: Command;
    readonly audit: readonly AuditEntry[];
    readonly events: readonly OutgoingEvent[];
    readonly deliveries: readonly InvoiceDelivery[];
    readonly answer: KeptAnswer | undefined;
};

const saveSentStatement: Statement = {
    name: 'save_sent',
    text: `WITH ${held},
        ${gate('$8')},
        ${moving},
        ${delivering('gate', '$9')},
        ${mailing('gate', '$9')},
        ${auditingEach('gate')},
        ${emitting('gate', '$10')},
        ${answering('gate')}
        SELECT FROM gate`
};

/**
 * Stores a sent invoice with its next version, its deliveries and the jobs of their e-mails.
 * @throws DomainError `INVOICE_CHANGED`
 */
export async function saveSent(
    { query }: Database, invoice: Invoice, { command, audit, events, deliveries, answer }: SentWrite
): Promise<void> {
    const rows = await query(saveSentStatement, [
        ...writeValues(command, audit, answer), JSON.stringify([invoiceValues(invoice)]),
        deliveryValues(deliveries), eventValues(events)
    ]);
    assertWritten(rows, { id: invoice.id });
}
