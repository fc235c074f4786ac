import type { MailTemplate } from '../../foundation/vocabulary/mail-states.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { sellerOf, type Organisation } from '../../domain/organisations/organisation.ts';
import { printLanguageOf } from '../../domain/printing/print-catalogue.ts';
import { printInvoice } from '../../domain/printing/print-invoice.ts';
import type { PrintedDocument, PrintLanguage } from '../../domain/printing/printed-document.ts';
import { printedDate, printedMoney } from '../../domain/printing/printed-number.ts';
import { mailHtml } from './mail-html.ts';
import { withPlaces, type PlaceValues } from './mail-places.ts';
import type { MailParts } from './mail-parts.ts';
import { mailPlainText } from './mail-plain-text.ts';
import { mailTextsOf, mailWords, type OwnTexts } from './mail-texts.ts';

/** Everything that an e-mail is made of. */
export type MailInput = {
    readonly invoice: Invoice;
    readonly organisation: Organisation;
    readonly template: MailTemplate;
    readonly ownTexts: OwnTexts;
    /** Subject and text given for this e-mail; null: those of the template. */
    readonly subject: string | null;
    readonly message: string | null;
    readonly includePaymentInstructions: boolean;
    /** Address of the customer's page; undefined: there is none. */
    readonly link: string | undefined;
    /** Current calendar date in the seller's time zone, `YYYY-MM-DD`. */
    readonly today: string;
};

/** An e-mail's subject and texts, ready to be sent. */
export type MailContent = {
    readonly language: PrintLanguage;
    readonly fromName: string;
    readonly subject: string;
    readonly text: string;
    readonly html: string;
};

/** Makes the subject and both forms of an e-mail. Pure. */
export function mailContent(input: MailInput): MailContent {
    const { invoice, organisation, ownTexts, template } = input;
    const language = printLanguageOf(invoice.language);
    const words = mailWords(language);
    const printed = printInvoice(invoice, { seller: sellerOf(organisation, invoice.currency) });
    const senderName = senderNameOf(organisation, invoice);
    const values = placeValues(input, printed, senderName);
    const texts = mailTextsOf(ownTexts, template, language);
    const dueDate = invoice.openDueDate ?? invoice.dueDate;
    const subject = oneLine(withPlaces(input.subject ?? texts.subject, values));
    const parts: MailParts = {
        language, words, subject, senderName,
        opening: paragraphs(withPlaces(input.message ?? texts.opening, values)),
        closing: paragraphs(withPlaces(texts.closing, values)),
        heading: `${printed.heading} ${printed.number}`,
        due: [printed.due.label, printed.due.amount],
        facts: [
            ...invoice.issueDate === null ? [] : [[words.issueDate, values.issueDate] as const],
            ...dueDate === null || printed.payment === null ? [] : [[words.dueDate, values.dueDate] as const],
            [words.total, values.total]
        ],
        payment: input.includePaymentInstructions ? printed.payment?.rows ?? [] : [],
        link: input.link,
        seller: [printed.seller.name, ...printed.seller.lines, ...printed.seller.ids.map((id) => id.join(' '))],
        automatic: withPlaces(words.automatic, values)
    };
    return { language, fromName: senderName, subject, text: mailPlainText(parts), html: mailHtml(parts) };
}

/** Name that e-mails of an organisation come from. */
function senderNameOf({ mailSenderName, legalName }: Organisation, { seller }: Invoice): string {
    return mailSenderName ?? seller?.legalName ?? legalName ?? '';
}

function placeValues(
    { invoice, today }: MailInput, { heading, number, due, buyer }: PrintedDocument, sellerName: string
): PlaceValues {
    const language = printLanguageOf(invoice.language);
    const date = (day: string | null): string => (day === null ? '–' : printedDate(day, language));
    const dueDate = invoice.openDueDate ?? invoice.dueDate;
    return {
        document: heading, number, amount: due.amount,
        total: printedMoney(invoice.grossMinor, invoice.currency, language),
        issueDate: date(invoice.issueDate), dueDate: date(dueDate),
        days: String(dueDate === null ? 0 : daysBetween(today, dueDate)),
        customerName: buyer.name, sellerName
    };
}

const dayMs = 86_400_000;

function daysBetween(one: string, other: string): number {
    const start = Date.parse(`${one}T00:00:00Z`);
    return Math.abs(Math.round((Date.parse(`${other}T00:00:00Z`) - start) / dayMs));
}

function paragraphs(text: string): readonly string[] {
    return text.split(/\n{2,}/).map((paragraph) => paragraph.trim()).filter((paragraph) => paragraph !== '');
}

/** A header has one line, whatever the values of its places are. */
function oneLine(text: string): string {
    return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
