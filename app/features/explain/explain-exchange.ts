import { exchangeOf, vatChangesOf } from '../../domain/invoices/exchange.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { formatMicros, formatMinor, formatNanos } from '../../foundation/money/decimal.ts';
import { exactExchanged } from '../../foundation/money/rounding.ts';
import { exchangeVat, type Exchange, type VatChange } from '../../domain/totals/exchanged-vat.ts';
import type { VatBreakdownRow } from '../../domain/totals/vat-breakdown.ts';
import { stepsIn, type Step, type StepWriter } from './explanation-step.ts';

/** Explanation of the VAT in the VAT currency, as it follows from the breakdown. */
export type ExplainedExchange = ReturnType<typeof explainExchange>;

/**
 * Explains the VAT of each rate in the organisation's VAT currency, and the total as their sum. The VAT of a corrective
 * is a difference: the VAT of the rate after the corrective, less the VAT before it, each exchanged and rounded by
 * itself.
 * @param breakdown - The VAT breakdown that the explanation arrives at.
 * @param writer - Writer in the document's own currency.
 * @returns null where the document is in the VAT currency, and for a draft.
 */
export function explainExchange(invoice: Invoice, breakdown: readonly VatBreakdownRow[], writer: StepWriter) {
    const { vatCurrency, exchange: rate, correction, issuedAt } = invoice;
    const exchange = exchangeOf(invoice);
    if (exchange === undefined || rate === null || issuedAt === null) {
        return null;
    }
    const vatWriter = stepsIn(exchange.decimals.to);
    const exchangeRate = formatNanos(rate.rateNanos);
    const changes = vatChangesOf(breakdown, correction);
    const { rowsMinor, totalMinor } = exchangeVat(changes, exchange);
    const context = { exchange, exchangeRate, writer, vatWriter };

    return {
        vatCurrency,
        minorUnit: formatMinor(1n, exchange.decimals.to),
        exchangeRate,
        exchangeRateDate: rate.date,
        exchangeRateSource: rate.source,
        rates: breakdown.map(({ category, ratePercentMicros, word, vatMinor }, index) => ({
            vatCategory: category,
            vatRate: formatMicros(ratePercentMicros),
            vatWord: word,
            steps: correction === null
                ? [exchangedStep('vatInVatCurrency', vatMinor, context)]
                : differenceSteps(
                    changes[index] ?? { beforeMinor: 0n, afterMinor: vatMinor }, rowsMinor[index] ?? 0n, context),
            vat: writer.amount(vatMinor),
            vatInVatCurrency: vatWriter.amount(rowsMinor[index] ?? 0n)
        })),
        steps: [vatWriter.plain('totalVATInVatCurrency', 'sum_of_exchanged_vat', {}, totalMinor)],
        totalVATInVatCurrency: vatWriter.amount(totalMinor)
    };
}

type Context = {
    readonly exchange: Exchange; readonly exchangeRate: string; readonly writer: StepWriter;
    readonly vatWriter: StepWriter
};

function exchangedStep(
    step: string, vatMinor: bigint, { exchange: { rateNanos, decimals }, exchangeRate, writer, vatWriter }: Context
): Step {
    return vatWriter.rounded(step, 'exchanged_vat', { vat: writer.amount(vatMinor), exchangeRate }, exactExchanged(
        vatMinor, rateNanos, decimals));
}

function differenceSteps(
    { beforeMinor, afterMinor }: VatChange, differenceMinor: bigint, context: Context
): readonly Step[] {
    const { writer, vatWriter } = context;
    const [before, after] = [exchangedStep('vatBeforeInVatCurrency', beforeMinor, context), exchangedStep(
        'vatAfterInVatCurrency', afterMinor, context)];
    return [
        writer.plain('vatAfter', 'corrected_vat',
            { vatBefore: writer.amount(beforeMinor), vat: writer.amount(afterMinor - beforeMinor) }, afterMinor),
        before,
        after,
        vatWriter.plain(
            'vatInVatCurrency', 'exchanged_difference', { before: before.result, after: after.result }, differenceMinor)
    ];
}
