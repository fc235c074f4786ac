import { auditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command } from '../../platform/commands/command.ts';
import { assertMatches } from '../../platform/commands/precondition.ts';
import { eventOf } from '../../domain/events/event.ts';
import { invoiceDocument } from '../../domain/invoices/invoice.document.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { onNewestInvoice } from '../../domain/invoices/on-newest-invoice.ts';
import type { InvoiceServices } from '../../domain/invoices/invoice-services.ts';
import type { AnswerFor } from '../../domain/invoices/store-draft.ts';
import { convert, type ConvertInput } from './convert.ts';
import { saveConversion } from './conversion.repository.ts';

/**
 * Makes the draft of the invoice that a proforma offered. A proforma becomes one invoice: a deleted or cancelled one frees it.
 * @returns The draft.
 * @throws DomainError `INVOICE_NOT_FOUND` | `PRECONDITION_FAILED` | `QUOTE_ALREADY_INVOICED` and those of `convert`
 */
export function convertProforma(services: InvoiceServices, command: Command, invoiceId: string, input: ConvertInput, answerFor: AnswerFor): Promise<Invoice> {
    return onNewestInvoice(services, command, invoiceId, async ({ organisation, invoice }) => {
        assertMatches(command.ifMatch, invoice.version, false);
        const now = services.clock.now();
        const { draft, proforma } = convert(invoice, organisation, input, { subject: command.caller.subject, now });
        const after = invoiceDocument(proforma);
        await saveConversion(services.database, draft, proforma, {
            command,
            audit: [
                auditEntry(command, { action: 'invoice.drafted', invoiceId: draft.id, before: null, after: invoiceDocument(draft), now }),
                auditEntry(command, { action: 'invoice.converted', invoiceId, before: invoiceDocument(invoice), after, now })
            ],
            events: [eventOf('invoice.converted', invoiceId, after, now)],
            answer: command.idempotency && answerFor(draft)
        });
        return draft;
    });
}
