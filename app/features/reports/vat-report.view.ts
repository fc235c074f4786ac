import { vatRateOf } from '../../foundation/money/vat.ts';
import type { AwaitingCorrective } from './awaiting-confirmation.ts';
import type { VatReport } from './read-vat-report.ts';
import { amountIn } from './report.view.ts';
import type { VatKey } from '../../foundation/vocabulary/vat-categories.ts';
import type {
    DeclaredRow, DeclaredTotal, VatCurrencies, VatFigures, VatPeriodReport, VatSums
} from './vat-report.ts';

/** The VAT report in the words of the API. */
export function toVatReportView({ periods, awaiting, ...report }: VatReport) {
    return {
        ...report, periods: periods.map(periodView), awaitingConfirmation: awaiting.correctives.map(awaitingView),
        awaitingConfirmationTotal: awaiting.total
    };
}

function awaitingView({ own, declared, ...corrective }: AwaitingCorrective) {
    const [amount, exchanged] = [amountIn(corrective.currency), amountIn(corrective.vatCurrency)];
    return {
        ...corrective, net: amount(own.netMinor), vat: amount(own.vatMinor),
        netInVatCurrency: declared === null ? null : exchanged(declared.netMinor),
        vatInVatCurrency: declared === null ? null : exchanged(declared.vatMinor)
    };
}

function periodView({ key, startDate, endDate, rates, totals, declaredRates, declaredTotals }: VatPeriodReport) {
    return {
        period: key === 'period' ? `${startDate}/${endDate}` : key,
        startDate,
        endDate,
        rates: rates.map((row) => ({ ...rateView(row), ...figuresView(row) })),
        totals: totals.map(figuresView),
        declaration: {
            rates: declaredRates.map(declaredRowView),
            totals: declaredTotals.map(declaredTotalView)
        }
    };
}

function rateView(key: VatKey) {
    return { vatCategory: key.category, vatRate: vatRateOf(key) };
}

function figuresView({ currency, vatCurrency, invoices, correctives, sum }: VatFigures & VatCurrencies) {
    const view = (sums: VatSums) => sumsView(sums, { currency, vatCurrency });
    return { currency, vatCurrency, ...view(sum), invoices: view(invoices), correctives: view(correctives) };
}

function sumsView({ documents, own, declared, withoutRate }: VatSums, { currency, vatCurrency }: VatCurrencies) {
    const amount = amountIn(currency);
    const exchanged = amountIn(vatCurrency);
    return {
        documents,
        net: amount(own.netMinor),
        vat: amount(own.vatMinor),
        gross: amount(own.netMinor + own.vatMinor),
        netInVatCurrency: exchanged(declared.netMinor),
        vatInVatCurrency: exchanged(declared.vatMinor),
        withoutExchangeRate: withoutRate
    };
}

function declaredRowView(row: DeclaredRow) {
    const amount = amountIn(row.vatCurrency);
    return { vatCurrency: row.vatCurrency, ...rateView(row), net: amount(row.netMinor), vat: amount(row.vatMinor) };
}

function declaredTotalView({ vatCurrency, netMinor, vatMinor, withoutRate }: DeclaredTotal) {
    const amount = amountIn(vatCurrency);
    return { vatCurrency, net: amount(netMinor), vat: amount(vatMinor), withoutExchangeRate: withoutRate };
}
