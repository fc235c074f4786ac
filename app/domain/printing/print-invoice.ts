import { decimalsOf } from '../../foundation/money/currencies.ts';
import { countryNamed } from '../../foundation/vocabulary/countries.ts';
import { balanceOf, type Invoice } from '../invoices/invoice.ts';
import type { Seller } from '../organisations/organisation.ts';
import { filled, printLanguageOf, textsOf } from './print-catalogue.ts';
import type {
    LabelledText, LineTable, PrintedDocument, PrintedPayment, PrintedTemplate
} from './printed-document.ts';
import { correctionTables, lineTable } from './printed-lines.ts';
import { printedDate, printedIban, separatorsOf } from './printed-number.ts';
import { printedBuyer, printedRecipient, printedSeller, type PrintWords } from './printed-parties.ts';
import { printedStatements } from './printed-statements.ts';
import { advancesTable, breakdownTable, printedDue } from './printed-sums.ts';
import { transferCode } from './transfer-code.ts';

/** Ways in which a document is printed beside its usual one. */
export type PrintOptions = {
    /** The seller of a draft, which has no frozen one. */
    readonly seller: Seller;
    /** Day of a duplicate, `YYYY-MM-DD`. @see Ustawa o VAT art. 106l */
    readonly duplicateOf?: string | undefined;
    /** Prints an invoice as a proforma: without its number, and without an effect on VAT. */
    readonly asProforma?: boolean | undefined;
};

/** A document as it is printed. Pure. @see Ustawa o VAT art. 106e, 106f, 106j */
export function printInvoice(invoice: Invoice, options: PrintOptions): PrintedDocument {
    const language = printLanguageOf(invoice.language);
    const words = { texts: textsOf(language), language };
    const { texts } = words;
    const seller = invoice.seller ?? options.seller;
    const country = invoice.buyer.country === null ? undefined : countryNamed(invoice.buyer.country);
    const crossing = { ...words, isCrossBorder: country !== undefined && country !== seller.country };
    const template = options.asProforma === true ? 'proforma' : templateOf(invoice);
    const shown: Invoice = template === 'proforma' ? { ...invoice, invoiceType: 'proforma' } : invoice;
    return {
        template,
        lang: language,
        heading: texts.headings[template],
        number: options.asProforma === true && invoice.invoiceType !== 'proforma'
            ? invoice.orderNumber ?? '' : invoice.number ?? texts.headings.draft,
        marks: marksOf(invoice, options, words),
        watermark: invoice.cancellation?.annulled === true ? texts.marks.annulledWatermark
            : invoice.number === null ? texts.marks.draftWatermark : null,
        facts: factsOf(shown, words),
        seller: printedSeller(seller, crossing),
        buyer: printedBuyer(invoice.buyer, crossing),
        recipient: invoice.recipient === null ? null : printedRecipient(invoice.recipient, texts),
        tables: tablesOf(shown, words),
        advances: advancesTable(shown, words),
        breakdown: breakdownTable(shown, words),
        due: printedDue(shown, words),
        payment: paymentOf(shown, seller, words),
        statements: printedStatements(shown, words),
        notes: invoice.notes === null ? null : [texts.notes, invoice.notes],
        page: { page: texts.page, of: texts.of },
        amounts: { decimals: decimalsOf(invoice.currency), ...separatorsOf(language) }
    };
}

function templateOf({ invoiceType, advances }: Invoice): PrintedTemplate {
    switch (invoiceType) {
        case 'corrective': return 'corrective';
        case 'proforma': return 'proforma';
        case 'advance_invoice': return 'advance';
        case 'vat_invoice': return advances.length > 0 ? 'final' : 'invoice';
    }
}

function marksOf({ cancellation }: Invoice, { duplicateOf }: PrintOptions, { texts, language }: PrintWords): string[] {
    const { marks } = texts;
    return [
        ...duplicateOf === undefined ? [] : [filled(marks.duplicate, { date: printedDate(duplicateOf, language) })],
        ...cancellation === null ? [] : [filled(cancellation.annulled ? marks.annulled : marks.cancelled,
            { date: printedDate(cancellation.date, language) })]
    ];
}

function factsOf(invoice: Invoice, { texts, language }: PrintWords): LabelledText[] {
    const { facts } = texts;
    const date = (day: string | null): string | null => (day === null ? null : printedDate(day, language));
    const isAdvance = invoice.invoiceType === 'advance_invoice';
    const all: readonly (readonly [string, string | null])[] = [
        [facts.issueDate, date(invoice.issueDate)],
        [isAdvance ? facts.receivedOn : facts.saleDate, date(invoice.saleDate)],
        [facts.dueDate, isAdvance ? null : date(invoice.dueDate)],
        [facts.corrected, invoice.correction?.invoiceNumber ?? null],
        [facts.correctedDate, date(invoice.correction?.invoiceIssueDate ?? null)],
        [facts.proforma, invoice.advanceOf?.proformaNumber ?? null],
        [facts.orderNumber, invoice.orderNumber],
        [facts.buyerReference, invoice.buyerReference]
    ];
    return all.flatMap(([label, value]): LabelledText[] => (value === null ? [] : [[label, value]]));
}

function tablesOf(invoice: Invoice, words: PrintWords): LineTable[] {
    const setting = { ...words, currency: invoice.currency, pricesInclude: invoice.pricesInclude };
    if (invoice.invoiceType === 'corrective') {
        return correctionTables(invoice.lines, setting);
    }
    return invoice.advanceOf === null ? [lineTable(invoice.lines, setting, null)]
        : [lineTable(invoice.advanceOf.lines, setting, words.texts.lines.order)];
}

/** Directions for the payment; null where nothing is to be paid. */
function paymentOf(invoice: Invoice, seller: Seller, { texts }: PrintWords): PrintedPayment | null {
    const { payment } = texts;
    const { invoiceType, paymentMethod, currency, number } = invoice;
    const dueMinor = invoiceType === 'corrective' ? invoice.grossMinor : balanceOf(invoice);
    if (invoiceType === 'advance_invoice' || dueMinor <= 0n) {
        return null;
    }
    const byTransfer = paymentMethod === 'bank_transfer' && seller.iban !== null;
    const rows: readonly (readonly [string, string | null])[] = [
        [payment.method, payment.methods[paymentMethod]],
        [payment.account, byTransfer ? printedIban(seller.iban ?? '') : null],
        [payment.bank, byTransfer ? seller.bankName : null],
        [payment.title, byTransfer ? number : null],
        [payment.terms, invoice.paymentTerms]
    ];
    return {
        rows: rows.flatMap(([label, value]): LabelledText[] => (value === null ? [] : [[label, value]])),
        qr: byTransfer && number !== null && invoice.cancellation === null ? transferCode({
            iban: seller.iban ?? '', receiver: seller.legalName ?? '', nip: seller.nip, amountMinor: dueMinor,
            currency, title: number
        }) : null,
        qrText: payment.scan
    };
}
