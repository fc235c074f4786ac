import { breakdownText, decimal, grosze, netOf, rates, sum, totalsOf, zloty, type Breakdown, type Rate } from './money.ts';
import {
    balanceOf, convertedTo, creditedOf, grossOf, isOverdue, paymentStatusOf, type Document, type Line, type Model
} from './model.ts';

/** Says what differs: the first member or element that does. */
export function same(what: string, actual: unknown, expected: unknown): void {
    if (JSON.stringify(actual) === JSON.stringify(expected)) return;
    const difference = firstDifference(what, actual, expected);
    throw new Error(`${difference.at}\n  is        ${JSON.stringify(difference.actual)}\n  should be ${JSON.stringify(difference.expected)}`);
}

type Difference = { readonly at: string; readonly actual: unknown; readonly expected: unknown };

function firstDifference(at: string, actual: unknown, expected: unknown): Difference {
    if (!isObject(actual) || !isObject(expected)) return { at, actual, expected };
    const names = [...new Set([...Object.keys(actual), ...Object.keys(expected)])];
    const name = names.find((candidate) => JSON.stringify(actual[candidate]) !== JSON.stringify(expected[candidate]));
    return name === undefined ? { at, actual, expected } : firstDifference(`${at}, ${name}`, actual[name], expected[name]);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

/** What changes about a document after it was issued. Everything else is frozen. */
const living = new Set([
    'version', 'status', 'paymentStatus', 'paidAmount', 'creditedAmount', 'balance', 'overdue', 'correctives', 'convertedToId', 'cancellation', 'sentAt', 'updatedAt'
]);

/** The members that may not change any more, as text. */
export function frozenOf(view: Readonly<Record<string, unknown>>): string {
    return JSON.stringify(Object.entries(view).filter(([name]) => !living.has(name)));
}

/** What lists and single answers show of a document. */
export function expectSummary(model: Model, view: any, document: Document): void { // eslint-disable-line @typescript-eslint/no-explicit-any -- an answer
    const { net, vat, gross } = totalsOf(document.breakdown);
    same(`document ${document.id}`, {
        id: view.id, version: view.version, status: view.status, paymentStatus: view.paymentStatus, type: view.invoiceType, number: view.invoiceNumber,
        contact: view.contactId, issueDate: view.issueDate, dueDate: view.dueDate, net: view.totalNet, vat: view.totalVAT, gross: view.totalGross,
        paid: view.paidAmount, credited: view.creditedAmount, balance: view.balance, overdue: view.overdue, sent: view.sentAt !== null,
        correctives: view.correctives.map((link: any) => [link.invoiceId, link.invoiceNumber, link.totalGross]), // eslint-disable-line @typescript-eslint/no-explicit-any -- an answer
        corrects: view.correction === null ? null : [view.correction.invoiceId, view.correction.invoiceNumber, view.correction.sequence],
        convertedFrom: view.convertedFromId, convertedTo: view.convertedToId,
        cancellation: view.cancellation === null ? null : [view.cancellation.date, view.cancellation.annulled]
    }, {
        id: document.id, version: document.version, status: document.status, paymentStatus: paymentStatusOf(document), type: document.type, number: document.number,
        contact: document.contact, issueDate: document.issueDate, dueDate: document.dueDate, net: zloty(net), vat: zloty(vat), gross: zloty(gross),
        paid: zloty(document.paid), credited: zloty(creditedOf(document)), balance: zloty(balanceOf(document)), overdue: isOverdue(model, document), sent: document.sent,
        correctives: document.correctives.map((corrective) => [corrective.id, corrective.number, zloty(grossOf(corrective))]),
        corrects: document.corrects === null ? null
            : [document.corrects.id, document.corrects.number, document.corrects.correctives.indexOf(document) + 1],
        convertedFrom: document.convertedFrom?.id ?? null, convertedTo: convertedTo(model, document)?.id ?? null,
        cancellation: document.cancelledOn === null ? null : [document.cancelledOn, document.isAnnulled]
    });
}

/** What an answer with lines shows, beside its summary; the first one of an issued document is remembered, the later ones are held to it. */
export function expectDocument(model: Model, view: any, document: Document): void { // eslint-disable-line @typescript-eslint/no-explicit-any -- an answer
    expectSummary(model, view, document);
    same('vatBreakdown', breakdownText(breakdownFrom(view.vatBreakdown, 'net', 'vat')), breakdownText(document.breakdown));
    same('the sum of the items', breakdownText(breakdownFrom(view.items, 'totalNet', 'totalVAT')), breakdownText(document.breakdown));
    if (document.corrects === null) same('items', view.items.map(itemText), document.lines.map(lineText));
    if (document.number === null) return;
    const frozen = frozenOf(view);
    document.frozen ??= frozen;
    same(`frozen members of ${document.id}`, frozen, document.frozen);
}

/** The items of a corrective, each before and after: every named line, and others by no more than a grosz of shared VAT. */
export function expectCorrection(items: readonly any[], before: readonly Line[], after: readonly Line[]): void { // eslint-disable-line @typescript-eslint/no-explicit-any -- answers
    const shown = items.map((item) => `${item.correctsItemId} ${item.correctionPart} ${item.totalNet} ${item.description}`).sort();
    const expected = before.flatMap((line, index) => {
        const now = after[index];
        const isShown = now !== undefined && (lineText(now) !== lineText(line) || shown.some((text) => text.startsWith(line.id)));
        return isShown ? [`${line.id} before ${zloty(-netOf(line))} ${line.description}`, `${line.id} after ${zloty(netOf(now))} ${now.description}`] : [];
    });
    same('rows of the corrective', shown, expected.sort());
}

/** Adds rows of an answer up by rate. */
function breakdownFrom(rows: readonly any[], net: string, vat: string): Breakdown { // eslint-disable-line @typescript-eslint/no-explicit-any -- answers
    return new Map(rates.flatMap((rate) => {
        const own = rows.filter(({ vatRate }) => String(vatRate) === rate);
        const total = { net: sum(own.map((row) => grosze(row[net]))), vat: sum(own.map((row) => grosze(row[vat]))) };
        return own.length === 0 ? [] : [[rate satisfies Rate, total]];
    }));
}

const itemText = (item: any): string => // eslint-disable-line @typescript-eslint/no-explicit-any -- an answer
    [item.id, item.description, item.quantity, item.unitPriceNet, item.discountPercent, item.vatRate, item.totalNet].join(' | ');
const lineText = (line: Line): string =>
    [line.id, line.description, plain(line.quantity, 3), plain(line.price, 4), plain(line.discount, 2), line.rate, zloty(netOf(line))].join(' | ');

/** Without zeros at the end: `1.5`. */
const plain = (parts: bigint, decimals: number): string => decimal(parts, decimals).replace(/\.?0+$/, '');
