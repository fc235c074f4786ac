import { calendarDate } from '../../foundation/clock/clock.ts';
import { findInvoice } from '../../domain/invoices/invoice.repository.ts';
import { balanceOf, type Invoice } from '../../domain/invoices/invoice.ts';
import { foundInvoice } from '../../domain/invoices/open-invoice.ts';
import { readOrganisation } from '../../domain/organisations/read-organisation.ts';
import type { MailReason } from '../../foundation/vocabulary/mail-states.ts';
import type { ComposedMail } from '../../platform/mail/compose-mail.ts';
import { maxMailBytes } from '../../platform/mail/compose-mail.ts';
import type { Mailer } from '../../platform/mail/mailer.ts';
import { mailContent } from './mail-content.ts';
import type { DueMail } from './mail-delivery.ts';
import type { MailDependencies } from './mail-dependencies.ts';
import { customerPageLink, mailAttachments } from './mail-enclosures.ts';
import { readMailSettings } from './read-mail-settings.ts';
import { isReminderPaused } from './reminder-pause.repository.ts';
import type { OwnTexts } from './mail-texts.ts';

/** An e-mail ready to be sent, or why it is not sent. */
export type PreparedMail = { readonly invoice: Invoice } & (
    | { readonly mail: ComposedMail; readonly messageId: string }
    | { readonly state: 'withdrawn' | 'failed'; readonly reason: MailReason });

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
    if (invoice.status === 'cancelled') {
        return { invoice, state: 'withdrawn', reason: 'invoice_cancelled' };
    }
    if (due.kind === 'reminder' && (balanceOf(invoice) <= 0n || await isReminderPaused(database, invoice))) {
        return { invoice, state: 'withdrawn', reason: 'settled' };
    }
    const { texts } = await readMailSettings({ database }, organisationId);
    const now = clock.now();
    const content = mailContent({
        invoice, organisation, template: due.template, ownTexts: withStepTexts(texts, due),
        subject: due.emailSubject, message: due.emailMessage,
        includePaymentInstructions: due.includePaymentInstructions,
        link: await customerPageLink(dependencies, invoice, due.requestedBy), today: calendarDate(now, timeZone)
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
        ? { invoice, state: 'failed', reason: 'too_large' } : { invoice, mail, messageId };
}

function withStepTexts(own: OwnTexts, { template, texts }: DueMail): OwnTexts {
    const step = texts[template] ?? {};
    const usual = own[template] ?? {};
    return {
        ...own,
        [template]: { pl: { ...usual.pl, ...step.pl }, en: { ...usual.en, ...step.en } }
    };
}
