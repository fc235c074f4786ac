import { v7 as uuidv7 } from 'uuid';
import { calendarDate, type Clock } from '../../foundation/clock/clock.ts';
import { isMailAddress } from '../../foundation/schema/mail-fields.ts';
import type { MailTemplate } from '../../foundation/vocabulary/mail-states.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Mailer } from '../../platform/mail/mailer.ts';
import { isBusinessTime } from '../mail/business-time.ts';
import type { ReminderSchedule } from '../mail/mail-settings.ts';
import { readMailSettings } from '../mail/read-mail-settings.ts';
import {
    findDueReminders, findRemindingOrganisations, saveReminders, type DueReminder, type NewReminder
} from './due-reminders.repository.ts';

/** Maximum reminders of a batch. */
const maxInBatch = 200;

/** Dependencies of the sending of reminders. */
export type ReminderDependencies = {
    readonly database: Database;
    readonly clock: Clock;
    readonly mailer: Mailer | undefined;
    readonly config: { readonly timeZone: string };
};

/**
 * Has the due reminders of all organisations e-mailed, at business hours only. Any number of workers may run it at
 * once.
 * @param stopping - Aborted: no further batch begins.
 * @param batch - Reminders of a batch.
 * @returns Number of reminders.
 * @throws AggregateError when those of some organisations failed; the others have theirs
 */
export async function sendReminders(
    dependencies: ReminderDependencies, stopping: AbortSignal, batch = maxInBatch
): Promise<number> {
    const { database, clock, mailer, config: { timeZone } } = dependencies;
    if (mailer === undefined || !isBusinessTime(clock.now(), timeZone)) {
        return 0;
    }
    let sent = 0;
    const failures = new Map<string, unknown>();
    for (const organisationId of await findRemindingOrganisations(database)) {
        if (!stopping.aborted) {
            // The fault of one organisation keeps no other's reminders back.
            sent += await remindOf(dependencies, organisationId, { stopping, batch }).catch((error: unknown) => {
                failures.set(organisationId, error);
                return 0;
            });
        }
    }
    if (failures.size > 0) {
        throw new AggregateError(
            failures.values(), `The reminders of these organisations failed: ${[...failures.keys()].join(', ')}`,
            { cause: failures.values().next().value });
    }
    return sent;
}

async function remindOf(
    { database, clock, config: { timeZone } }: ReminderDependencies, organisationId: string,
    { stopping, batch }: { readonly stopping: AbortSignal; readonly batch: number }
): Promise<number> {
    const { reminders: schedule, reminds } = await readMailSettings({ database }, organisationId);
    let sent = 0;
    let after: DueReminder | undefined;
    while (reminds && !stopping.aborted) {
        const now = clock.now();
        const due = await findDueReminders(database, organisationId, {
            today: calendarDate(now, timeZone), days: schedule.steps.map(({ days }) => days),
            withoutEmail: schedule.withoutEmail, timeZone, withoutAddress: false, after, max: batch
        });
        const reminders = due.flatMap((found) => newReminder(found, schedule));
        sent += reminders.length === 0 ? 0 : await saveReminders(database, organisationId, reminders, now);
        after = due.at(-1);
        if (due.length < batch) {
            return sent;
        }
    }
    return sent;
}

/** The reminder of a due step; none where there is no address to send it to. */
function newReminder(
    { invoiceId, dueDate, days, emailTo }: DueReminder, { steps }: ReminderSchedule
): readonly NewReminder[] {
    const template = templateOf(days);
    const step = steps.find((each) => each.days === days);
    return emailTo === null || !isMailAddress(emailTo) ? []
        : [{ id: uuidv7(), invoiceId, dueDate, days, emailTo, template, texts: { [template]: step?.texts ?? {} } }];
}

/** The e-mail of a step on its own day. On the day on which it is sent another one may fit. */
function templateOf(days: number): MailTemplate {
    return days < 0 ? 'reminder_before' : days === 0 ? 'reminder_due' : 'reminder_overdue';
}
