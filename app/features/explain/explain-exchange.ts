import { exchangeOf, vatChangesOf } from '../../domain/invoices/exchange.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { keyOfTaxPoint } from '../../domain/invoices/tax-points.ts';
import { formatMicros, formatMinor, formatNanos } from '../../foundation/money/decimal.ts';
import { exactExchanged } from '../../foundation/money/rounding.ts';
import { exchangeVat, type Exchange, type VatChange } from '../../domain/totals/exchanged-vat.ts';
import type { VatBreakdownRow } from '../../domain/totals/vat-breakdown.ts';
import { stepsIn, type Step, type StepWriter } from './explanation-step.ts';

/** Explanation of the VAT in the VAT currency, as it follows from the breakdown. */
export type ExplainedExchange = ReturnType<typeof explainExchange>;

/**
 * Explains the VAT of each rate and tax point in the organisation's VAT currency, and the total as their sum. The VAT
 * of a corrective is a difference: the VAT of the rate after the corrective, less the VAT before it, each exchanged and
 * rounded by itself.
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
    const rows = rowsOf(invoice, breakdown, exchange).map((row) => explainRow(row, { writer, vatWriter, correction }));
    const totalMinor = rows.reduce((sum, { minor }) => sum + minor, 0n);

    return {
        vatCurrency,
        minorUnit: formatMinor(1n, exchange.decimals.to),
        exchangeRate,
        exchangeRateDate: rate.date,
        exchangeRateSource: rate.source,
        rates: rows.map(({ explained }) => explained),
        steps: [vatWriter.plain('totalVATInVatCurrency', 'sum_of_exchanged_vat', {}, totalMinor)],
        totalVATInVatCurrency: vatWriter.amount(totalMinor)
    };
}

/** VAT of a rate and tax point, before and after the document, and the rate of exchange of that day. */
type Row = Pick<VatBreakdownRow, 'category' | 'ratePercentMicros' | 'word'> & VatChange & {
    readonly taxPoint: string | null; readonly exchange: Exchange;
};

/** The rows that are exchanged: one a tax point, or one a rate in documents of versions without tax points. */
function rowsOf(
    { taxPoints, correction }: Invoice, breakdown: readonly VatBreakdownRow[], exchange: Exchange
): readonly Row[] {
    if (taxPoints === null) {
        const changes = vatChangesOf(breakdown, correction);
        return breakdown.map((row, index) => ({
            ...row, ...changes[index] ?? { beforeMinor: 0n, afterMinor: row.vatMinor }, taxPoint: null, exchange
        }));
    }
    return taxPoints.map((point) => {
        const beforeMinor = (correction?.vatBefore ?? [])
            .filter((before) => keyOfTaxPoint(before) === keyOfTaxPoint(point))
            .reduce((sum, { vatMinor }) => sum + vatMinor, 0n);
        return {
            ...point, beforeMinor, afterMinor: beforeMinor + point.vatMinor, taxPoint: point.date,
            exchange: { ...exchange, rateNanos: point.exchange?.rateNanos ?? exchange.rateNanos }
        };
    });
}

function explainRow(
    row: Row, { writer, vatWriter, correction }: Pick<Context, 'writer' | 'vatWriter'> & Pick<Invoice, 'correction'>
) {
    const { category, ratePercentMicros, word, beforeMinor, afterMinor, taxPoint, exchange } = row;
    const exchangeRate = formatNanos(exchange.rateNanos);
    const context = { exchange, exchangeRate, writer, vatWriter };
    const { totalMinor: minor } = exchangeVat([{ beforeMinor, afterMinor }], exchange);
    return {
        minor,
        explained: {
            vatCategory: category,
            vatRate: formatMicros(ratePercentMicros),
            vatWord: word,
            taxPoint,
            exchangeRate,
            steps: correction === null
                ? [exchangedStep('vatInVatCurrency', afterMinor, context)]
                : differenceSteps({ beforeMinor, afterMinor }, minor, context),
            vat: writer.amount(afterMinor - beforeMinor),
            vatInVatCurrency: vatWriter.amount(minor)
        }
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
