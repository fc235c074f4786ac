import type Joi from 'joi';
import { invoiceNotes, paymentTermsText } from '../../domain/invoices/invoice.schemas.ts';
import { namedDays } from '../../domain/invoices/payment-terms.ts';
import type { Warning } from '../../foundation/errors/warning.ts';
import type { Quote } from '../../platform/upstream/quote.ts';
import { notInvoiceable } from './quote-refusals.ts';

/** Texts that a caller gives; null is as absent, because a form sends it for a box that was left empty. */
type GivenTexts = {
    readonly paymentTerms?: string | null; readonly notes?: string | null; readonly dueDate?: string | null
};

/** The texts of a draft from a quote. */
type QuotedTexts = { readonly paymentTerms: string | null; readonly notes: string | null };

/**
 * Terms of payment and notes of a draft: the caller's, else those that the customer accepted. A caller's due date takes
 * the place of accepted terms that name days, because a document must not state two due dates.
 * @throws DomainError `QUOTE_NOT_INVOICEABLE` for a text that no invoice can hold
 */
export function quotedTexts(quote: Quote, { paymentTerms, notes, dueDate }: GivenTexts): QuotedTexts {
    return {
        paymentTerms: paymentTerms ?? quotedTerms(quote, dueDate),
        notes: notes ?? printable(quote, 'notes', quote.notes, invoiceNotes)
    };
}

/** Warning of accepted terms that the caller's due date replaces. */
export function textWarnings(quote: Quote, { paymentTerms, dueDate }: GivenTexts): readonly Warning[] {
    return typeof paymentTerms === 'string' || !isReplaced(quote.paymentTerms, dueDate) ? [] : [{
        path: 'paymentTerms', code: 'QUOTE_TERMS_REPLACED',
        message: `paymentTerms: the quote's "${quote.paymentTerms}" were left out, because dueDate was given`
    }];
}

/** The terms that the customer accepted, unless a due date takes their place. */
function quotedTerms(quote: Quote, dueDate: string | null | undefined): string | null {
    const terms = printable(quote, 'paymentTerms', quote.paymentTerms, paymentTermsText);
    return isReplaced(terms, dueDate) ? null : terms;
}

function isReplaced(terms: string | null, dueDate: string | null | undefined): boolean {
    return typeof dueDate === 'string' && namedDays(terms) !== undefined;
}

function printable(
    quote: Quote, field: string, text: string | null, schema: Joi.StringSchema<string>
): string | null {
    if (text === null) {
        return null;
    }
    const checked = schema.validate(text);
    if (checked.error !== undefined) {
        throw notInvoiceable(quote, `has ${field} that no invoice can hold: it ${checked.error.message}`);
    }
    return checked.value;
}
