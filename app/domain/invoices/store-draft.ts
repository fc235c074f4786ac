import { calendarDate } from '../../foundation/clock/clock.ts';
import type { Warning } from '../../foundation/errors/warning.ts';
import type { Command } from '../../platform/commands/command.ts';
import { changeDraft, type DraftChange } from './draft.ts';
import { saveDraft } from './invoice.repository.ts';
import type { Invoice } from './invoice.ts';
import type { Opened } from './open-invoice.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';
import { changeRecord, type Change } from './change-record.ts';
import { issueRuleWarnings } from './issue-rules.ts';
import { letterWarnings } from './letter-warnings.ts';
import { withReceivedPayments } from './present-advances.ts';
import { treatmentWarnings } from './vat-treatment.ts';

/** A change of a draft, with the data for storing it. */
export type DraftStep<Made> = Pick<Change, 'action' | 'onBehalfOf'> & {
    readonly change: DraftChange;
    /** The value that the command returns for the changed draft, and for what its VAT has against an issue. */
    readonly made: (changed: Invoice, warnings: readonly Warning[]) => Made;
};

/**
 * Changes a draft and stores it with its audit entry and kept answer.
 * @throws DomainError `INVOICE_CHANGED` and those of `changeDraft`
 */
export async function storeDraft<Made>(
    { database, clock, config: { timeZone }, issueRules }: InvoiceDependencies, command: Command<Made>,
    { organisation, invoice }: Opened,
    { change, action, onBehalfOf, made }: DraftStep<Made>
): Promise<Made> {
    const now = clock.now();
    const changed = changeDraft(invoice, organisation, change, now);
    const { audit } = changeRecord(command, { action, before: invoice, after: changed, onBehalfOf, now });
    const today = calendarDate(now, timeZone);
    const result = made(changed, [
        ...treatmentWarnings(changed, organisation, today), ...letterWarnings(changed),
        ...changed.eInvoice === null ? [] : issueRuleWarnings(
            issueRules, await withReceivedPayments({ database }, changed, today), organisation, today)
    ]);
    await saveDraft(database, changed, { command, audit, answer: command.keep(result) });
    return result;
}
