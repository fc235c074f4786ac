import { decimalsOf } from '../../foundation/money/currencies.ts';
import type { EInvoiceFormat } from '../../foundation/vocabulary/e-invoice-formats.ts';
import { breakdownOf } from '../invoices/deduction.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { shownTaxPoints } from '../invoices/tax-points.ts';
import type { Seller } from '../organisations/organisation.ts';
import { printLanguageOf, textsOf } from '../printing/print-catalogue.ts';
import { orderTable } from '../printing/printed-lines.ts';
import { printedDate, printedMoney } from '../printing/printed-number.ts';
import type { PrintWords } from '../printing/print-texts.ts';
import { printedStatements } from '../printing/printed-statements.ts';
import { receivedMinorOf } from '../printing/printed-sums.ts';
import type { EInvoice, ELine, ETotals, PrecedingInvoice } from './e-invoice.ts';
import { eInvoiceTexts } from './e-invoice-texts.ts';
import { advanceLines, dataOnlyLine, sumOf, writtenLine, type LineTerms } from './e-lines.ts';
import { deliveryOf, payeeOf, writtenBuyer, writtenSeller } from './e-parties.ts';
import { paymentOf } from './e-payment.ts';
import { documentAllowances, vatBreakdownOf } from './e-vat.ts';

/** A document with its number and seller, as one that is about to be issued has them by stand-ins. */
export type NumberedDocument = {
    readonly invoice: Invoice; readonly seller: Seller; readonly number: string; readonly issueDate: string;
};

/** An issued document as an e-invoice. Pure. @see EN 16931-1 section 6 */
export function toEInvoice(document: NumberedDocument, profile: EInvoiceFormat): EInvoice {
    const { invoice, seller, number, issueDate } = document;
    const { currency, orderNumber, buyerReference } = invoice;
    const language = printLanguageOf(invoice.language);
    const words = { texts: textsOf(language), language };
    const sign = lowersOnly(invoice) ? -1n : 1n;
    const terms: LineTerms = {
        pricesInclude: invoice.pricesInclude, invoiceType: invoice.invoiceType, decimals: decimalsOf(currency),
        texts: eInvoiceTexts[language], sign
    };
    const written = writtenLinesOf(invoice, terms);
    const lines = linesOf(invoice, written.map(({ line }) => line), terms);
    const allowances = documentAllowances(invoice, written, terms);
    const totals = totalsOf(invoice, lines, allowances, sign);
    const isOutOfScope = lines.some(({ vat }) => vat.category === 'O');
    const buyer = writtenBuyer(invoice, seller.country, isOutOfScope);
    return {
        profile, number, issueDate, typeCode: typeCodeOf(invoice, sign), currency, decimals: terms.decimals,
        vatCurrency: vatCurrencyOf(invoice, sign),
        taxPointDate: taxPointDateOf(invoice),
        dueDate: invoice.dueDate,
        buyerReference, orderNumber,
        terms: sign === -1n || totals.dueMinor < 0n ? terms.texts.toReturn : invoice.paymentTerms,
        note: noteOf(invoice, words),
        preceding: precedingOf(invoice),
        seller: writtenSeller(seller, isOutOfScope),
        buyer,
        payee: payeeOf(invoice),
        delivery: deliveryOf(invoice, buyer),
        payment: paymentOf({
            invoice, seller, number, isOwed: sign === 1n && totals.dueMinor > 0n, profile,
            words: words.texts.payment
        }),
        allowances, totals,
        vatBreakdown: vatBreakdownOf(invoice, lines, terms),
        lines
    };
}

/** Tells whether a corrective only lowers: then it is a credit note, with positive amounts. */
function lowersOnly(invoice: Invoice): boolean {
    const rows = breakdownOf(invoice);
    return invoice.invoiceType === 'corrective' && invoice.grossMinor < 0n
        && rows.every(({ netMinor, vatMinor }) => netMinor <= 0n && vatMinor <= 0n);
}

function typeCodeOf({ invoiceType }: Invoice, sign: 1n | -1n): EInvoice['typeCode'] {
    return sign === -1n ? '381' : invoiceType === 'advance_invoice' ? '386' : '380';
}

/** The document's lines, without those of which a corrective leaves nothing. */
function writtenLinesOf(invoice: Invoice, terms: LineTerms) {
    return invoice.lines.flatMap((line, index) => {
        const isGone = line.correction?.part === 'after' && line.quantityMicros === 0n && line.totals.netMinor === 0n;
        return isGone ? [] : [writtenLine(line, index, terms)];
    });
}

function linesOf(invoice: Invoice, written: readonly ELine[], terms: LineTerms): readonly ELine[] {
    const lines = [...written, ...advanceLines(invoice, terms)];
    return lines.length === 0 ? [dataOnlyLine(terms)] : lines;
}

function totalsOf(
    invoice: Invoice, lines: readonly ELine[], allowances: EInvoice['allowances'], sign: 1n | -1n
): ETotals {
    const [netMinor, vatMinor] = [sign * invoice.netMinor, sign * invoice.vatMinor];
    const grossMinor = netMinor + vatMinor;
    const paidMinor = paidOf(invoice);
    return {
        linesMinor: sumOf(lines.map((line) => line.netMinor)),
        allowancesMinor: sumOf(allowances.map(({ amountMinor }) => amountMinor)),
        netMinor, vatMinor, grossMinor, paidMinor, dueMinor: grossMinor - paidMinor
    };
}

/**
 * Money that was received before the issue (BT-113), as the archived PDF shows it: later payments change no document.
 * An advance invoice is for money that was; a corrective has none of its own.
 */
function paidOf(invoice: Invoice): bigint {
    return invoice.invoiceType === 'advance_invoice' ? invoice.grossMinor : receivedMinorOf(invoice);
}

function vatCurrencyOf(
    { currency, vatCurrency, vatInVatCurrencyMinor }: Invoice, sign: 1n | -1n
): EInvoice['vatCurrency'] {
    return vatCurrency === null || vatCurrency === currency || vatInVatCurrencyMinor === null ? null
        : { code: vatCurrency, decimals: decimalsOf(vatCurrency), vatMinor: sign * vatInVatCurrencyMinor };
}

function taxPointDateOf(invoice: Invoice): string | null {
    const [first, ...others] = new Set(shownTaxPoints(invoice).map(({ date }) => date));
    return first === undefined || others.length > 0 ? null : first;
}

/** The notes and statements of the document as it was issued, in the order of its page (BT-22). */
function noteOf(invoice: Invoice, words: PrintWords): string | null {
    const texts = [
        invoice.notes, ...printedStatements({ ...invoice, cancellation: null }, words).map(({ text }) => text),
        orderNote(invoice, words), advancesNote(invoice, words), recipientNote(invoice, words)
    ].filter((text) => text !== null);
    return texts.length === 0 ? null : texts.join('\n');
}

/** The order of an advance invoice, which shows it outside its sums. @see Ustawa o VAT art. 106f ust. 1 pkt 4 */
function orderNote({ advanceOf, currency, pricesInclude }: Invoice, words: PrintWords): string | null {
    const { texts, language } = words;
    return advanceOf && [
        `${texts.lines.order}: ${advanceOf.proformaNumber}, ${printedMoney(advanceOf.grossMinor, currency, language)}`,
        ...orderTable(advanceOf.lines, { ...words, currency, pricesInclude }).rows.map(({ cells }) =>
            cells.join(' | '))
    ].join('\n');
}

/** The advances that a document deducts or names, where they are several: CII has room for one. */
function advancesNote({ advances, invoiceType }: Invoice, { texts, language }: PrintWords): string | null {
    const { heading, others } = texts.advances;
    return advances.length < 2 ? null : `${invoiceType === 'advance_invoice' ? others : heading}: `
        + advances.map(({ invoiceNumber, issueDate }) => `${invoiceNumber} (${printedDate(issueDate, language)})`)
            .join(', ');
}

function recipientNote({ recipient }: Invoice, { texts: { parties } }: PrintWords): string | null {
    return recipient && `${parties.roles[recipient.role]}: `
        + [recipient.name, recipient.address, recipient.nip && `${parties.nip} ${recipient.nip}`]
            .filter((part) => part !== null && part !== '').join(', ');
}

/** The corrected invoice, or the advances that a document deducts or names (BG-3). */
function precedingOf({ correction, advances }: Invoice): readonly PrecedingInvoice[] {
    return correction !== null
        ? [{ number: correction.invoiceNumber, issueDate: correction.invoiceIssueDate }]
        : advances.map(({ invoiceNumber, issueDate }) => ({ number: invoiceNumber, issueDate }));
}
