import { decimalsOf } from '../../foundation/money/currencies.ts';
import { formatMinor } from '../../foundation/money/decimal.ts';
import { breakdownOf } from '../invoices/deduction.ts';
import { exchangedVatOf } from '../invoices/exchange.ts';
import { balanceOf, type Invoice } from '../invoices/invoice.ts';
import { sumAmounts, type Amounts } from '../totals/vat-breakdown.ts';
import { amountInWords } from './amount-in-words.ts';
import { filled } from './print-catalogue.ts';
import type { LabelledText, PrintedColumn, PrintedDue, SumTable } from './printed-document.ts';
import { printedVatRate } from './printed-lines.ts';
import { printedAmount, printedDate, printedDecimal, printedMoney } from './printed-number.ts';
import type { PrintWords } from './printed-parties.ts';

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
        heading: invoice.invoiceType === 'corrective' ? texts.breakdown.difference : null,
        columns: [numberColumn(texts.breakdown.rate), ...numbers.map(numberColumn)],
        rows: breakdownOf(invoice).map((row, index) =>
            [printedVatRate(row, words), ...cells(row, exchanged?.rows[index])]),
        total: [texts.breakdown.total, ...cells(invoice, exchanged?.total)]
    };
}

/** Advances that a final invoice deducts, or that the last advance invoice names. @see art. 106f ust. 3, ust. 4 */
export function advancesTable(invoice: Invoice, words: PrintWords): SumTable | null {
    const { texts, language } = words;
    const { advances, currency } = invoice;
    if (advances.length === 0) {
        return null;
    }
    const amount = (minor: bigint): string => printedAmount(minor, currency, language);
    const amounts = ({ netMinor, vatMinor, grossMinor }: Amounts): string[] =>
        [netMinor, vatMinor, grossMinor].map(amount);
    const isNamedOnly = invoice.invoiceType === 'advance_invoice';
    return {
        heading: isNamedOnly ? texts.advances.others : texts.advances.heading,
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

/** The amount to be paid, or given back, in figures and words. @see art. 106e ust. 1 pkt 15 */
export function printedDue(invoice: Invoice, { texts, language }: PrintWords): PrintedDue {
    const { currency } = invoice;
    const money = (minor: bigint): string => printedMoney(minor, currency, language);
    const { label, minor, rows } = dueOf(invoice, texts.due);
    return {
        label,
        amount: money(minor),
        words: filled(texts.due.words, { words: amountInWords(minor, currency, language) }),
        rows: rows.map(([name, value]): LabelledText => [name, money(value)])
    };
}

type Due = {
    readonly label: string; readonly minor: bigint; readonly rows: readonly (readonly [string, bigint])[];
};

function dueOf(invoice: Invoice, texts: PrintWords['texts']['due']): Due {
    const { invoiceType, grossMinor, paidMinor, cancellation } = invoice;
    if (invoiceType === 'corrective') {
        return grossMinor < 0n
            ? { label: texts.toReturn, minor: -grossMinor, rows: [] }
            : { label: texts.toPay, minor: grossMinor, rows: [] };
    }
    if (invoiceType === 'advance_invoice') {
        return { label: texts.received, minor: grossMinor, rows: [] };
    }
    const balance = cancellation?.annulled === true ? 0n : balanceOf(invoice);
    return {
        label: texts.toPay,
        minor: balance < 0n ? 0n : balance,
        rows: paidMinor === 0n ? [] : [[texts.gross, grossMinor], [texts.paid, paidMinor]]
    };
}

/** VAT of the document in the VAT currency, with its currency; null where it is the document's own. */
export function vatInVatCurrency({ vatCurrency, vatInVatCurrencyMinor }: Invoice, { language }: PrintWords) {
    return vatCurrency === null || vatInVatCurrencyMinor === null ? null
        : `${printedDecimal(formatMinor(vatInVatCurrencyMinor, decimalsOf(vatCurrency)), language)}\u00a0${vatCurrency}`;
}

function numberColumn(label: string): PrintedColumn {
    return { label, kind: 'number' };
}
