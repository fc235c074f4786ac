import { DomainError } from '../../foundation/errors/domain-error.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import type { Quote } from '../../platform/upstream/quote.ts';

/** The only status of a quote that the customer has accepted. */
const accepted = 'ACCEPTED';

/** Asserts that a quote is accepted. @throws DomainError `QUOTE_NOT_ACCEPTED`, naming the status */
export function assertAccepted({ id, number, status }: Quote): void {
    if (status !== accepted) {
        const clause = `names the quote ${number}, which is ${status}: only one that is ${accepted} can be invoiced`;
        throw new DomainError('QUOTE_NOT_ACCEPTED', `quoteId ${clause}`, { quoteId: id, quoteNumber: number, status }, {
            faults: [{ path: 'quoteId', code: 'QUOTE_NOT_ACCEPTED', message: clause }]
        });
    }
}

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
