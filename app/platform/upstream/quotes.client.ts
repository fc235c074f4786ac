import { DomainError } from '../../foundation/errors/domain-error.ts';
import { untilTimeIsUp } from './cached-client.ts';
import type { CallContext } from './call-context.ts';
import type { Quote } from './quote.ts';
import { readQuote } from './quote.contract.ts';
import { canBeAskedFor } from './request-parts.ts';
import { assertSameId } from './assert-same-id.ts';
import type { Origin } from './sourced.ts';
import type { UpstreamClient } from './upstream-client.ts';

/** Calls to quotes-service. */
export type QuotesClient = {
    /** @throws DomainError `QUOTE_NOT_FOUND`, or one of the `UPSTREAM_…` codes */
    find(context: CallContext, quoteId: string): Promise<Origin<Quote>>;
};

/**
 * Reads quotes without a cache: a quote that was accepted a minute ago may be cancelled now, and its content becomes an
 * invoice.
 */
export function createQuotesClient(client: UpstreamClient): QuotesClient {
    return {
        find: async (context, quoteId) => {
            const notFound = () =>
                new DomainError('QUOTE_NOT_FOUND', `${client.upstream} knows no quote ${quoteId}`, { quoteId });
            if (!canBeAskedFor(quoteId)) {
                throw notFound();
            }

            return untilTimeIsUp(context, () => client.call(context, {
                method: 'GET',
                path: ['quotes', quoteId],
                read: (body, broken) => assertSameId(quoteId, readQuote(body, broken), broken),
                notFound
            }));
        }
    };
}
