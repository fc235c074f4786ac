import { calendarDate } from '../../foundation/clock/clock.ts';
import { findInvoice } from '../../domain/invoices/invoice.repository.ts';
import { balanceOf, type Invoice } from '../../domain/invoices/invoice.ts';
import { foundInvoice } from '../../domain/invoices/open-invoice.ts';
import { readOrganisation } from '../../domain/organisations/read-organisation.ts';
import type { PageLink } from '../../domain/page-links/page-link.ts';
import type { MailReason, MailTemplate } from '../../foundation/vocabulary/mail-states.ts';
import type { ComposedMail } from '../../platform/mail/compose-mail.ts';
import { maxMailBytes } from '../../platform/mail/compose-mail.ts';
import type { Mailer } from '../../platform/mail/mailer.ts';
import { isBusinessTime } from './business-time.ts';
import { mailContent } from './mail-content.ts';
import type { DueMail } from './mail-delivery.ts';
import type { MailDependencies } from './mail-dependencies.ts';
import { customerPageLink, mailAttachments } from './mail-enclosures.ts';
import { readMailSettings } from './read-mail-settings.ts';
import { isReminderPaused } from './reminder-pause.repository.ts';
import type { OwnTexts } from './mail-texts.ts';

/** An e-mail ready to be sent, or why it is not sent, or not yet. */
export type PreparedMail = { readonly invoice: Invoice } & (
    | { readonly mail: ComposedMail; readonly messageId: string; readonly link: PageLink | undefined }
    | Obstacle);

/** The end of an e-mail that is not sent, or that it waits for business hours. */
type Obstacle =
    | { readonly state: 'withdrawn' | 'failed'; readonly reason: MailReason }
    | { readonly waits: 'for_business_hours' };

/**
 * Makes an e-mail from the newest state of its invoice, or tells that there is no reason for it any more.
 * @throws DomainError `INVOICE_NOT_FOUND`, those of `documentPdf`
 */
export async function prepareMail(
    dependencies: MailDependencies, mailer: Mailer, due: DueMail
): Promise<PreparedMail> {
    const { database, clock, config: { timeZone } } = dependencies;
    const { organisationId, invoiceId } = due;
    const invoice = foundInvoice(await findInvoice(database, organisationId, invoiceId), invoiceId);
    const organisation = await readOrganisation(dependencies, organisationId);
    const { texts, reminds } = await readMailSettings({ database }, organisationId);
    const obstacle = await obstacleOf(dependencies, due, { invoice, reminds });
    if (obstacle !== undefined) {
        return { invoice, ...obstacle };
    }
    const today = calendarDate(clock.now(), timeZone);
    const template = templateOn(today, due, invoice);
    const made = customerPageLink(dependencies, invoice, due);
    const content = mailContent({
        invoice, organisation, template, ownTexts: withStepTexts(texts, due, template),
        subject: due.emailSubject, message: due.emailMessage,
        includePaymentInstructions: due.includePaymentInstructions, link: made?.url, today
    });
    const messageId = mailer.messageIdOf(due.id);
    const mail = await mailer.compose({
        messageId, fromName: content.fromName, to: due.emailTo ?? '', date: due.requestedAt,
        replyTo: organisation.mailReplyTo ?? organisation.email ?? undefined,
        subject: content.subject, text: content.text, html: content.html,
        attachments: await mailAttachments(dependencies, invoice),
        // No out-of-office answers, and no loops with other machines (RFC 3834).
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'OOF, AutoReply' }
    });
    return mail.bytes.length > maxMailBytes
        ? { invoice, state: 'failed', reason: 'too_large' } : { invoice, mail, messageId, link: made?.link };
}

/** Reason for which an e-mail is not sent, or not now; undefined where there is none. */
async function obstacleOf(
    { database, clock, config: { timeZone } }: MailDependencies, { kind }: DueMail,
    { invoice, reminds }: { readonly invoice: Invoice; readonly reminds: boolean }
): Promise<Obstacle | undefined> {
    if (invoice.status === 'cancelled') {
        return { state: 'withdrawn', reason: 'invoice_cancelled' };
    }
    if (kind !== 'reminder') {
        return undefined;
    }
    if (balanceOf(invoice) <= 0n) {
        return { state: 'withdrawn', reason: 'settled' };
    }
    if (!reminds || await isReminderPaused(database, invoice)) {
        return { state: 'withdrawn', reason: 'reminders_off' };
    }
    return isBusinessTime(clock.now(), timeZone) ? undefined : { waits: 'for_business_hours' };
}

/**
 * The texts that an e-mail has on the day on which it is sent: a reminder of a Saturday goes out on Monday, and others
 * wait for the mail server, so the day of their step does not tell whether the invoice is overdue.
 */
function templateOn(today: string, { kind, template }: DueMail, { openDueDate, dueDate }: Invoice): MailTemplate {
    const due = openDueDate ?? dueDate;
    if (kind !== 'reminder' || due === null) {
        return template;
    }
    return today < due ? 'reminder_before' : today === due ? 'reminder_due' : 'reminder_overdue';
}

/** The organisation's texts with those of the reminder's step above them, whose template is that of its own day. */
function withStepTexts(own: OwnTexts, { template: ofStep, texts }: DueMail, template: MailTemplate): OwnTexts {
    const step = texts[ofStep] ?? {};
    const usual = own[template] ?? {};
    return {
        ...own,
        [template]: { pl: { ...usual.pl, ...step.pl }, en: { ...usual.en, ...step.en } }
    };
}
