import type { Command } from '../../platform/commands/command.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import type { Quote } from '../../platform/upstream/quote.ts';
import type { Origin } from '../../platform/upstream/sourced.ts';
import { withPath } from '../pricing/refused-item.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';

/** The only status of a quote that the customer has accepted. */
const accepted = 'ACCEPTED';

/**
 * Reads an accepted quote.
 * @throws DomainError `QUOTES_NOT_CONFIGURED` | `QUOTE_NOT_FOUND` | `QUOTE_NOT_ACCEPTED`, and those of upstream calls
 */
export async function readAcceptedQuote(
    { upstreams }: Pick<InvoiceDependencies, 'upstreams'>, { upstream }: Command, quoteId: string
): Promise<Origin<Quote>> {
    if (upstreams.quotes === undefined) {
        const problem = 'cannot be read here, because QUOTES_SERVICE_URL is not set: '
            + 'make the invoice with POST /invoices';
        throw new DomainError('QUOTES_NOT_CONFIGURED', `quoteId: the quote ${problem}`, { quoteId }, {
            faults: [{ path: 'quoteId', code: 'QUOTES_NOT_CONFIGURED', message: problem }]
        });
    }
    const quote = await upstreams.quotes.find(upstream, quoteId).catch(withPath('quoteId'));
    assertAccepted(quote.value);
    return quote;
}

/** A quote that a document names, with the customer of the document. */
export type NamedQuote = { readonly quoteId: string | null; readonly contactId: string | null };

/**
 * Checks the quote that a document names. Naming it makes the quote taken, so it must be one that the document's
 * customer accepted. Without quotes-service nothing can be checked, so the quote is named and stays free.
 * @returns True when the quote stays free for another document.
 * @throws DomainError `QUOTE_NOT_INVOICEABLE` | `QUOTE_NOT_FOUND` | `QUOTE_NOT_ACCEPTED`, and those of upstream calls
 */
export async function isLeftFree(
    dependencies: Pick<InvoiceDependencies, 'upstreams'>, command: Command, { quoteId, contactId }: NamedQuote
): Promise<boolean> {
    if (quoteId === null || dependencies.upstreams.quotes === undefined) {
        return quoteId !== null;
    }
    const { value: quote } = await readAcceptedQuote(dependencies, command, quoteId);
    if (quote.contactId !== contactId) {
        throw refusedField('QUOTE_NOT_INVOICEABLE', 'contactId',
            `must be the contact of the quote ${quote.number} that quoteId names`, 'OTHER_CONTACT');
    }
    return false;
}

/** Asserts that a quote is accepted. @throws DomainError `QUOTE_NOT_ACCEPTED`, naming the status */
function assertAccepted({ id, number, status }: Quote): void {
    if (status !== accepted) {
        const clause = `names the quote ${number}, which is ${status}: only one that is ${accepted} can be invoiced`;
        throw new DomainError('QUOTE_NOT_ACCEPTED', `quoteId ${clause}`, { quoteId: id, quoteNumber: number, status }, {
            faults: [{ path: 'quoteId', code: 'QUOTE_NOT_ACCEPTED', message: clause }]
        });
    }
}
