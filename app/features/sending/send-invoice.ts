import { v7 as uuidv7 } from 'uuid';
import type { Command } from '../../platform/commands/command.ts';
import { assertMatches, assertMayChange } from '../../platform/commands/precondition.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { issueDraft, type Issued } from '../../domain/invoices/issue-invoice.ts';
import { onNewestInvoice } from '../../domain/invoices/on-newest-invoice.ts';
import type { InvoiceDependencies } from '../../domain/invoices/invoice-dependencies.ts';
import type { InvoiceDelivery } from '../../domain/invoices/invoice-delivery.ts';
import { changeRecord } from '../../domain/invoices/change-record.ts';
import type { sendBody } from './send.schemas.ts';
import { saveSent } from './sent.repository.ts';

/** Options of sending, from the caller. */
export type SendInput = ValueOf<typeof sendBody>;

/**
 * Sends an invoice: a draft is issued first, in the same transaction. Each call records one delivery; a second call for
 * the same invoice records another one. A paid invoice stays paid.
 * @throws DomainError `INVOICE_NOT_FOUND` | `INVOICE_CANCELLED` | `PRECONDITION_FAILED` and those of `issueDraft`
 */
export function sendInvoice(
    dependencies: InvoiceDependencies, command: Command<Issued>, invoiceId: string, input: SendInput
): Promise<Issued> {
    return onNewestInvoice(dependencies, command, invoiceId, async ({ organisation, invoice }) => {
        if (invoice.status === 'cancelled') {
            throw new DomainError(
                'INVOICE_CANCELLED', 'invoiceId: this invoice is cancelled, so it cannot be sent', { id: invoiceId });
        }
        if (invoice.number === null) {
            assertMayChange(command, organisation, invoice);
            const deliveryOf = (issued: Invoice, now: Date): InvoiceDelivery =>
                newDelivery(issued, input, command, now);
            return issueDraft(dependencies, command, { organisation, invoice }, { deliveryOf });
        }
        // Sending does not change the content of an issued document, so If-Match is optional, and checked when it is
        // sent.
        assertMatches(command.ifMatch, invoice.version, false);
        return resend(dependencies, command, invoice, input);
    });
}

async function resend(
    { database, clock }: InvoiceDependencies, command: Command<Issued>, invoice: Invoice, input: SendInput
): Promise<Issued> {
    const now = clock.now();
    const sent = markSent(invoice, now);
    const { audit, events } = changeRecord(command, { action: 'invoice.sent', before: invoice, after: sent, now });
    const made = { invoice: sent, issuedNow: false, warnings: [] };
    await saveSent(database, sent, {
        command, audit: [audit], events, delivery: newDelivery(sent, input, command, now), answer: command.keep(made)
    });
    return made;
}

/** The sent invoice with the next version; `sentAt` keeps the first time. Pure. */
function markSent(invoice: Invoice, now: Date): Invoice {
    return {
        ...invoice, version: invoice.version + 1, updatedAt: now, sentAt: invoice.sentAt ?? now,
        status: invoice.status === 'issued' ? 'sent' : invoice.status
    };
}

function newDelivery(
    { id, organisationId, buyer }: Invoice, input: SendInput, { caller }: Command, now: Date
): InvoiceDelivery {
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
