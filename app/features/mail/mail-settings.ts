import type { OwnTexts } from './mail-texts.ts';

/** Settings of an organisation's e-mails. */
export type MailSettings = {
    /** Grows with every change; 0 before the first. */
    readonly version: number;
    readonly texts: OwnTexts;
    readonly reminders: ReminderSchedule;
    /** True while reminders are sent. */
    readonly reminds: boolean;
};

/** Schedule of reminders. */
export type ReminderSchedule = {
    /** In the order of their days. */
    readonly steps: readonly ReminderStep[];
    /** True: also invoices that were not sent by e-mail. */
    readonly withoutEmail: boolean;
};

/** A reminder that an invoice may get. */
export type ReminderStep = {
    /** Days from the due date; negative before it. */
    readonly days: number;
    /** Texts by language; what is absent is that of the organisation. */
    readonly texts: StepTexts;
};

/** Texts of a step by language. */
export type StepTexts = NonNullable<OwnTexts['reminder_due']>;

/** The settings of an organisation that has set none: the service's own texts, and no reminders. */
export const usualMailSettings: MailSettings = {
    version: 0, texts: {}, reminders: { steps: [], withoutEmail: false }, reminds: false
};
