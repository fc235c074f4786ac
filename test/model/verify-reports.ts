import { same } from './expectations.ts';
import {
    balanceOf, creditedOf, isOverdue, paymentStatusOf, vatInGrosze, type Document, type Model
} from './model.ts';
import { decimal, decimalsOf, money, rates, sum, totalsOf, type Breakdown, type Currency } from './money.ts';
import type { Real } from './step.ts';

/** Period from before the first life begins until after the last one ends. */
const period = 'startDate=2026-10-01&endDate=2030-12-31';

/**
 * Checks whether a document counts: drafts are nothing yet, proformas are offers, annulled ones count as zero. One that
 * was taken back counts with its corrective.
 */
const counts = ({ number, type, isAnnulled }: Document): boolean => number !== null
    && type !== 'proforma' && !isAnnulled;

/** Documents that count, by currency in alphabetical order. */
const countingOf = ({ documents }: Model) => (Object.keys(decimalsOf).sort() as Currency[])
    .map((currency) => ({
        currency, own: documents.filter((document) => counts(document) && document.terms.currency === currency)
    })).filter(({ own }) => own.length > 0);

/** Verifies the statistics over all documents: their number in each state, and their sums. */
export async function verifyStatistics(model: Model, { read }: Real): Promise<void> {
    const { total, byStatus, byPaymentStatus, currencies } = await read(`/invoices/analytics/statistics?${period}`);
    const states = ['draft', 'issued', 'sent', 'paid', 'cancelled'].map((state) =>
        [state, model.documents.filter(({ status }) => status === state).length] as const);
    const overdue = model.documents.filter((document) => isOverdue(model, document)).length;
    same('statistics', [total, Object.entries(byStatus).sort()],
        [model.documents.length, [...states, ['overdue', overdue]].sort()]);
    const invoices = model.documents.filter(({ type, number }) =>
        (type === 'vat_invoice' || type === 'advance_invoice') && number !== null);
    const payment = ['pending', 'partial', 'paid', 'cancelled'].map((state) =>
        [state, invoices.filter((document) => paymentStatusOf(document) === state).length] as const);
    same('statistics by payment', Object.entries(byPaymentStatus).sort(), [...payment, ['overdue', overdue]].sort());
    same('statistics by currency', currencies.filter(({ count }: { count: number }) => count > 0)
        // eslint-disable-next-line @typescript-eslint/no-explicit-any -- an answer
        .map((row: any) => [
            row.currency, row.count, row.totalNet, row.totalVAT, row.totalGross, row.paidAmount, row.creditedAmount,
            row.balance, row.overdueCount, row.overdueAmount
        ]),
    countingOf(model).map(({ currency, own }) => {
        const { net, vat, gross } = totalsOf(sumOf(own));
        const late = own.filter((document) => isOverdue(model, document));
        const [paid, credited, balance, lateBalance] = [
            own.map((document) => document.paid), own.map(creditedOf), own.map(balanceOf), late.map(balanceOf)
        ].map(sum);
        const text = (amount = 0n): string => money(amount, currency);
        return [
            currency, own.length, text(net), text(vat), text(gross), text(paid), text(credited), text(balance),
            late.length, text(lateBalance)
        ];
    }));
}

/**
 * Verifies the VAT of all documents at each rate and in each currency; in złoty as each document has it. A corrective
 * that lowers the VAT counts once its receipt is confirmed, which no command does. Rows whose amounts are all 0.00, in
 * złoty too, are left out on both sides: a corrective of a final invoice stores no tax point of 0.00.
 */
export async function verifyVatReport(model: Model, { read }: Real): Promise<void> {
    const { periods: [all] } = await read(`/invoices/analytics/vat-report?${period}`);
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- an answer
    same('VAT report', all.rates.map((row: any) =>
        `${row.currency} ${row.vatRate}: ${row.net} + ${row.vat} = ${row.vatInVatCurrency} PLN`)
        .filter(hasAmounts).sort(),
        countingOf(model).flatMap(({ currency, own }) => [...sumOf(own, countedOf)].map(([rate, { net, vat }]) => {
            const declared = currency === 'PLN' ? vat : sum(own.map((document) =>
                (countedOf(document).has(rate) ? vatInGrosze(document)?.get(rate) ?? 0n : 0n)));
            return `${currency} ${rate}: ${money(net, currency)} + ${money(vat, currency)} = `
                + `${decimal(declared, 2)} PLN`;
        })).filter(hasAmounts).sort());
}

/** Tells whether a row of the report has an amount other than 0.00 after its currency and rate. */
function hasAmounts(row: string): boolean {
    return /: .*[1-9]/.test(row);
}

/** The rows of a document that count: of a corrective that lowers the VAT, or else the net, only those of 0.00. */
function countedOf({ type, breakdown }: Document): Breakdown {
    const { net, vat } = totalsOf(breakdown);
    const isAwaiting = type === 'corrective' && (vat < 0n || (vat === 0n && net < 0n));
    return new Map([...breakdown].filter(([, row]) => !isAwaiting || (row.net === 0n && row.vat === 0n)));
}

function sumOf(
    documents: readonly Document[], rowsOf = (document: Document): Breakdown => document.breakdown
): Breakdown {
    return new Map(rates.flatMap((rate) => {
        const rows = documents.flatMap((document) => rowsOf(document).get(rate) ?? []);
        return rows.length === 0
            ? [] : [[rate, { net: sum(rows.map(({ net }) => net)), vat: sum(rows.map(({ vat }) => vat)) }]];
    }));
}
