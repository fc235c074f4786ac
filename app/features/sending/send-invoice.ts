import { v7 as uuidv7 } from 'uuid';
import { auditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command } from '../../platform/commands/command.ts';
import { assertMatches, assertMayChange } from '../../platform/commands/precondition.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { eventOf } from '../../domain/events/event.ts';
import { invoiceDocument } from '../../domain/invoices/invoice.document.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { issueDraft } from '../../domain/invoices/issue-invoice.ts';
import { onNewestInvoice } from '../../domain/invoices/on-newest-invoice.ts';
import type { InvoiceServices } from '../../domain/invoices/invoice-services.ts';
import type { AnswerFor } from '../../domain/invoices/store-draft.ts';
import type { InvoiceDelivery } from '../../domain/invoices/invoice-delivery.ts';
import type { sendBody } from './send.schemas.ts';
import { saveSent } from './sent.repository.ts';

/** What the sender may say. */
export type SendInput = ValueOf<typeof sendBody>;

/**
 * Sends an invoice: a draft is issued first, in the same transaction. Each call records one delivery; a second one of the same invoice
 * is another delivery of it. What was paid stays paid.
 * @throws DomainError `INVOICE_NOT_FOUND` | `INVOICE_CANCELLED` | `PRECONDITION_FAILED` and those of `issueDraft`
 */
export function sendInvoice(
    services: InvoiceServices, command: Command, invoiceId: string, input: SendInput, answerFor: AnswerFor
): Promise<{ readonly invoice: Invoice; readonly issuedNow: boolean }> {
    return onNewestInvoice(services, command, invoiceId, async ({ organisation, invoice }) => {
        if (invoice.status === 'cancelled') {
            throw new DomainError('INVOICE_CANCELLED', 'invoiceId: this invoice is cancelled, so it cannot be sent', { id: invoiceId });
        }
        if (invoice.number === null) {
            assertMayChange(command, organisation, invoice);
            const deliveryOf = (issued: Invoice, now: Date): InvoiceDelivery => newDelivery(issued, input, command, now);
            return { invoice: await issueDraft(services, command, { organisation, invoice }, {}, { answerFor, deliveryOf }), issuedNow: true };
        }
        // An issued document does not change by being sent: only a caller who names a state is held to it.
        assertMatches(command.ifMatch, invoice.version, false);
        const now = services.clock.now();
        const sent = markSent(invoice, now);
        await saveSent(services.database, sent, {
            command,
            audit: [auditEntry(command, { action: 'invoice.sent', invoiceId, before: invoiceDocument(invoice), after: invoiceDocument(sent), now })],
            events: [eventOf('invoice.sent', invoiceId, invoiceDocument(sent), now)],
            delivery: newDelivery(sent, input, command, now),
            answer: command.idempotency && answerFor(sent)
        });
        return { invoice: sent, issuedNow: false };
    });
}

/** The issued invoice after it was sent, one version on; the first time counts. Pure. */
function markSent(invoice: Invoice, now: Date): Invoice {
    return {
        ...invoice, version: invoice.version + 1, updatedAt: now, sentAt: invoice.sentAt ?? now,
        status: invoice.status === 'issued' ? 'sent' : invoice.status
    };
}

function newDelivery({ id, organisationId, buyer }: Invoice, input: SendInput, { caller }: Command, now: Date): InvoiceDelivery {
    return {
        id: uuidv7(),
        organisationId,
        invoiceId: id,
        emailTo: input.emailTo ?? buyer.email,
        emailSubject: input.emailSubject ?? null,
        emailMessage: input.emailMessage ?? null,
        sendCopy: input.sendCopy ?? false,
        includePaymentInstructions: input.includePaymentInstructions ?? true,
        requestedBy: caller.subject,
        requestedAt: now
    };
}
