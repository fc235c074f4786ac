import {
    amountOf, baseOf, breakdownText, decimal, differenceOf, following, isSpread, isVatOf, least, minorOf, money, plain,
    priceOf, rates, sum, totalsOf, wholeDiscount, type Breakdown, type Currency, type Line, type Rate, type Terms
} from './money.ts';
import {
    balanceOf, convertedTo, creditedOf, grossOf, isOverdue, moneyOf, paymentStatusOf, shownOpenDueOf, shownPayments,
    vatInGrosze, type Document, type Model
} from './model.ts';

/** Throws at the first member or element that differs. */
export function same(what: string, actual: unknown, expected: unknown): void {
    if (JSON.stringify(actual) === JSON.stringify(expected)) return;
    const difference = firstDifference(what, actual, expected);
    throw new Error(`${difference.at}\n  is        ${JSON.stringify(difference.actual)}\n  should be `
        + `${JSON.stringify(difference.expected)}`);
}

type Difference = { readonly at: string; readonly actual: unknown; readonly expected: unknown };

function firstDifference(at: string, actual: unknown, expected: unknown): Difference {
    if (!isObject(actual) || !isObject(expected)) return { at, actual, expected };
    const names = [...new Set([...Object.keys(actual), ...Object.keys(expected)])];
    const name = names.find((candidate) => JSON.stringify(actual[candidate]) !== JSON.stringify(expected[candidate]));
    return name === undefined
        ? { at, actual, expected } : firstDifference(`${at}, ${name}`, actual[name], expected[name]);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object'
    && value !== null;

/** Members of a document that change after its issue, and what one answer alone says. All others are frozen. */
const living = new Set([
    'version', 'status', 'paymentStatus', 'paidAmount', 'creditedAmount', 'balance', 'overdue', 'correctives',
    'paidAt', 'lastPayment', 'advancePayments', 'convertedToId', 'advanceInvoices', 'deductedBy', 'cancellation',
    'sentAt', 'updatedAt', 'warnings', 'openDueDate'
]);

/** The frozen members, as text. */
export function frozenOf(view: Readonly<Record<string, unknown>>): string {
    return JSON.stringify(Object.entries(view).filter(([name]) => !living.has(name)));
}

/** Expects the members of a document that lists and single answers share. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- an answer
export function expectSummary(model: Model, view: any, document: Document): void {
    const { terms, breakdown, exchange } = document;
    const { net, vat, gross } = totalsOf(breakdown);
    const amount = (minor: bigint): string => money(minor, terms.currency);
    const exchanged = vatInGrosze(document);
    const payments = shownPayments(document);
    const last = payments.at(-1);
    same(`document ${document.id}`, {
        id: view.id, version: view.version, status: view.status, paymentStatus: view.paymentStatus,
        type: view.invoiceType, number: view.invoiceNumber, contact: view.contactId, issueDate: view.issueDate,
        dueDate: view.dueDate, currency: view.currency, pricesInclude: view.pricesInclude, rounding: view.roundingModel,
        exchange: view.exchangeRate, net: view.totalNet, vat: view.totalVAT, gross: view.totalGross,
        exchanged: view.totalVATInVatCurrency, paid: view.paidAmount, credited: view.creditedAmount,
        balance: view.balance, overdue: view.overdue, openDue: view.openDueDate,
        sent: view.sentAt !== null,
        paidAt: view.paidAt, lastPayment: view.lastPayment,
        // eslint-disable-next-line @typescript-eslint/no-explicit-any -- an answer
        advances: view.advancePayments.map((one: any) => [one.date, one.method, one.amount, one.reference]),
        // eslint-disable-next-line @typescript-eslint/no-explicit-any -- an answer
        correctives: view.correctives.map((link: any) => [link.invoiceId, link.invoiceNumber, link.totalGross]),
        corrects: view.correction === null
            ? null : [view.correction.invoiceId, view.correction.invoiceNumber, view.correction.sequence],
        convertedFrom: view.convertedFromId, convertedTo: view.convertedToId,
        cancellation: view.cancellation === null ? null : [view.cancellation.date, view.cancellation.annulled]
    }, {
        id: document.id, version: document.version, status: document.status, paymentStatus: paymentStatusOf(document),
        type: document.type, number: document.number,
        contact: document.contact, issueDate: document.issueDate, dueDate: document.dueDate, ...terms,
        exchange, net: amount(net), vat: amount(vat), gross: amount(gross),
        exchanged: exchanged && decimal(sum([...exchanged.values()]), 2), paid: amount(document.paid),
        credited: amount(creditedOf(document)), balance: amount(balanceOf(document)),
        overdue: isOverdue(model, document), openDue: shownOpenDueOf(document),
        sent: document.sent,
        paidAt: document.paidAt === null ? null : new Date(document.paidAt).toISOString(),
        lastPayment: last === undefined ? null : { date: last.day, method: last.method, reference: last.reference },
        advances: document.type !== 'proforma' ? []
            : payments.map(({ day, method, part, reference }) => [day, method, amount(part), reference]),
        correctives: document.correctives.map((corrective) =>
            [corrective.id, corrective.number, amount(grossOf(corrective))]),
        corrects: document.corrects === null ? null
            : [document.corrects.id, document.corrects.number, document.corrects.correctives.indexOf(document) + 1],
        convertedFrom: document.convertedFrom?.id ?? null, convertedTo: convertedTo(model, document)?.id ?? null,
        cancellation: document.cancelledOn === null ? null : [document.cancelledOn, document.isAnnulled]
    });
}

/**
 * Expects an answer with lines, beside its summary; the first one of an issued document is remembered, later ones must
 * equal it.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- an answer
export function expectDocument(model: Model, view: any, document: Document): void {
    expectSummary(model, view, document);
    const { terms: { currency }, breakdown } = document;
    same('vatBreakdown', breakdownText(breakdownFrom(view.vatBreakdown, 'net', 'vat', currency), currency),
        breakdownText(breakdown, currency));
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- an answer
    const deducted = view.invoiceType === 'advance_invoice' ? [] : view.advances.flatMap((one: any) => one.rates);
    same('the sum of the items less advances', breakdownText(differenceOf(
        breakdownFrom(deducted, 'net', 'vat', currency),
        breakdownFrom(view.items, 'totalNet', 'totalVAT', currency)), currency), breakdownText(breakdown, currency));
    if (document.corrects === null) {
        // eslint-disable-next-line @typescript-eslint/no-explicit-any -- an answer
        same('advances', view.advances.map((one: any) => [one.invoiceId, one.invoiceNumber, one.gross]),
            document.advances.map(({ of, breakdown: own }) => [of.id, of.number, moneyOf(of, totalsOf(own).gross)]));
    }
    const exchanged = vatInGrosze(document);
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- an answer
    same('VAT in złoty', view.vatBreakdown.map((row: any) => row.vatInVatCurrency),
        // eslint-disable-next-line @typescript-eslint/no-explicit-any -- an answer
        view.vatBreakdown.map((row: any) => exchanged && decimal(exchanged.get(String(row.vatRate) as Rate) ?? 0n, 2)));
    if (document.corrects === null) expectLines(view, document);
    if (document.number === null) return;
    const frozen = frozenOf(view);
    document.frozen ??= frozen;
    same(`frozen members of ${document.id}`, frozen, document.frozen);
}

/** Expects lines to the letter. The service chooses how a discount and the VAT of a rate are shared, within bounds. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- an answer
function expectLines(view: any, { terms, discount, lines }: Document): void {
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- an answer
    same('items', view.items.map((item: any) => itemText(item, terms)), lines.map((line) => lineText(line, terms)));
    same('discount', [view.discountPercent, view.discountAmount],
        [plain(discount.percent, 2), money(discount.amount, terms.currency)]);
    const [bases, shares] = [lines.map((line) => baseOf(line, terms)), lines.map(({ share }) => share)];
    const whole = wholeDiscount(bases, discount);
    if (!isSpread(whole, bases, shares))
        throw new Error(`a discount of ${whole} on ${bases.join(', ')} is shared as ${shares.join(', ')}`);
    lines.forEach((line, index) => {
        const { totalVAT } = view.items[index];
        if (!isVatOf(line, minorOf(totalVAT, terms.currency), terms))
            throw new Error(`${totalVAT} is no VAT of ${lineText(line, terms)}`);
    });
}

/**
 * Expects the items of a corrective, each before and after: every changed line, and others that only a unit of shared
 * VAT or discount moved; a new line after alone.
 */
export function expectCorrection(
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers
    terms: Terms, items: readonly any[], before: readonly Line[], after: readonly Line[]
): void {
    const shown = items.map((item) =>
        `${item.correctsItemId} ${item.correctionPart} ${taxable(item, terms)} ${item.description}`).sort();
    const amount = (of: Line, sign: bigint): string => money(sign * amountOf(of, terms), terms.currency);
    const expected = after.flatMap((now, index) => {
        const line = before[index];
        if (line === undefined) return [`${now.id} after ${amount(now, 1n)} ${now.description}`];
        const isShown = lineText(now, terms) !== lineText(line, terms)
            || shown.some((text) => text.startsWith(line.id));
        return isShown ? [
            `${line.id} before ${amount(line, -1n)} ${line.description}`,
            `${line.id} after ${amount(now, 1n)} ${now.description}`
        ] : [];
    });
    same('rows of the corrective', shown, expected.sort());
}

/**
 * The lines after a corrective with their shares of the document's discount, as the corrective's rows show them. The
 * service chooses them within bounds: a percentage is spread anew, an amount follows each line's price.
 */
export function sharedAfter(
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers
    { terms, discount, lines: issued }: Document, after: readonly Line[], items: readonly any[]
): readonly Line[] {
    const added = items.filter((item) => item.correctionPart === 'after' && item.correctsItemId === item.id);
    const shared = after.map((line): Line => {
        const item = line.id === '' ? added.shift() : items.find((row) =>
            row.correctionPart === 'after' && row.correctsItemId === line.id);
        return item === undefined ? line : {
            ...line, id: item.correctsItemId,
            share: minorOf(item.totalDiscount, terms.currency) - (priceOf(line, terms) - baseOf(line, terms))
        };
    });
    const bases = shared.map((line) => baseOf(line, terms));
    const percentage = wholeDiscount(bases, { ...discount, amount: 0n });
    if (discount.amount === 0n && !isSpread(percentage, bases, shared.map(({ share }) => share)))
        throw new Error(`a discount of ${percentage} on ${bases.join(', ')} is shared as `
            + shared.map(({ share }) => share).join(', '));
    if (discount.amount !== 0n) shared.forEach((line) => expectShare(line, issued, { terms, discount }));
    return shared;
}

/** Expects a share of a discount with an amount: to the unit without a percentage, else within its roundings. */
function expectShare(line: Line, issued: readonly Line[], { terms, discount }: Pick<Document, 'terms' | 'discount'>) {
    const first = issued.find(({ id }) => id === line.id);
    const [base, price] = [baseOf(line, terms), priceOf(line, terms)];
    const before = first === undefined ? 0n : priceOf(first, terms);
    const percentOf = (amount: bigint): bigint => wholeDiscount([amount], { ...discount, amount: 0n });
    const own = first === undefined ? 0n : first.share - percentOf(baseOf(first, terms));
    const exact = percentOf(base) + following(own, price, before);
    const expected = exact < 0n ? 0n : least(exact, base);
    const bound = discount.percent === 0n ? 0n : 3n + 2n * (before === 0n ? 0n : price / before);
    const difference = line.share - expected;
    if (difference > bound || difference < -bound)
        throw new Error(`the share of ${lineText(line, terms)} is ${line.share}, expected ${expected}`);
}

/** Sums of an answer's rows by rate. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers
function breakdownFrom(rows: readonly any[], net: string, vat: string, currency: Currency): Breakdown {
    return new Map(rates.flatMap((rate) => {
        const own = rows.filter(({ vatRate }) => String(vatRate) === rate);
        const total = { net: sum(own.map((row) => minorOf(row[net], currency))), vat: sum(
            own.map((row) => minorOf(row[vat], currency))) };
        return own.length === 0 ? [] : [[rate satisfies Rate, total]];
    }));
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- an answer
const taxable = (item: any, { pricesInclude }: Terms): string =>
    (pricesInclude === 'net' ? item.totalNet : item.totalGross);
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- an answer
const itemText = (item: any, terms: Terms): string =>
    [
        item.id, item.description, item.quantity, item.unitPriceNet, item.discountPercent, item.discountAmount,
        item.vatRate, taxable(item, terms)
    ].join(' | ');
const lineText = (line: Line, terms: Terms): string => [
    line.id, line.description, plain(line.quantity, 3), plain(line.price, 4), plain(line.discountPercent, 2),
    money(line.discountAmount, terms.currency), line.rate, money(amountOf(line, terms), terms.currency)
].join(' | ');
