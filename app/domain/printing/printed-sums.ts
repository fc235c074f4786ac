import { breakdownOf, deductedRates } from '../invoices/deduction.ts';
import { exchangedVatOf } from '../invoices/exchange.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { sumAmounts, type Amounts } from '../totals/vat-breakdown.ts';
import { amountInWords } from './amount-in-words.ts';
import { filled } from './print-catalogue.ts';
import type { LabelledText, PrintedColumn, PrintedDue, SumTable } from './printed-document.ts';
import type { PrintTexts, PrintWords } from './print-texts.ts';
import { printedVatRate } from './printed-lines.ts';
import { printedAmount, printedDate, printedMoney } from './printed-number.ts';

/** The VAT breakdown, with the VAT in the VAT currency where that is another. @see art. 106e ust. 1 pkt 13, ust. 11 */
export function breakdownTable(invoice: Invoice, words: PrintWords): SumTable {
    const { texts, language } = words;
    const { currency, vatCurrency, vatInVatCurrencyMinor } = invoice;
    const exchanged = vatCurrency === null || vatInVatCurrencyMinor === null ? null : {
        currency: vatCurrency, rows: exchangedVatOf(invoice)?.rowsMinor ?? [], total: vatInVatCurrencyMinor
    };
    const cells = (amounts: Amounts, declared: bigint | undefined): string[] => [
        ...[amounts.netMinor, amounts.vatMinor, amounts.grossMinor].map((minor) =>
            printedAmount(minor, currency, language)),
        ...exchanged === null ? []
            : [declared === undefined ? '' : printedAmount(declared, exchanged.currency, language)]
    ];
    const numbers = [texts.lines.net, texts.lines.vat, texts.lines.gross,
        ...exchanged === null ? [] : [filled(texts.breakdown.inVatCurrency, { currency: exchanged.currency })]];
    return {
        heading: invoice.correction !== null ? texts.breakdown.difference : null,
        columns: [numberColumn(texts.breakdown.rate), ...numbers.map(numberColumn)],
        rows: breakdownOf(invoice).map((row, index) =>
            [printedVatRate(row, words), ...cells(row, exchanged?.rows[index])]),
        total: [texts.breakdown.total, ...cells(invoice, exchanged?.total)]
    };
}

/**
 * Advances that a final invoice deducts, that its corrective gives back, or that the last advance invoice names.
 * @see art. 106f ust. 3, ust. 4
 */
export function advancesTable(invoice: Invoice, words: PrintWords): SumTable | null {
    const { texts, language } = words;
    const { advances, currency } = invoice;
    if (advances.length === 0) {
        return null;
    }
    const amount = (minor: bigint): string => printedAmount(minor, currency, language);
    const amounts = ({ netMinor, vatMinor, grossMinor }: Amounts): string[] =>
        [netMinor, vatMinor, grossMinor].map(amount);
    const { heading, others, givenBack } = texts.advances;
    return {
        heading: invoice.invoiceType === 'advance_invoice' ? others : invoice.correction === null ? heading : givenBack,
        columns: [
            { label: texts.advances.number, kind: 'wide' }, { label: texts.advances.date, kind: 'text' },
            ...[texts.breakdown.rate, texts.lines.net, texts.lines.vat, texts.lines.gross].map(numberColumn)
        ],
        rows: advances.flatMap(({ invoiceNumber, issueDate, rates }) => rates.map((rate) => [
            invoiceNumber, printedDate(issueDate, language), printedVatRate(rate, words), ...amounts(rate)
        ])),
        total: [texts.advances.total, '', '', ...amounts(sumAmounts(advances.flatMap(({ rates }) => rates)))]
    };
}

/** Money of a document that is subtracted from its gross amount, in minor units. */
export type Settled = { readonly paidMinor: bigint; readonly creditedMinor: bigint };

/**
 * The money that a document shows as paid. As it was issued, that is the money of its proforma that it was issued
 * with: no later payment, advance or corrective is known to it, so that it prints the same at any time.
 */
export function settledOf(invoice: Invoice, isAsIssued: boolean): Settled {
    const { number, paidMinor, creditedMinor } = invoice;
    return !isAsIssued || number === null ? { paidMinor, creditedMinor }
        : { paidMinor: receivedMinorOf(invoice), creditedMinor: 0n };
}

/** The money that a document was issued with, in minor units. It may be more than the document is for. */
export function receivedMinorOf({ receivedPayments }: Pick<Invoice, 'receivedPayments'>): bigint {
    return receivedPayments.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}

/**
 * The amount to be paid, in minor units; negative where money is to be given back: by a corrective, or because more was
 * received than the document is for. A credit beyond what is open is given back by its own corrective.
 */
export function dueMinorOf(invoice: Invoice, { paidMinor, creditedMinor }: Settled): bigint {
    const { grossMinor, correction, cancellation } = invoice;
    if (correction !== null) {
        return grossMinor;
    }
    if (cancellation?.annulled === true) {
        return 0n;
    }
    const unpaid = grossMinor - paidMinor;
    return unpaid < 0n ? unpaid : unpaid > creditedMinor ? unpaid - creditedMinor : 0n;
}

/** The amount to be paid, or given back, in figures and words. @see art. 106e ust. 1 pkt 15 */
export function printedDue(invoice: Invoice, settled: Settled, { texts, language }: PrintWords): PrintedDue {
    const { currency, invoiceType, grossMinor, correction } = invoice;
    const money = (minor: bigint): string => printedMoney(minor, currency, language);
    const isReceived = invoiceType === 'advance_invoice';
    const dueMinor = isReceived ? grossMinor : dueMinorOf(invoice, settled);
    const minor = dueMinor < 0n ? -dueMinor : dueMinor;
    const rows = isReceived || correction !== null ? [] : rowsToDue(invoice, settled, texts.due);
    return {
        label: isReceived ? texts.due.received : dueLabel(dueMinor, correction !== null, texts.due),
        amount: money(minor),
        words: filled(texts.due.words, { words: amountInWords(minor, currency, language) }),
        rows: rows.map(([name, value]): LabelledText => [name, money(value)])
    };
}

function dueLabel(dueMinor: bigint, isCorrective: boolean, texts: PrintTexts['due']): string {
    return dueMinor < 0n ? texts.toReturn : dueMinor === 0n && isCorrective ? texts.unchanged : texts.toPay;
}

/** The amounts from the value of the document, or of the whole order, down to what is due; none where they are one. */
function rowsToDue(
    invoice: Invoice, { paidMinor, creditedMinor }: Settled, texts: PrintTexts['due']
): readonly (readonly [string, bigint])[] {
    const { grossMinor, lines } = invoice;
    const advancesMinor = sumAmounts(deductedRates(invoice)).grossMinor;
    const wholeMinor = sumAmounts(lines.map(({ totals }) => totals)).grossMinor;
    const less = ([[texts.advances, advancesMinor], [texts.paid, paidMinor], [texts.credited, creditedMinor]] as const)
        .filter(([, minor]) => minor !== 0n).map(([name, minor]) => [name, -minor] as const);
    return less.length === 0 ? []
        : [advancesMinor === 0n ? [texts.gross, grossMinor] : [texts.whole, wholeMinor], ...less];
}

function numberColumn(label: string): PrintedColumn {
    return { label, kind: 'number' };
}
