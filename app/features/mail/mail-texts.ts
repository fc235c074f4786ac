import type { PrintLanguage } from '../../domain/printing/printed-document.ts';
import type { MailTemplate } from '../../foundation/vocabulary/mail-states.ts';

/** Texts of one e-mail in one language. `{…}` marks a place that is filled. */
export type MailTexts = { readonly subject: string; readonly opening: string; readonly closing: string };

/** Texts of an organisation by e-mail and language; what is absent is the service's own. */
export type OwnTexts = {
    readonly [Template in MailTemplate]?: {
        readonly [Language in PrintLanguage]?: { readonly [Part in keyof MailTexts]?: string }
    };
};

/** Words that stand in an e-mail beside its texts. */
export type MailWords = {
    readonly total: string;
    readonly issueDate: string;
    readonly dueDate: string;
    readonly view: string;
    readonly howToPay: string;
    readonly automatic: string;
};

type Catalogue = { readonly texts: Readonly<Record<MailTemplate, MailTexts>>; readonly words: MailWords };

const polish: Catalogue = {
    texts: {
        invoice: {
            subject: '{document} {number} – {sellerName}',
            opening: 'Dzień dobry,\n\nw załączniku przesyłamy dokument: {document} {number}.',
            closing: 'Z poważaniem\n{sellerName}'
        },
        reminder_before: {
            subject: 'Zbliża się termin płatności: {document} {number}',
            opening: 'Dzień dobry,\n\nprzypominamy, że {dueDate} mija termin płatności dokumentu {document} {number}. '
                + 'Do zapłaty pozostaje {amount}.',
            closing: 'Jeżeli płatność została już wysłana, prosimy pominąć tę wiadomość.\n\nZ poważaniem\n{sellerName}'
        },
        reminder_due: {
            subject: 'Dziś mija termin płatności: {document} {number}',
            opening: 'Dzień dobry,\n\nprzypominamy, że termin płatności dokumentu {document} {number} to {dueDate}. '
                + 'Do zapłaty pozostaje {amount}.',
            closing: 'Jeżeli płatność została już wysłana, prosimy pominąć tę wiadomość.\n\nZ poważaniem\n{sellerName}'
        },
        reminder_overdue: {
            subject: 'Po terminie płatności: {document} {number}',
            opening: 'Dzień dobry,\n\ntermin płatności dokumentu {document} {number} minął {dueDate}. Do zapłaty '
                + 'pozostaje {amount}. Prosimy o uregulowanie należności.',
            closing: 'Jeżeli płatność została już wysłana, prosimy pominąć tę wiadomość.\n\nZ poważaniem\n{sellerName}'
        }
    },
    words: {
        total: 'Wartość brutto', issueDate: 'Data wystawienia', dueDate: 'Termin płatności',
        view: 'Zobacz dokument online', howToPay: 'Jak zapłacić',
        automatic: 'Wiadomość wysłana automatycznie w imieniu: {sellerName}'
    }
};

const english: Catalogue = {
    texts: {
        invoice: {
            subject: '{document} {number} from {sellerName}',
            opening: 'Hello,\n\nplease find attached: {document} {number}.',
            closing: 'Kind regards\n{sellerName}'
        },
        reminder_before: {
            subject: 'Payment due soon: {document} {number}',
            opening: 'Hello,\n\nthis is a reminder that {document} {number} is due on {dueDate}. {amount} is left to '
                + 'pay.',
            closing: 'If you have paid already, please ignore this message.\n\nKind regards\n{sellerName}'
        },
        reminder_due: {
            subject: 'Payment due today: {document} {number}',
            opening: 'Hello,\n\nthis is a reminder that {document} {number} is due on {dueDate}. {amount} is left to '
                + 'pay.',
            closing: 'If you have paid already, please ignore this message.\n\nKind regards\n{sellerName}'
        },
        reminder_overdue: {
            subject: 'Payment overdue: {document} {number}',
            opening: 'Hello,\n\n{document} {number} was due on {dueDate}. {amount} is left to pay. Please settle it '
                + 'soon.',
            closing: 'If you have paid already, please ignore this message.\n\nKind regards\n{sellerName}'
        }
    },
    words: {
        total: 'Gross amount', issueDate: 'Issue date', dueDate: 'Due date',
        view: 'View it online', howToPay: 'How to pay',
        automatic: 'Sent automatically on behalf of {sellerName}'
    }
};

const catalogues: Readonly<Record<PrintLanguage, Catalogue>> = { pl: polish, en: english };

/** The service's own texts of an e-mail. */
export function usualTexts(template: MailTemplate, language: PrintLanguage): MailTexts {
    return catalogues[language].texts[template];
}

/** The words of a language. */
export function mailWords(language: PrintLanguage): MailWords {
    return catalogues[language].words;
}

/** The texts of an e-mail: the organisation's where it has them. */
export function mailTextsOf(own: OwnTexts, template: MailTemplate, language: PrintLanguage): MailTexts {
    return { ...usualTexts(template, language), ...own[template]?.[language] };
}
