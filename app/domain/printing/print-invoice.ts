import { countryNamed } from '../../foundation/vocabulary/countries.ts';
import type { Invoice } from '../invoices/invoice.ts';
import type { Seller } from '../organisations/organisation.ts';
import { labelled } from './labelled.ts';
import { filled, printLanguageOf, textsOf } from './print-catalogue.ts';
import type { PrintWords } from './print-texts.ts';
import type { LabelledText, LineTable, PrintedDocument, PrintedKsef, PrintedTemplate } from './printed-document.ts';
import { correctionTables, lineTable, orderTable } from './printed-lines.ts';
import { printedDate } from './printed-number.ts';
import { printedBuyer, printedRecipient, printedSeller } from './printed-parties.ts';
import { printedPayment } from './printed-payment.ts';
import { printedStatements } from './printed-statements.ts';
import { advancesTable, breakdownTable, dueMinorOf, printedDue, settledOf } from './printed-sums.ts';

/** Ways in which a document is printed beside its usual one. */
export type PrintOptions = {
    /** The seller of a draft, which has no frozen one. */
    readonly seller: Seller;
    /** Day of a duplicate, `YYYY-MM-DD`. @see Ustawa o VAT art. 106l */
    readonly duplicateOf?: string | undefined;
    /** Prints an invoice as a proforma: without its number, and without an effect on VAT. */
    readonly asProforma?: boolean | undefined;
    /**
     * True: as it was issued, without later payments and correctives. A draft is printed as it is. False: with all
     * that was paid, as the customer's page shows it.
     */
    readonly asIssued?: boolean | undefined;
    /** Number and codes of KSeF; absent for documents outside KSeF, and never on a proforma. */
    readonly ksef?: PrintedKsef | null | undefined;
};

/** A document as it is printed. Pure. @see Ustawa o VAT art. 106e, 106f, 106j */
export function printInvoice(document: Invoice, options: PrintOptions): PrintedDocument {
    const invoice = options.asIssued === true ? asIssued(document) : document;
    const language = printLanguageOf(invoice.language);
    const words = { texts: textsOf(language), language };
    const { texts } = words;
    const seller = invoice.seller ?? options.seller;
    const country = invoice.buyer.country === null ? undefined : countryNamed(invoice.buyer.country);
    const isCrossBorder = country !== undefined && country !== seller.country;
    const crossing = { ...words, isCrossBorder };
    const template = options.asProforma === true ? 'proforma' : templateOf(invoice);
    const shown: Invoice = template === 'proforma' ? { ...invoice, invoiceType: 'proforma' } : invoice;
    const settled = settledOf(shown, options.asIssued === true);
    const ksef = template === 'proforma' ? null : options.ksef ?? null;
    return {
        template,
        lang: language,
        heading: texts.headings[template],
        number: numberOf(invoice, options, texts.headings.draft),
        marks: marksOf(invoice, options, words),
        watermark: watermarkOf(invoice, words),
        facts: factsOf(shown, ksef?.number ?? null, words),
        seller: printedSeller(seller, { ...crossing, needsEuNumber: needsEuNumber(invoice) }),
        buyer: printedBuyer(invoice.buyer, crossing),
        recipient: invoice.recipient === null ? null : printedRecipient(invoice.recipient, texts),
        tables: tablesOf(shown, words),
        advances: advancesTable(shown, words),
        breakdown: breakdownTable(shown, words),
        due: printedDue(shown, settled, words),
        payment: printedPayment(shown, {
            seller, dueMinor: dueMinorOf(shown, settled), reference: referenceOf(invoice, options)
        }, words),
        statements: printedStatements(shown, words),
        notes: invoice.notes === null ? null : [texts.notes, invoice.notes],
        ksef,
        page: { page: texts.page, of: texts.of }
    };
}

/** The document without its cancellation by a corrective, which came after it. An annulment is a state of its own. */
function asIssued(invoice: Invoice): Invoice {
    return invoice.cancellation?.annulled === true ? invoice : { ...invoice, cancellation: null };
}

/** The number of a document. A proforma of an invoice has that of the order instead, or none. */
function numberOf(
    { invoiceType, number, orderNumber }: Invoice, { asProforma }: PrintOptions, ofDraft: string
): string {
    return asProforma === true && invoiceType !== 'proforma' ? orderNumber ?? '' : number ?? ofDraft;
}

/** The number by which a transfer is known; null for a draft, which nobody pays. */
function referenceOf(invoice: Invoice, options: PrintOptions): string | null {
    const number = invoice.number === null ? '' : numberOf(invoice, options, '');
    return number === '' ? null : number;
}

/**
 * Tells whether the law asks for the seller's number with the prefix PL: for intra-Community supplies, and for services
 * to taxpayers of other member states, wherever the buyer's address is.
 * @see Ustawa o VAT art. 97 ust. 10 pkt 2 and 3, art. 106e ust. 1 pkt 24 lit. a
 */
function needsEuNumber({ lines, advanceOf }: Invoice): boolean {
    return [...lines, ...advanceOf?.lines ?? []].some(({ vat }) =>
        vat.category === 'K' || vat.word === 'np_art100');
}

function watermarkOf({ cancellation, number }: Invoice, { texts: { marks } }: PrintWords): string | null {
    return cancellation?.annulled === true ? marks.annulledWatermark : number === null ? marks.draftWatermark : null;
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

function factsOf(invoice: Invoice, ksefNumber: string | null, { texts, language }: PrintWords): LabelledText[] {
    const { facts } = texts;
    const date = (day: string | null): string | null => (day === null ? null : printedDate(day, language));
    const isAdvance = invoice.invoiceType === 'advance_invoice';
    return labelled([
        [facts.issueDate, date(invoice.issueDate)],
        [isAdvance ? facts.receivedOn : facts.saleDate,
            invoice.invoiceType === 'proforma' ? null : date(invoice.saleDate)],
        [facts.dueDate, isAdvance ? null : date(invoice.dueDate)],
        [facts.corrected, invoice.correction?.invoiceNumber ?? null],
        [facts.correctedDate, date(invoice.correction?.invoiceIssueDate ?? null)],
        [facts.proforma, invoice.advanceOf?.proformaNumber ?? null],
        [facts.orderNumber, invoice.orderNumber],
        [facts.buyerReference, invoice.buyerReference],
        [facts.ksefNumber, ksefNumber]
    ]);
}

function tablesOf(invoice: Invoice, words: PrintWords): LineTable[] {
    const setting = { ...words, currency: invoice.currency, pricesInclude: invoice.pricesInclude };
    if (invoice.correction !== null) {
        return correctionTables(invoice.lines, setting);
    }
    return [invoice.advanceOf === null ? lineTable(invoice.lines, setting)
        : orderTable(invoice.advanceOf.lines, setting)];
}
