import { calendarDate } from '../../foundation/clock/clock.ts';
import type { Author } from '../../platform/audit/audit-entry.ts';
import type { Command } from '../../platform/commands/command.ts';
import { correctedState, nothingLeft, type Corrections } from '../correctives/corrected-state.ts';
import { everything } from '../correctives/correction-input.ts';
import { readCorrections } from '../correctives/corrections.repository.ts';
import { issueCorrective } from '../correctives/issue-corrective.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { saveIssuedChanges } from '../payments/issued-changes.repository.ts';
import { onNewestInvoice } from '../../domain/invoices/on-newest-invoice.ts';
import type { Opened } from '../../domain/invoices/open-invoice.ts';
import type { InvoiceDependencies } from '../../domain/invoices/invoice-dependencies.ts';
import { settle } from '../../domain/invoices/settle.ts';
import { changeRecord, type ChangeRecord } from '../../domain/invoices/change-record.ts';
import { annul, type Annulled } from './annul.ts';
import { saveCancelledDraft } from './cancelled-draft.repository.ts';
import { cancellationDateOf, cancelled, cancelWayOf, type CancelInput, type CancelTime } from './cancellation-rules.ts';
import { assertMayChange } from '../../platform/commands/precondition.ts';

/** Outcome of a cancellation. */
export type Cancelled = {
    readonly invoice: Invoice;
    /** False when the invoice was cancelled before: the answer shows it unchanged, and nothing is written. */
    readonly cancelledNow: boolean;
    readonly correctiveIssued: boolean;
};

/**
 * Cancels a document. A draft never gets a number; a proforma, or an invoice that was never sent, is annulled. A
 * corrective takes an invoice back where the caller asks for it, which a sent invoice requires. Money that was paid
 * becomes the customer's credit.
 * @throws DomainError `INVOICE_NOT_FOUND` | `INVOICE_CHANGED` | `PRECONDITION_FAILED`, and those of `cancelWayOf`,
 *     `cancellationDateOf` and
 *   `issueCorrective`
 */
export function cancelInvoice(
    dependencies: InvoiceDependencies, command: Command<Cancelled>, invoiceId: string, input: CancelInput
): Promise<Cancelled> {
    return onNewestInvoice(dependencies, command, invoiceId, async (newest) => {
        const { organisation, invoice } = newest;
        if (invoice.status === 'cancelled') {
            return { invoice, cancelledNow: false, correctiveIssued: false };
        }
        assertMayChange(command, organisation, invoice);
        const corrections = await readCorrections(dependencies.database, invoice);
        const isTakenBack = invoice.correctives.length > 0 && nothingLeft(correctedState(invoice.lines, corrections));
        const way = cancelWayOf(invoice, input, isTakenBack);
        const step = { dependencies, command, newest, time: timeOf(dependencies, invoice, input) };

        switch (way) {
            case 'draft': return cancelDraft(step);
            case 'corrective': return takeBack(step, corrections);
            case 'annulment': return moveOn(step, annul(command, invoice, step.time));
            case 'nothing_left': {
                const settled = settle(invoice, invoice, step.time.now);
                return moveOn(step, { invoice: cancelled(settled, step.time), settlements: [] });
            }
        }
    });
}

/** State of a cancellation in progress. */
type Step = {
    readonly dependencies: InvoiceDependencies;
    readonly command: Command<Cancelled>;
    readonly newest: Opened;
    readonly time: CancelTime;
};

function timeOf(
    { clock, config: { timeZone } }: InvoiceDependencies, invoice: Invoice, { cancellationDate, reason }: CancelInput
): CancelTime {
    const now = clock.now();
    return { date: cancellationDateOf(invoice, cancellationDate, calendarDate(now, timeZone)), now, reason };
}

async function cancelDraft({ dependencies, command, newest: { invoice }, time }: Step): Promise<Cancelled> {
    const draft = { ...cancelled(invoice, time), version: invoice.version + 1 };
    const made = { invoice: draft, cancelledNow: true, correctiveIssued: false };
    await saveCancelledDraft(dependencies.database, draft, {
        command, ...cancelRecord(command, invoice, draft, time), answer: command.keep(made)
    });
    return made;
}

async function moveOn(
    { dependencies, command, newest: { invoice }, time }: Step, { invoice: moved, settlements }: Annulled
): Promise<Cancelled> {
    const { audit, events } = cancelRecord(command, invoice, moved, time);
    const made = { invoice: moved, cancelledNow: true, correctiveIssued: false };
    await saveIssuedChanges(dependencies.database, {
        command, invoices: [moved], settlements, audit: [audit], events, answer: command.keep(made)
    });
    return made;
}

/** Issues a corrective of everything that is left, and cancels the original with it. */
function takeBack({ dependencies, command, newest, time }: Step, corrections: Corrections): Promise<Cancelled> {
    return issueCorrective(dependencies, command, newest, {
        corrections, changes: everything, reason: time.reason, notes: null,
        action: 'invoice.cancelled',
        movedOn: (settled) => cancelled(settled, time),
        made: ({ original }) => ({ invoice: original, cancelledNow: true, correctiveIssued: true })
    });
}

function cancelRecord(author: Author, before: Invoice, after: Invoice, { now }: CancelTime): ChangeRecord {
    return changeRecord(author, { action: 'invoice.cancelled', before, after, now });
}
