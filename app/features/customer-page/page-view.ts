import { decimalsOf } from '../../foundation/money/currencies.ts';
import { formatMinor } from '../../foundation/money/decimal.ts';
import { calendarDate } from '../../foundation/clock/clock.ts';
import { neededEInvoice } from '../../domain/e-invoices/needed-e-invoice.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { sellerOf, type Organisation } from '../../domain/organisations/organisation.ts';
import { filled, textsOf } from '../../domain/printing/print-catalogue.ts';
import { printInvoice } from '../../domain/printing/print-invoice.ts';
import {
    printLanguages, type LineTable, type PrintedDocument, type PrintLanguage, type SumTable
} from '../../domain/printing/printed-document.ts';
import { printedDate, printedMoney, separatorsOf } from '../../domain/printing/printed-number.ts';
import { pdfMediaType } from '../documents/document-file.ts';
import { qrPicture } from '../documents/qr-picture.ts';
import { xmlMediaType } from '../e-invoices/e-invoice-file.ts';
import type { OpenedPage } from './open-page.ts';
import { pageTextsOf } from './page-catalogue.ts';
import { pageStateOf, type PageState } from './page-state.ts';
import type { PageTexts } from './page-texts.ts';

/** The setting in which a page is shown. */
export type PageSetting = {
    readonly language: PrintLanguage;
    /** Path of the link's page, as its reader sees it. */
    readonly path: string;
    /** Zone of the seller's calendar, IANA. */
    readonly timeZone: string;
};

/** Characters of an amount that fit into a phone's width in large letters. */
const maxShortAmount = 13;

/** The words of a page: language, texts, and money in the document's currency. */
type Words = {
    readonly language: PrintLanguage; readonly texts: PageTexts; readonly money: (minor: bigint) => string;
    readonly date: (day: string) => string;
};

/** The files that a page offers. The PDF for a buyer who needs a Factur-X is one: then it is the only file. */
function downloadsOf(invoice: Invoice, path: string, texts: PageTexts) {
    const profile = neededEInvoice(invoice)?.profile;
    const hasXml = profile !== undefined && profile !== 'facturx';
    return [
        { href: `${path}/invoice.pdf`, label: profile === 'facturx' ? texts.facturX : texts.pdf, type: pdfMediaType },
        ...hasXml ? [{ href: `${path}/e-invoice`, label: texts.eInvoice, type: xmlMediaType }] : []
    ];
}

/** The content of a document's page, ready to be laid out by its template. Pure. */
export function pageView(opened: OpenedPage, { language, path, timeZone }: PageSetting) {
    const { invoice, linked, openable, original, organisation, today, expiresAt } = opened;
    const texts = pageTextsOf(language);
    const words: Words = {
        language, texts, money: (minor) => printedMoney(minor, invoice.currency, language),
        date: (day) => printedDate(day, language)
    };
    const pathOf = (id: string): string | null => id === linked.id ? path
        : openable.includes(id) ? `${path}/documents/${id}` : null;
    const printed = printedIn(language, invoice, organisation);
    const state = pageStateOf(invoice, original, today);
    const dayOf = (at: Date): string => words.date(calendarDate(at, timeZone));
    return {
        lang: language,
        title: `${printed.heading} ${printed.number} – ${printed.seller.name}`,
        texts,
        languages: languageLinks(language),
        heading: printed.heading,
        number: printed.number,
        marks: printed.marks,
        seller: printed.seller,
        state: {
            name: state.name, label: texts.states[state.name],
            details: stateDetails(invoice, state, words, dayOf)
        },
        amounts: amountsOf(state, words),
        due: state.dueMinor > 0n ? words.money(state.dueMinor) : null,
        dueIsLong: words.money(state.dueMinor).length > maxShortAmount,
        payment: paymentOf(state, organisation, words),
        downloads: downloadsOf(invoice, pathOf(invoice.id) ?? path, texts),
        correctives: invoice.correctives.map(({ invoiceId, invoiceNumber, issueDate, grossMinor }) => ({
            href: pathOf(invoiceId), text: filled(texts.corrective, {
                number: invoiceNumber, date: words.date(issueDate), amount: signed(grossMinor, words)
            })
        })),
        finalInvoice: invoice.deductedBy === null ? null : {
            href: pathOf(invoice.deductedBy.invoiceId),
            text: filled(texts.finalInvoice, { number: invoice.deductedBy.invoiceNumber })
        },
        back: invoice === linked ? null : { href: path, text: filled(texts.back, { number: linked.number ?? '' }) },
        facts: printed.facts,
        parties: [printed.seller, printed.buyer, ...printed.recipient === null ? [] : [printed.recipient]],
        tables: printed.tables.map((table) =>
            ({ ...lineTableView(table), caption: table.heading ?? texts.lines, hasHeading: table.heading !== null })),
        advances: printed.advances === null ? null : sumTableView(printed.advances, printed.advances.heading ?? ''),
        breakdown: sumTableView(printed.breakdown, printed.breakdown.heading ?? texts.sums),
        statements: printed.statements,
        notes: printed.notes,
        validUntil: filled(texts.validUntil, { date: dayOf(expiresAt) })
    };
}

/** Links to the languages of a page. */
export function languageLinks(language: PrintLanguage) {
    return printLanguages.map((code) =>
        ({ code, name: pageTextsOf(code).languageName, isCurrent: code === language }));
}

function printedIn(language: PrintLanguage, invoice: Invoice, organisation: Organisation): PrintedDocument {
    return printInvoice({ ...invoice, language }, { seller: sellerOf(organisation, invoice.currency) });
}

/** Sentences below the name of the state. */
function stateDetails(
    invoice: Invoice, { name, debt, dueMinor }: PageState, { texts, date, money }: Words,
    dayOf: (at: Date) => string
): readonly string[] {
    const { stateDetails: sentences } = texts;
    const dueDate = debt.openDueDate ?? debt.dueDate;
    const when = dueDate === null ? [] : [
        filled(name === 'overdue' ? sentences.overdueSince : sentences.dueBy, { date: date(dueDate) })];
    return [
        ...dueMinor > 0n ? when : [],
        ...name === 'offer' || name === 'converted' || name === 'received' ? [sentences[name]] : [],
        ...name === 'paid' && debt.paidAt !== null ? [filled(sentences.paidOn, { date: dayOf(debt.paidAt) })] : [],
        ...otherDocuments(invoice, dueMinor, { texts, date, money })
    ];
}

/** Sentences about the documents that changed this one, or that it changes. */
function otherDocuments(
    { cancellation, correction, grossMinor }: Invoice, dueMinor: bigint,
    { texts: { stateDetails: sentences }, date, money }: Pick<Words, 'texts' | 'date' | 'money'>
): readonly string[] {
    return [
        ...cancellation === null ? [] : [filled(cancellation.annulled ? sentences.annulled : sentences.cancelled,
            { date: date(cancellation.date) })],
        ...correction === null ? [] : [filled(sentences.changes, {
            number: correction.invoiceNumber, amount: signed(grossMinor, { money })
        })],
        ...correction === null || dueMinor === 0n ? []
            : [filled(sentences.debtOf, { number: correction.invoiceNumber })]
    ];
}

/** Amounts that lead to the one that is due. */
function amountsOf(
    { name, debt, dueMinor }: PageState, { texts, money }: Words
): readonly (readonly [string, string])[] {
    const rows: readonly (readonly [string, bigint])[] = [
        [texts.gross, debt.grossMinor],
        ...debt.paidMinor === 0n ? [] : [[texts.paid, debt.paidMinor] as const],
        ...debt.creditedMinor === 0n ? [] : [[texts.credited, debt.creditedMinor] as const]
    ];
    const isPlain = name === 'cancelled' || (rows.length === 1 && dueMinor === debt.grossMinor);
    return isPlain ? [] : rows.map(([label, minor]) => [label, money(minor)]);
}

/** Directions for the payment of what is due; null where nothing is. */
function paymentOf({ debt, dueMinor }: PageState, organisation: Organisation, { language, texts, money }: Words) {
    const { payment } = printedIn(language, debt, organisation);
    if (dueMinor === 0n || payment === null) {
        return null;
    }
    const labels = textsOf(language).payment;
    const seller = debt.seller ?? sellerOf(organisation, debt.currency);
    const copies: Readonly<Record<string, string | null>> = {
        [labels.account]: seller.iban, [labels.title]: debt.number
    };
    const amount = formatMinor(dueMinor, decimalsOf(debt.currency)).replace('.', separatorsOf(language).point);
    const row = (label: string, value: string, copy: string | null) => ({
        label, value, copy, copyLabel: filled(texts.copy, { what: label }),
        copiedLabel: filled(texts.copied, { what: label })
    });
    return {
        rows: [
            row(texts.amount, money(dueMinor), amount),
            // The due date stands beside the amount already, and a number of days alone tells nothing beside it.
            ...payment.rows.filter(([label, value]) =>
                label !== labels.dueDate && (label !== labels.terms || !/^\d+$/.test(value)))
                .map(([label, value]) => row(label, value, copies[label] ?? null))
        ],
        qr: payment.qr === null ? null : qrPicture(payment.qr),
        qrText: payment.qrText
    };
}

/** A table with the label of its column beside each cell: on a phone a row stands as a list. */
function lineTableView({ columns, rows, total }: LineTable) {
    return {
        columns: columns.map(columnView),
        rows: rows.map(({ cells, detail }) => ({
            cells: cells.map((value, at) => ({
                value, detail: at === 1 ? detail : null, label: columns[at]?.label ?? '',
                kinds: `${columns[at]?.kind ?? 'text'}${at === 0 ? ' position' : ''}`
            }))
        })),
        total: {
            label: total[0] ?? '', span: columns.length - total.length + 1,
            cells: total.slice(1).map((value, at) =>
                ({ value, label: columns[columns.length - total.length + 1 + at]?.label ?? '' }))
        }
    };
}

function sumTableView({ columns, rows, total }: SumTable, heading: string) {
    const cellsOf = (row: readonly string[]) => row.map((value, at) =>
        ({ value, ...columnView(columns[at] ?? { label: '', kind: 'text' }) }));
    return { heading, columns: columns.map(columnView), rows: rows.map(cellsOf), total: cellsOf(total) };
}

function columnView({ label, kind }: { readonly label: string; readonly kind: string }) {
    return { label, isNumber: kind === 'number' };
}

/** An amount with its sign, also where it is positive. */
function signed(minor: bigint, { money }: Pick<Words, 'money'>): string {
    return minor > 0n ? `+${money(minor)}` : money(minor);
}
