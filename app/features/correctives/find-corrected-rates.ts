import type { Command } from '../../platform/commands/command.ts';
import type { RateOfDay } from '../../domain/invoices/exchange.ts';
import { findRates } from '../../domain/invoices/find-rate.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import type { InvoiceDependencies } from '../../domain/invoices/invoice-dependencies.ts';
import { publishedSource } from '../../platform/upstream/exchange-rates.ts';
import { knownRates, ratesOf } from './corrected-tax-points.ts';
import type { Corrections } from './corrected-state.ts';

/**
 * The exchange rates of a corrective: those of the invoice and its correctives, and for a day that none of them has the
 * source's. A rate that was given by hand holds for all days.
 * @param taxPoints - Days on which the tax of the corrective arises, `YYYY-MM-DD`.
 * @throws DomainError those of `findRates`
 */
export async function findCorrectedRates(
    dependencies: Pick<InvoiceDependencies, 'upstreams'>, command: Command,
    { original, corrections }: { readonly original: Invoice; readonly corrections: Corrections },
    taxPoints: readonly string[]
): Promise<RateOfDay> {
    const { currency, vatCurrency, exchange, issueDate } = original;
    const known = knownRates(original, corrections.rates);
    const unknown = taxPoints.filter((day) => !known.has(day));
    const isPublished = exchange !== null && exchange.source.startsWith(`${publishedSource} `);
    if (unknown.length === 0 || vatCurrency === null || !isPublished) {
        return ratesOf(original, known);
    }
    const found = await findRates(dependencies, command,
        { invoiceType: 'corrective', currency, exchange: null, issueDate }, { taxPoints: unknown, vatCurrency });
    return (day) => known.get(day) ?? found(day);
}
