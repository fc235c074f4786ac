import { calendarDate } from '../../foundation/clock/clock.ts';
import type { Command } from '../../platform/commands/command.ts';
import { eventOf } from '../../domain/events/event.ts';
import { invoiceDocument, withNumber } from '../../domain/invoices/invoice.document.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import type { Opened } from '../../domain/invoices/open-invoice.ts';
import { paymentStatusEvents } from '../../domain/invoices/payment-status-events.ts';
import { newStandIns, textsFor } from '../../domain/invoices/stand-ins.ts';
import { changeRecord } from '../../domain/invoices/change-record.ts';
import type { InvoiceDependencies } from '../../domain/invoices/invoice-dependencies.ts';
import { assertIssueRules } from '../../domain/invoices/issue-rules.ts';
import { draftCorrective, withRates, type NewCorrective } from './corrective.ts';
import { findCorrectedRates } from './find-corrected-rates.ts';
import { saveIssuedDocument } from '../payments/issued-document.repository.ts';
import { settleCorrective } from './settle-corrective.ts';

/** A corrective, and the state of its original after it. */
export type Corrected = { readonly corrective: Invoice; readonly original: Invoice };

/** A correction to be issued. */
export type Correcting<Made> = Omit<NewCorrective,
    'organisation' | 'original' | 'createdBy' | 'today' | 'now'> & {
    /** Action in the audit trail and in events. */
    readonly action: 'invoice.corrected' | 'invoice.cancelled';
    /** Further change of the original with the correction. */
    readonly movedOn?: (original: Invoice) => Invoice;
    /** The value that the command returns. */
    readonly made: (corrected: Corrected) => Made;
};

/**
 * Makes and issues a corrective: number, frozen document, changed original, audit entries and events are stored
 * together or not at all.
 * @throws DomainError `INVOICE_CHANGED` | `ISSUE_DATE_BEFORE_LAST` | `NUMBER_TAKEN` and those of `draftCorrective` and
 *     `findCorrectedRates`
 */
export async function issueCorrective<Made>(
    dependencies: InvoiceDependencies, command: Command<Made>,
    { organisation, invoice: before }: Opened,
    { action, movedOn = (original) => original, made, ...wanted }: Correcting<Made>
): Promise<Made> {
    const { database, clock, config: { timeZone } } = dependencies;
    const now = clock.now();
    const today = calendarDate(now, timeZone);
    const unrated = draftCorrective({
        ...wanted, organisation, original: before, createdBy: command.caller.subject,
        today, now
    });
    const { invoice, series } = withRates(unrated, await findCorrectedRates(
        dependencies, command, { original: before, corrections: wanted.corrections },
        unrated.change.amounts.map(({ date }) => date)));
    // What takes everything back is never refused: every invoice can be cancelled.
    if (!wanted.changes.isFull) {
        assertIssueRules(dependencies.issueRules, invoice);
    }
    const standIns = newStandIns();
    const corrective = { ...invoice, ...standIns, seriesId: series.id };
    const settled = settleCorrective(before, corrective, now);
    const original = movedOn(settled.original);
    const issued = changeRecord(command, { action: 'invoice.issued', before: null, after: corrective, now });
    const changed = changeRecord(command, { action, before, after: original, now });

    const drafted = made({ corrective, original });
    const taken = await saveIssuedDocument(database, {
        command, series, document: corrective, changed: original,
        settlements: settled.settlements,
        audit: [issued.audit, changed.audit],
        events: [...issued.events, ...(action === 'invoice.cancelled'
            ? [eventOf('invoice.corrected', original.id, invoiceDocument(original), now), ...changed.events]
            // The payment status is notified once, and not for a cancelled invoice.
            : [...changed.events, ...paymentStatusEvents(before, original, now)])],
        answer: command.keep(drafted),
        mayBackdate: command.caller.scopes.includes('invoices:backdate'),
        today
    });
    const result = made({ corrective: withNumber(corrective, taken), original: namingNumber(original, taken.number) });
    command.complete(drafted, result, textsFor(standIns, taken));
    return result;
}

/** The original, with the number of its newest corrective filled in. */
function namingNumber(original: Invoice, invoiceNumber: string): Invoice {
    const correctives = original.correctives.map((link, index, all) =>
        (index === all.length - 1 ? { ...link, invoiceNumber } : link));
    return { ...original, correctives };
}
