import type Joi from 'joi';
import { invoiceNotes, paymentTermsText } from '../../domain/invoices/invoice.schemas.ts';
import { namedDays } from '../../domain/invoices/payment-terms.ts';
import type { Quote } from '../../platform/upstream/quote.ts';
import { notInvoiceable } from './quote-refusals.ts';

/** Texts that a caller gives; null leaves the text of the quote out. */
type GivenTexts = {
    readonly paymentTerms?: string | null; readonly notes?: string | null; readonly dueDate?: string | null
};

/** The texts of a draft from a quote; an absent one stays empty. */
type QuotedTexts = { readonly paymentTerms?: string | null; readonly notes?: string | null };

/**
 * Terms of payment and notes of a draft: the caller's, else those that the customer accepted. A caller's due date takes
 * the place of accepted terms that name days, because a document must not state two due dates.
 * @throws DomainError `QUOTE_NOT_INVOICEABLE` for a text that no invoice can hold
 */
export function quotedTexts(quote: Quote, { paymentTerms, notes, dueDate }: GivenTexts): QuotedTexts {
    const isReplaced = typeof dueDate === 'string' && namedDays(quote.paymentTerms) !== undefined;

    return {
        paymentTerms: paymentTerms !== undefined || isReplaced || quote.paymentTerms === null
            ? paymentTerms ?? null : printable(quote, 'paymentTerms', quote.paymentTerms, paymentTermsText),
        notes: notes !== undefined || quote.notes === null
            ? notes ?? null : printable(quote, 'notes', quote.notes, invoiceNotes)
    };
}

function printable(quote: Quote, field: string, text: string, schema: Joi.StringSchema<string>): string {
    const checked = schema.validate(text);
    if (checked.error !== undefined) {
        throw notInvoiceable(quote, `has ${field} that no invoice can hold (too long, or with control characters)`);
    }
    return checked.value;
}
