import type { Command } from '../../platform/commands/command.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { rateBefore } from '../../platform/upstream/exchange-rates.ts';
import type { ExchangeRate, Invoice } from './invoice.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';

/** What decides on the rate. The dates are those with which the document is issued. */
type Dated = Pick<Invoice, 'invoiceType' | 'currency' | 'exchange' | 'issueDate' | 'saleDate'>;

/**
 * The rate that a document is issued with: the one that it was given by hand, else the source's. A proforma asks no tax, so it is not looked up
 * for one.
 * @param vatCurrency - ISO 4217; the organisation's.
 * @throws DomainError `EXCHANGE_RATE_MISSING` | `EXCHANGE_RATE_UNAVAILABLE` | `UPSTREAM_CONTRACT_BROKEN` and its kin
 */
export async function findRate(
    { upstreams }: InvoiceDependencies, { upstream }: Command, invoice: Dated, vatCurrency: string
): Promise<ExchangeRate | null> {
    const { invoiceType, currency, exchange, issueDate, saleDate } = invoice;
    if (exchange !== null || currency === vatCurrency || invoiceType === 'proforma') {
        return exchange;
    }
    if (issueDate === null || saleDate === null) {
        throw new RangeError('a document that is issued has its dates');
    }

    const before = rateBefore(saleDate, issueDate);
    const { rateNanos, date, source, table } = await upstreams.exchangeRates.find(upstream, { currency, vatCurrency, before }).catch(asUnavailable);
    return { rateNanos, date, source: `${source} ${table}` };
}

/** The source is not one of the CRM's services, and there is a way without it. */
function asUnavailable(error: unknown): never {
    if (error instanceof DomainError && error.code === 'UPSTREAM_UNAVAILABLE') {
        const { retryAfterSeconds } = error;
        throw new DomainError('EXCHANGE_RATE_UNAVAILABLE', `exchangeRate: ${error.message}; try again, or give exchangeRate`, error.details, {
            cause: error, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds })
        });
    }
    throw error;
}
