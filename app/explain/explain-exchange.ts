import { exchangeOf } from '../invoices/exchange.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { formatMicros, formatMinor, formatNanos } from '../money/decimal.ts';
import { exactExchanged } from '../money/rounding.ts';
import { exchangeVat } from '../totals/exchanged-vat.ts';
import type { VatBreakdownRow } from '../totals/vat-breakdown.ts';
import { stepsIn, type StepWriter } from './step.ts';

/** The VAT in the VAT currency as it follows from the breakdown. */
export type ExplainedExchange = ReturnType<typeof explainExchange>;

/**
 * How the VAT of each rate came about in the organisation's VAT currency, and the total as their sum.
 * @param breakdown - The VAT breakdown that the explanation comes to.
 * @param writer - Of the document's own currency.
 * @returns null where the document is in the VAT currency, and for a draft.
 */
export function explainExchange(invoice: Invoice, breakdown: readonly VatBreakdownRow[], writer: Pick<StepWriter, 'amount'>) {
    const { vatCurrency, exchange: rate } = invoice;
    const exchange = exchangeOf(invoice);
    if (exchange === undefined || rate === null) {
        return null;
    }
    const vatWriter = stepsIn(exchange.decimals.to);
    const exchangeRate = formatNanos(rate.rateNanos);
    const { rowsMinor, totalMinor } = exchangeVat(breakdown.map(({ vatMinor }) => vatMinor), exchange);

    return {
        vatCurrency,
        minorUnit: formatMinor(1n, exchange.decimals.to),
        exchangeRate,
        exchangeRateDate: rate.date,
        exchangeRateSource: rate.source,
        rates: breakdown.map(({ category, ratePercentMicros, vatMinor }, index) => ({
            vatCategory: category,
            vatRate: formatMicros(ratePercentMicros),
            steps: [vatWriter.rounded('vatInVatCurrency', 'exchanged_vat', { vat: writer.amount(vatMinor), exchangeRate },
                exactExchanged(vatMinor, rate.rateNanos, exchange.decimals))],
            vat: writer.amount(vatMinor),
            vatInVatCurrency: vatWriter.amount(rowsMinor[index] ?? 0n)
        })),
        steps: [vatWriter.plain('totalVATInVatCurrency', 'sum_of_exchanged_vat', {}, totalMinor)],
        totalVATInVatCurrency: vatWriter.amount(totalMinor)
    };
}
