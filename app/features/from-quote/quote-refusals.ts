import type { DomainError } from '../../foundation/errors/domain-error.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import type { Quote } from '../../platform/upstream/quote.ts';

/** Ways out of a refusal that a caller of the CRM's gateway has: it passes no items on with a quote. */
const wayOut = 'correct the quote in the CRM, or make the invoice with POST /invoices';

/**
 * The refusal of a quote that cannot become an invoice as it is.
 * @param problem - Continues a sentence that begins with the quote: `has no items`.
 */
export function notInvoiceable(
    { number }: Quote, problem: string, code: 'QUOTE_NOT_INVOICEABLE' | 'QUOTE_HAS_NO_ITEMS' = 'QUOTE_NOT_INVOICEABLE'
): DomainError {
    return refusedField(code, 'quoteId', `names the quote ${number}, which ${problem}: ${wayOut}`);
}
