import type { Command } from '../../platform/commands/command.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { rateBefore } from '../../platform/upstream/exchange-rates.ts';
import type { RateOfDay } from './exchange.ts';
import type { ExchangeRate, Invoice } from './invoice.ts';
import { assertRateDateFits } from './rate-date.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';

/** Facts that decide on the rates. The date is the one with which the document is issued. */
type Dated = Pick<Invoice, 'invoiceType' | 'currency' | 'exchange' | 'issueDate'>;

/**
 * The rates that a document is issued with: the one given by hand, else the source's for the day of each tax point. For
 * a proforma no rate is looked up, because it charges no tax.
 * @param taxPoints - Days on which tax arises.
 * @param vatCurrency - ISO 4217; the organisation's VAT currency.
 * @throws DomainError `EXCHANGE_RATE_DATE_WRONG` | `EXCHANGE_RATE_MISSING` | `EXCHANGE_RATE_UNAVAILABLE` |
 *     `UPSTREAM_CONTRACT_BROKEN` and related codes
 */
export async function findRates(
    { upstreams }: Pick<InvoiceDependencies, 'upstreams'>, { upstream }: Command,
    { invoiceType, currency, exchange, issueDate }: Dated,
    { taxPoints, vatCurrency }: { readonly taxPoints: readonly string[]; readonly vatCurrency: string }
): Promise<RateOfDay> {
    if (currency === vatCurrency || invoiceType === 'proforma') {
        return () => exchange;
    }
    if (issueDate === null) {
        throw new RangeError('a document that is issued has its date');
    }
    const days = new Set(taxPoints.map((taxPoint) => rateBefore(taxPoint, issueDate)));
    if (exchange !== null) {
        assertRateDateFits(exchange, [...days], vatCurrency);
        return () => exchange;
    }
    const rates = new Map(await Promise.all([...days].map(async (before): Promise<[string, ExchangeRate]> => {
        const { rateNanos, date, source, table } = await upstreams.exchangeRates
            .find(upstream, { currency, vatCurrency, before }).catch(asUnavailable);
        return [before, { rateNanos, date, source: `${source} ${table}` }];
    })));
    return (taxPoint) => rates.get(rateBefore(taxPoint, issueDate)) ?? null;
}

/**
 * Rethrows an outage of the source with a code of its own: it is not a service of the CRM, and a rate can be given by
 * hand.
 */
function asUnavailable(error: unknown): never {
    if (error instanceof DomainError && error.code === 'UPSTREAM_UNAVAILABLE') {
        const { retryAfterSeconds } = error;
        throw new DomainError('EXCHANGE_RATE_UNAVAILABLE',
            `exchangeRate: ${error.message}; try again, or give exchangeRate`, error.details, {
                cause: error, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds })
            });
    }
    throw error;
}
