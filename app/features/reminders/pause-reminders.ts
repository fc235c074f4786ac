import { auditEntry } from '../../platform/audit/audit-entry.ts';
import type { Clock } from '../../foundation/clock/clock.ts';
import type { Command } from '../../platform/commands/command.ts';
import type { Database } from '../../platform/database/database.ts';
import { openInvoice } from '../../domain/invoices/open-invoice.ts';
import { readInvoice } from '../../domain/invoices/read-invoice.ts';
import { isReminderPaused } from '../mail/reminder-pause.repository.ts';
import { listReminders, savePause, type SentReminder } from './invoice-reminders.repository.ts';

/** Reminders of an invoice so far, and whether more come. */
export type InvoiceReminders = { readonly paused: boolean; readonly data: readonly SentReminder[] };

type Dependencies = { readonly database: Database; readonly clock: Clock };

/** Reads the reminders of an invoice. @throws DomainError `INVOICE_NOT_FOUND` */
export async function readReminders(
    { database }: Pick<Dependencies, 'database'>, organisationId: string, invoiceId: string
): Promise<InvoiceReminders> {
    const { id } = await readInvoice({ database }, organisationId, invoiceId);
    return {
        paused: await isReminderPaused(database, { organisationId, id }),
        data: await listReminders(database, organisationId, id)
    };
}

/**
 * Pauses the reminders of an invoice, or goes on with them: then the newest step that is due comes, also one that fell
 * due meanwhile, unless it is too late.
 * @throws DomainError `INVOICE_NOT_FOUND`
 */
export async function pauseReminders(
    dependencies: Dependencies, command: Command<InvoiceReminders>,
    { invoiceId, paused }: { readonly invoiceId: string; readonly paused: boolean }
): Promise<InvoiceReminders> {
    const { database, clock } = dependencies;
    const { invoice: { organisationId } } = await openInvoice(dependencies, command, invoiceId);
    const present = await readReminders(dependencies, organisationId, invoiceId);
    if (present.paused === paused) {
        return present;
    }
    const now = clock.now();
    const changed = { ...present, paused };
    const audit = auditEntry(command, {
        action: 'invoice.reminders_changed', invoiceId, now,
        before: { remindersPaused: present.paused }, after: { remindersPaused: paused }
    });
    await savePause(database, { command, invoiceId, paused, audit, answer: command.keep(changed), now });
    return changed;
}
