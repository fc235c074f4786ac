import { decimalsOf } from '../../foundation/money/currencies.ts';
import { formatMinor } from '../../foundation/money/decimal.ts';
import type { BucketSum, OverdueInvoice } from './overdue-report.ts';
import type { OverdueReport } from './read-overdue-report.ts';
import type { CustomerStatement } from './read-statement.ts';
import type { StatisticsReport } from './read-statistics.ts';
import type { AccountStatement } from './statement.ts';
import type { CurrencyFigures, Figures } from './statistics.ts';
import { agingBuckets, notOverdue } from '../../foundation/vocabulary/aging-buckets.ts';

type Amount = (minor: bigint) => string;

/** Makes the writer of amounts in a currency. */
export function amountIn(currency: string): Amount {
    const decimals = decimalsOf(currency);
    return (minor) => formatMinor(minor, decimals);
}

/** Statistics in the words of the API. */
export function toStatisticsView({ currencies, ...counts }: StatisticsReport) {
    return { ...counts, currencies: currencies.map(currencyView) };
}

function currencyView(figures: CurrencyFigures) {
    const amount = amountIn(figures.currency);
    return {
        currency: figures.currency,
        ...figuresView(figures, amount),
        paidAmount: amount(figures.paidMinor),
        creditedAmount: amount(figures.creditedMinor),
        balance: amount(figures.balanceMinor),
        overdueCount: figures.overdueCount,
        overdueAmount: amount(figures.overdueMinor),
        invoices: figuresView(figures.invoices, amount),
        advanceInvoices: figuresView(figures.advanceInvoices, amount),
        correctives: figuresView(figures.correctives, amount),
        proformas: figuresView(figures.proformas, amount),
        annulled: figuresView(figures.annulled, amount)
    };
}

function figuresView({ count, netMinor, vatMinor, grossMinor }: Figures, amount: Amount) {
    return { count, totalNet: amount(netMinor), totalVAT: amount(vatMinor), totalGross: amount(grossMinor) };
}

/** Overdue invoices in the words of the API. */
export function toOverdueView({ asOf, invoices, nextCursor, buckets, currency }: OverdueReport, limit: number) {
    const currencies = [...new Set([currency, ...buckets.map((bucket) => bucket.currency)])].sort();
    return {
        asOf,
        data: invoices.map(overdueInvoiceView),
        limit,
        nextCursor: nextCursor ?? null,
        aging: currencies.map((code) => agingView(code, buckets.filter((bucket) => bucket.currency === code)))
    };
}

function overdueInvoiceView({ grossMinor, paidMinor, creditedMinor, balanceMinor, ...invoice }: OverdueInvoice) {
    const amount = amountIn(invoice.currency);
    return {
        ...invoice,
        totalGross: amount(grossMinor), paidAmount: amount(paidMinor), creditedAmount: amount(creditedMinor),
        balance: amount(balanceMinor)
    };
}

function agingView(currency: string, sums: readonly BucketSum[]) {
    const amount = amountIn(currency);
    const overdue = sums.filter(({ bucket }) => bucket !== notOverdue);
    return {
        currency,
        buckets: agingBuckets.map((bucket) =>
            ({ bucket, ...sumView(sums.filter((sum) => sum.bucket === bucket), amount) })),
        overdue: sumView(overdue, amount),
        total: sumView(sums, amount)
    };
}

function sumView(sums: readonly BucketSum[], amount: Amount) {
    return {
        count: sums.reduce((count, sum) => count + sum.count, 0),
        amount: amount(sums.reduce((total, { balanceMinor }) => total + balanceMinor, 0n))
    };
}

/** A statement of account in the words of the API. */
export function toStatementView({ contactId, startDate, endDate, statements }: CustomerStatement) {
    return { contactId, from: startDate, to: endDate, currencies: statements.map(accountView) };
}

function accountView({ currency, openingMinor, rows, closingMinor }: AccountStatement) {
    const amount = amountIn(currency);
    return {
        currency,
        openingBalance: amount(openingMinor),
        rows: rows.map(({ changeMinor, balanceMinor, currency: _same, ...row }) =>
            ({ ...row, amount: amount(changeMinor), balance: amount(balanceMinor) })),
        closingBalance: amount(closingMinor)
    };
}
