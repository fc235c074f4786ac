import type { Command } from '../../platform/commands/command.ts';
import { assertMatches, assertMayChange } from '../../platform/commands/precondition.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { issueDraft, type Issued } from '../../domain/invoices/issue-invoice.ts';
import { onNewestInvoice } from '../../domain/invoices/on-newest-invoice.ts';
import type { InvoiceDependencies } from '../../domain/invoices/invoice-dependencies.ts';
import type { Mailer } from '../../platform/mail/mailer.ts';
import type { Sending } from '../../domain/invoices/invoice-delivery.ts';
import { changeRecord } from '../../domain/invoices/change-record.ts';
import type { Opened } from '../../domain/invoices/open-invoice.ts';
import { newSending, type SendInput } from './new-sending.ts';
import { saveSent } from './sent.repository.ts';

/** Dependencies of sending. */
export type SendDependencies = InvoiceDependencies & {
    /** Undefined where no e-mails are sent. */
    readonly mailer: Mailer | undefined;
};

/**
 * Sends an invoice: a draft is issued first, in the same transaction, which also stores the delivery and the job that
 * sends its e-mail. Each call records one delivery, and one more for the seller's copy. A paid invoice stays paid.
 * @throws DomainError `INVOICE_NOT_FOUND` | `INVOICE_CANCELLED` | `PRECONDITION_FAILED` and those of `issueDraft`
 */
export function sendInvoice(
    dependencies: SendDependencies, command: Command<Issued>, invoiceId: string, input: SendInput
): Promise<Issued> {
    const mails = dependencies.mailer !== undefined;
    return onNewestInvoice(dependencies, command, invoiceId, async ({ organisation, invoice }) => {
        if (invoice.status === 'cancelled') {
            throw new DomainError(
                'INVOICE_CANCELLED', 'invoiceId: this invoice is cancelled, so it cannot be sent', { id: invoiceId });
        }
        if (invoice.number === null) {
            assertMayChange(command, organisation, invoice);
            const sendingOf = (issued: Invoice, now: Date): Sending =>
                newSending({ invoice: issued, organisation }, input, { command, now, mails });
            return issueDraft(dependencies, command, { organisation, invoice }, { sendingOf });
        }
        // Sending does not change the content of an issued document, so If-Match is optional, and checked when it is
        // sent.
        assertMatches(command.ifMatch, invoice.version, false);
        return resend(dependencies, command, { organisation, invoice }, input);
    });
}

async function resend(
    { database, clock, mailer }: SendDependencies, command: Command<Issued>, { organisation, invoice }: Opened,
    input: SendInput
): Promise<Issued> {
    const now = clock.now();
    const sent = markSent(invoice, now);
    const { audit, events } = changeRecord(command, { action: 'invoice.sent', before: invoice, after: sent, now });
    const { deliveries, warnings } = newSending(
        { invoice: sent, organisation }, input, { command, now, mails: mailer !== undefined });
    const made = { invoice: sent, issuedNow: false, warnings };
    await saveSent(database, sent, { command, audit: [audit], events, deliveries, answer: command.keep(made) });
    return made;
}

/** The sent invoice with the next version; `sentAt` keeps the first time. Pure. */
function markSent(invoice: Invoice, now: Date): Invoice {
    return {
        ...invoice, version: invoice.version + 1, updatedAt: now, sentAt: invoice.sentAt ?? now,
        status: invoice.status === 'issued' ? 'sent' : invoice.status
    };
}
