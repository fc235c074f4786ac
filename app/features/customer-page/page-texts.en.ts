import type { PageTexts } from './page-texts.ts';

/** English texts of the customer's page. */
export const englishPageTexts = {
    languageName: 'English',
    languages: 'Language of the page',
    skip: 'Skip to the document',
    states: {
        due: 'To be paid', overdue: 'Overdue', partial: 'Partly paid', paid: 'Paid', settled: 'Settled',
        cancelled: 'Do not pay', offer: 'Pro forma', converted: 'Invoice issued', received: 'Advance received'
    },
    stateDetails: {
        dueBy: 'Due on {date}', overdueSince: 'It was due on {date}', paidOn: 'Paid in full on {date}. Thank you.',
        annulled: 'The document was annulled on {date} and need not be paid.',
        cancelled: 'The document was taken back on {date} and need not be paid.',
        converted: 'An invoice was issued for this document. Please pay the invoice.',
        offer: 'This is not a VAT invoice.',
        received: 'This document confirms a payment that was received before the supply.',
        changes: 'This correction changes invoice {number} by {amount}.',
        debtOf: 'The amount due is that of invoice {number} after its corrections.'
    },
    correctives: 'Corrections of this document',
    corrective: '{number} of {date}: {amount}',
    finalInvoice: 'The advance is deducted by invoice {number}',
    back: 'Back to document {number}',
    amountDue: 'Amount due now',
    gross: 'Gross amount',
    paid: 'Paid',
    credited: 'Corrections and set-offs',
    howToPay: 'How to pay',
    amount: 'Amount',
    copy: 'Copy: {what}',
    copied: 'Copied: {what}',
    downloads: 'Downloads',
    pdf: 'Download PDF',
    eInvoice: 'Download e-invoice (XML)',
    facturX: 'Download PDF with e-invoice (Factur-X)',
    details: 'Document details',
    parties: 'Parties',
    sums: 'VAT summary',
    lines: 'Items',
    validUntil: 'This link works until {date}. Whoever has it can open the document.',
    messages: {
        notFound: {
            title: 'There is no such page',
            text: 'The link is incomplete, expired or withdrawn. Please ask whoever sent the document for a new one.'
        },
        tooMany: {
            title: 'Too many requests', text: 'Too many requests came from this address. Try again in a minute.'
        },
        busy: { title: 'A short break', text: 'The page is not available now. Try again in a few minutes.' },
        failed: { title: 'Something went wrong', text: 'There was a fault on our side. Try again in a few minutes.' }
    }
} as const satisfies PageTexts;
