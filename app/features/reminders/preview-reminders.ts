import { calendarDate } from '../../foundation/clock/clock.ts';
import { isMailAddress } from '../../foundation/schema/mail-fields.ts';
import { readMailSettings } from '../mail/read-mail-settings.ts';
import { findDueReminders, type DueReminder } from './due-reminders.repository.ts';
import { maxPreviewed } from './reminder.schemas.ts';
import type { ReminderDependencies } from './send-reminders.ts';

/** Reminders that are due today. */
export type RemindersPreview = {
    readonly today: string; readonly enabled: boolean; readonly data: readonly DueReminder[];
};

/** Finds which invoices get which reminder today, by the schedule as it is stored; nothing is sent. */
export async function previewReminders(
    { database, clock, config: { timeZone } }: Omit<ReminderDependencies, 'mailer'>, organisationId: string
): Promise<RemindersPreview> {
    const { reminders: { steps, withoutEmail }, reminds } = await readMailSettings({ database }, organisationId);
    const today = calendarDate(clock.now(), timeZone);
    const due = await findDueReminders(database, organisationId, {
        today, days: steps.map(({ days }) => days), withoutEmail, timeZone, withoutAddress: true,
        after: undefined, max: maxPreviewed
    });
    return {
        today, enabled: reminds,
        data: due.map(({ emailTo, ...found }) =>
            ({ ...found, emailTo: emailTo !== null && isMailAddress(emailTo) ? emailTo : null }))
    };
}
