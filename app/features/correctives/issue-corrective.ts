import { randomUUID } from 'node:crypto';
import { auditEntry } from '../../platform/audit/audit-entry.ts';
import { calendarDate } from '../../foundation/clock/clock.ts';
import type { Command, KeptAnswer } from '../../platform/commands/command.ts';
import { eventOf, type OutgoingEvent } from '../../domain/events/event.ts';
import { invoiceDocument } from '../../domain/invoices/invoice.document.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import type { Opened } from '../../domain/invoices/open-invoice.ts';
import { paymentStatusEvents } from '../../domain/invoices/payment-status-events.ts';
import type { InvoiceServices } from '../../domain/invoices/invoice-services.ts';
import { newCorrective, type NewCorrective } from './corrective.ts';
import { saveCorrective } from './corrective.repository.ts';
import { settleCorrective } from './settle-corrective.ts';
import type { AuditAction } from '../../foundation/vocabulary/audit-actions.ts';

/** A corrective, and the invoice that it corrects as it is from then on. */
export type Corrected = { readonly corrective: Invoice; readonly original: Invoice };

/** How a correction is told to the audit trail and to other systems, and answered. */
export type CorrectionRecord = {
    readonly action: Extract<AuditAction, 'invoice.corrected' | 'invoice.cancelled'>;
    /** What else happens to the original with the correction. */
    readonly movedOn?: (original: Invoice) => Invoice;
    /** The answer to keep; called with stand-ins for number and chain hash. */
    readonly answerFor: ((corrected: Corrected) => KeptAnswer) | undefined;
};

/**
 * Makes and issues a corrective: number, frozen document, what it does to the original, audit entries and events are stored together or not at all.
 * @throws DomainError `INVOICE_CHANGED` | `ISSUE_DATE_BEFORE_LAST` | `NUMBER_TAKEN` and those of `newCorrective`
 */
export async function issueCorrective(
    { database, clock, config: { timeZone } }: InvoiceServices, command: Command, { organisation, invoice: before }: Opened,
    wanted: Pick<NewCorrective, 'lines' | 'changes' | 'reason' | 'notes' | 'issueDate'>, { action, movedOn, answerFor }: CorrectionRecord
): Promise<Corrected> {
    const now = clock.now();
    const { invoice, series } = newCorrective({
        ...wanted, organisation, original: before, createdBy: command.caller.subject, today: calendarDate(now, timeZone), now
    });
    // Stand for number and chain hash until the statement knows them. Random, so that no text of a customer can hold them.
    const corrective = { ...invoice, number: randomUUID(), chainHash: randomUUID(), seriesId: series.id };
    const settled = settleCorrective(before, corrective, now);
    const original = movedOn === undefined ? settled.original : movedOn(settled.original);
    const documents = { corrective: invoiceDocument(corrective), original: invoiceDocument(original) };

    const { number, seriesNumber, chainHash } = await saveCorrective(database, {
        command, series, corrective, original,
        settlements: settled.settlements,
        audit: [
            auditEntry(command, { action: 'invoice.issued', invoiceId: corrective.id, before: null, after: documents.corrective, now }),
            auditEntry(command, { action, invoiceId: before.id, before: invoiceDocument(before), after: documents.original, now })
        ],
        events: [
            eventOf('invoice.issued', corrective.id, documents.corrective, now),
            eventOf('invoice.corrected', before.id, documents.original, now),
            ...laterEvents(before, original, now)
        ],
        answer: answerFor?.({ corrective, original }),
        mayBackdate: command.caller.scopes.includes('invoices:backdate')
    });
    return { corrective: { ...corrective, number, seriesNumber, chainHash }, original: withNumber(original, number) };
}

/** What the correction means for what is left to pay: told once, and not of an invoice that is cancelled. */
function laterEvents(before: Invoice, after: Invoice, now: Date): readonly OutgoingEvent[] {
    if (after.status === 'cancelled') {
        return [eventOf('invoice.cancelled', after.id, invoiceDocument(after), now)];
    }
    return paymentStatusEvents(before, after, now);
}

/** The original, its newest corrective named by the number that it was given. */
function withNumber(original: Invoice, invoiceNumber: string): Invoice {
    return { ...original, correctives: original.correctives.map((link, index, all) => (index === all.length - 1 ? { ...link, invoiceNumber } : link)) };
}
