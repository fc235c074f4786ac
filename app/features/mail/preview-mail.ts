import { calendarDate } from '../../foundation/clock/clock.ts';
import type { MailTemplate } from '../../foundation/vocabulary/mail-states.ts';
import type { Command } from '../../platform/commands/command.ts';
import { openInvoice } from '../../domain/invoices/open-invoice.ts';
import { mailContent } from './mail-content.ts';
import type { MailDependencies } from './mail-dependencies.ts';
import { attachmentNames, previewedPageLink } from './mail-enclosures.ts';
import { readMailSettings } from './read-mail-settings.ts';
import type { OwnTexts } from './mail-texts.ts';

/** Options of a preview. */
export type PreviewOptions = {
    readonly template?: MailTemplate;
    readonly texts?: OwnTexts;
    readonly emailSubject?: string;
    readonly emailMessage?: string;
    readonly includePaymentInstructions?: boolean;
};

/** An e-mail as it would be sent. */
export type MailPreview = {
    readonly from: string | null;
    readonly replyTo: string | null;
    readonly to: string | null;
    readonly subject: string;
    readonly text: string;
    readonly html: string;
    readonly attachments: readonly string[];
};

/** Makes the e-mail of an invoice, and sends nothing. @throws DomainError `INVOICE_NOT_FOUND` */
export async function previewMail(
    dependencies: MailDependencies, command: Command<MailPreview>,
    { invoiceId, options }: { readonly invoiceId: string; readonly options: PreviewOptions }
): Promise<MailPreview> {
    const { database, clock, mailer, config: { timeZone } } = dependencies;
    const { invoice, organisation } = await openInvoice(dependencies, command, invoiceId);
    const stored = options.texts === undefined ? await readMailSettings({ database }, organisation.id) : undefined;
    const { subject, text, html, fromName } = mailContent({
        invoice, organisation, template: options.template ?? 'invoice', ownTexts: options.texts ?? stored?.texts ?? {},
        subject: options.emailSubject ?? null, message: options.emailMessage ?? null,
        includePaymentInstructions: options.includePaymentInstructions ?? true,
        link: previewedPageLink(dependencies), today: calendarDate(clock.now(), timeZone)
    });
    return {
        from: mailer === undefined ? null : `${fromName} <${mailer.from}>`,
        replyTo: organisation.mailReplyTo ?? organisation.email, to: invoice.buyer.email, subject, text, html,
        attachments: attachmentNames(invoice)
    };
}
