import { auditEntry } from '../../platform/audit/audit-entry.ts';
import { calendarDate } from '../../foundation/clock/clock.ts';
import type { Command } from '../../platform/commands/command.ts';
import { correctedLines, nothingLeft } from '../correctives/corrected-lines.ts';
import { readCorrections } from '../correctives/corrective.repository.ts';
import { issueCorrective } from '../correctives/issue-corrective.ts';
import { eventOf } from '../../domain/events/event.ts';
import { invoiceDocument } from '../../domain/invoices/invoice.document.ts';
import type { Invoice, InvoiceLine } from '../../domain/invoices/invoice.ts';
import { saveIssuedChanges } from '../payments/issued-changes.repository.ts';
import { onNewestInvoice } from '../../domain/invoices/on-newest-invoice.ts';
import type { Opened } from '../../domain/invoices/open-invoice.ts';
import type { InvoiceServices } from '../../domain/invoices/invoice-services.ts';
import { settle } from '../../domain/invoices/settle.ts';
import type { AnswerFor } from '../../domain/invoices/store-draft.ts';
import { annul, type Annulled } from './annul.ts';
import { saveCancelledDraft } from './cancelled-draft.repository.ts';
import { cancellationDateOf, cancelled, cancelWayOf, type CancelInput, type CancelTime } from './cancellation-rules.ts';
import { assertMayChange } from '../../platform/commands/precondition.ts';

/** What a cancellation did. */
export type Cancelled = {
    readonly invoice: Invoice;
    /** False when the invoice was cancelled before: it is answered as it is, and nothing is written. */
    readonly cancelledNow: boolean;
    readonly correctiveIssued: boolean;
};

/**
 * Cancels a document: a draft becomes nothing; one that was issued and never sent is annulled; one that was sent, or where the caller wants it, is
 * taken back by a corrective. Money that was paid becomes the customer's credit.
 * @throws DomainError `INVOICE_NOT_FOUND` | `INVOICE_CHANGED` | `PRECONDITION_FAILED`, and those of `cancelWayOf`, `cancellationDateOf` and
 *   `issueCorrective`
 */
export function cancelInvoice(
    services: InvoiceServices, command: Command, invoiceId: string, input: CancelInput, answerFor: AnswerFor
): Promise<Cancelled> {
    return onNewestInvoice(services, command, invoiceId, async (newest) => {
        const { organisation, invoice } = newest;
        if (invoice.status === 'cancelled') {
            return { invoice, cancelledNow: false, correctiveIssued: false };
        }
        assertMayChange(command, organisation, invoice);
        const lines = correctedLines(invoice.lines, await readCorrections(services.database, invoice));
        const way = cancelWayOf(invoice, input, invoice.correctives.length > 0 && nothingLeft(lines));
        const step = { services, command, newest, time: timeOf(services, invoice, input), answerFor: command.idempotency && answerFor };

        switch (way) {
            case 'draft': return { invoice: await cancelDraft(step), cancelledNow: true, correctiveIssued: false };
            case 'corrective': return { invoice: await takeBack(step, lines), cancelledNow: true, correctiveIssued: true };
            case 'annulment': return { invoice: await moveOn(step, annul(command, invoice, step.time)), cancelledNow: true, correctiveIssued: false };
            case 'nothing_left': {
                const settled = cancelled(settle(invoice, invoice, step.time.now), step.time);
                return { invoice: await moveOn(step, { invoice: settled, settlements: [] }), cancelledNow: true, correctiveIssued: false };
            }
        }
    });
}

/** One cancellation under way. */
type Step = {
    readonly services: InvoiceServices;
    readonly command: Command;
    readonly newest: Opened;
    readonly time: CancelTime;
    readonly answerFor: AnswerFor | undefined;
};

function timeOf({ clock, config: { timeZone } }: InvoiceServices, invoice: Invoice, { cancellationDate, reason }: CancelInput): CancelTime {
    const now = clock.now();
    const given = cancellationDate?.includes('T') === true ? calendarDate(new Date(cancellationDate), timeZone) : cancellationDate;
    return { date: cancellationDateOf(invoice, given, calendarDate(now, timeZone)), now, reason };
}

async function cancelDraft({ services, command, newest: { invoice }, time, answerFor }: Step): Promise<Invoice> {
    const draft = { ...cancelled(invoice, time), version: invoice.version + 1 };
    await saveCancelledDraft(services.database, draft, { command, ...toldOf(command, invoice, draft, time.now), answer: answerFor?.(draft) });
    return draft;
}

async function moveOn({ services, command, newest: { invoice }, time, answerFor }: Step, { invoice: moved, settlements }: Annulled): Promise<Invoice> {
    const { audit, events } = toldOf(command, invoice, moved, time.now);
    await saveIssuedChanges(services.database, { command, invoices: [moved], settlements, audit: [audit], events, answer: answerFor?.(moved) });
    return moved;
}

/** A corrective of everything that is left, and the original cancelled with it. */
async function takeBack({ services, command, newest, time, answerFor }: Step, lines: readonly InvoiceLine[]): Promise<Invoice> {
    const { original } = await issueCorrective(services, command, newest, { lines, changes: 'everything', reason: time.reason, notes: null }, {
        action: 'invoice.cancelled',
        movedOn: (settled) => cancelled(settled, time),
        answerFor: answerFor && ((corrected) => answerFor(corrected.original))
    });
    return original;
}

function toldOf(command: Command, before: Invoice, after: Invoice, now: Date) {
    const document = invoiceDocument(after);
    return {
        audit: auditEntry(command, { action: 'invoice.cancelled', invoiceId: after.id, before: invoiceDocument(before), after: document, now }),
        events: [eventOf('invoice.cancelled', after.id, document, now)]
    };
}
