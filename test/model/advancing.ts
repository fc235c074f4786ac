import { amountOf, type Amount } from './amount.ts';
import { expectDocument } from './expectations.ts';
import {
    decimalsOf, differenceOf, least, rates, sum, totalsOf, amountOf as amountOfLine, breakdownOf, type Breakdown,
    type Line, type Rate, type Terms
} from './money.ts';
import {
    addCredit, balanceOf, convertedTo, creditOf, dayOf, grossOf, moneyOf, newDocument, note, purseOf, settle,
    shownPayments, takeNumber, tell, type Document, type Model, type Payment, type Settlement
} from './model.ts';
import { command, pick, refusedFor, type Command, type Manner, type Pick, type Refusal } from './step.ts';

/** Commands and rules of advance invoices, and of the final invoices that deduct them. */

/** An advance to be invoiced. */
export type AdvanceWish = {
    readonly of: Pick; readonly manner: Manner;
    readonly amount: Amount;
    /** Days between today and the receipt. */
    readonly days: number;
    /** Place of the payment that the invoice is for; null records one. */
    readonly nthPayment: number | null;
};

/** Issues an advance invoice for a proforma. */
export function advance(wish: AdvanceWish): Command {
    return command('advance', wish, (model) => {
        const proforma = pick(model.documents, wish.of, (document) => document.type === 'proforma'
            && ['issued', 'sent', 'paid'].includes(document.status) && convertedTo(model, document) === undefined
            && leftOf(model, document) > 0n);
        if (proforma === undefined) return undefined;
        const named = shownPayments(proforma).filter(({ settlement }) => settlement.id !== null);
        const paid = wish.nthPayment === null ? undefined : named[wish.nthPayment % Math.max(named.length, 1)];
        const left = leftOf(model, proforma);
        const most = least(left, balanceOf(proforma));
        const amount = paid?.part ?? amountOf(most < 0n ? 0n : most, wish.amount);
        const receivedOn = paid?.day ?? dayOf(model.now, wish.days);
        const held = creditOf(model, purseOf(proforma));
        return {
            method: 'POST', url: `/invoices/${proforma.id}/advance-invoices`, of: proforma, status: 201,
            body: paid === undefined
                ? { amount: moneyOf(proforma, amount), receivedOn } : { paymentId: paid.settlement.id },
            refusal: refusedFor(
                [wish.manner.ifMatch === 'stale', 'PRECONDITION_FAILED'],
                [proforma.type !== 'proforma', 'NOT_A_PROFORMA'],
                [proforma.status === 'draft', 'INVOICE_NOT_ISSUED'],
                [proforma.status === 'cancelled', 'INVOICE_CANCELLED'],
                [convertedTo(model, proforma) !== undefined, 'PROFORMA_ALREADY_CONVERTED'],
                [paid !== undefined && advanceOfPayment(model, paid) !== undefined, 'ADVANCE_ALREADY_INVOICED'],
                [amount > left || (paid === undefined && amount > balanceOf(proforma)), 'ADVANCE_EXCEEDS_ORDER'],
                [proforma.terms.currency === 'KWD', 'EXCHANGE_RATE_MISSING'],
                [paid !== undefined && held < amount, 'CREDIT_INSUFFICIENT']),
            apply: (answer) => {
                const document = advanced(model, proforma, { amount, receivedOn, paid, answer });
                expectDocument(model, answer, document);
            }
        };
    });
}

type Advanced = {
    readonly amount: bigint; readonly receivedOn: string; readonly paid: Payment | undefined;
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- an answer
    readonly answer: any;
};

function advanced(model: Model, proforma: Document, { amount, receivedOn, paid, answer }: Advanced): Document {
    const { contact } = proforma;
    const terms: Terms = { ...proforma.terms, pricesInclude: 'gross' };
    const payment = paid?.settlement ?? recorded(model, proforma, amount, receivedOn);
    if (paid !== undefined) proforma.version += 1;
    const others = presentAdvances(model, proforma);
    const isLast = sum(others.map((other) => grossOfRates(stateOf(other)))) + amount === grossOf(proforma);
    const document = newDocument({
        id: answer.id, type: 'advance_invoice', contact, terms, exchange: null, status: 'issued',
        lines: linesOfAdvance(model, proforma, amount, answer.items),
        advances: isLast ? others.map((of) => ({ of, breakdown: stateOf(of) })) : [], advanceOf: { proforma, payment }
    });
    takeNumber(model, document, dayOf(model.now));
    if (terms.currency !== 'PLN') document.exchange = answer.exchangeRate;
    model.documents.push(document);
    const use: Settlement = {
        id: null, kind: 'credit_use', amount, purse: purseOf(document), paid: new Map([[document, amount]]),
        credited: new Map(), credit: -amount, reversed: false
    };
    document.paid = amount;
    settle(model, document, 0n);
    document.version = 1;
    document.payments.push({ settlement: use, day: receivedOn, method: null, reference: null, part: amount });
    addCredit(model, use.purse, -amount);
    model.settlements.push(use);
    note(model, 'invoice.issued', document);
    note(model, 'credit.used', null);
    note(model, 'invoice.advance_invoiced', proforma);
    tell(model, 'invoice.issued', document);
    const text = moneyOf(document, amount);
    model.events.push(`payment.recorded ${document.id} credit_use ${text} -${text}`);
    tell(model, 'invoice.paid', document);
    return document;
}

/** Records the payment of an advance on its proforma. */
function recorded(model: Model, proforma: Document, amount: bigint, day: string): Settlement {
    const settlement: Settlement = {
        id: null, kind: 'payment', amount, purse: purseOf(proforma), paid: new Map([[proforma, amount]]),
        credited: new Map(), credit: amount, reversed: false
    };
    const paidBefore = proforma.paid;
    const wasPaid = balanceOf(proforma) === 0n;
    proforma.paid += amount;
    settle(model, proforma, paidBefore);
    const payment = { settlement, day, method: 'bank_transfer', reference: null, part: amount };
    const later = proforma.payments.findIndex((other) => other.day > day);
    proforma.payments.splice(later === -1 ? proforma.payments.length : later, 0, payment);
    addCredit(model, settlement.purse, amount);
    model.settlements.push(settlement);
    note(model, 'payment.recorded', null);
    const text = moneyOf(proforma, amount);
    model.events.push(`payment.recorded ${proforma.id} payment ${text} ${text}`);
    if (!wasPaid && balanceOf(proforma) === 0n) tell(model, 'invoice.paid', proforma);
    return settlement;
}

/** One line a rate: the money in proportion to what is left of each, the largest remainders rounded up. */
function linesOfAdvance(
    model: Model, proforma: Document, amount: bigint, items: readonly { readonly id: string }[]
): readonly Line[] {
    const left = rates.map((rate): readonly [Rate, bigint] => [rate, sum([
        grossOfRate(proforma.breakdown, rate),
        ...presentAdvances(model, proforma).map((other) => -grossOfRate(stateOf(other), rate))
    ])]).map(([rate, gross]): readonly [Rate, bigint] => [rate, gross < 0n ? 0n : gross]);
    const whole = sum(left.map(([, gross]) => gross));
    const parts = left.map(([rate, gross]) => ({ rate, down: amount * gross / whole, rest: amount * gross % whole }));
    const units = amount - sum(parts.map(({ down }) => down));
    const raised = new Set(parts.toSorted((one, other) => (one.rest > other.rest ? -1 : Number(one.rest < other.rest)))
        .slice(0, Number(units)).map(({ rate }) => rate));
    const shares = new Map(parts.map(({ rate, down }) => [rate, raised.has(rate) ? down + 1n : down]));
    // The rates stand in the order in which the order has them.
    return [...new Set(proforma.lines.map(({ rate }) => rate))].filter((rate) => shares.get(rate) !== 0n)
        .map((rate, index) => ({
            id: items[index]?.id ?? '', rate, quantity: 1_000n, discountPercent: 0n, discountAmount: 0n, share: 0n,
            price: (shares.get(rate) ?? 0n) * 10n ** BigInt(4 - decimalsOf[proforma.terms.currency]),
            description: `Zaliczka na poczet zamówienia ${proforma.number} (${rate === 'zw' ? rate : `${rate} %`})`
        }));
}

const grossOfRate = (breakdown: Breakdown, rate: Rate): bigint => {
    const row = breakdown.get(rate);
    return row === undefined ? 0n : row.net + row.vat;
};
const grossOfRates = (breakdown: Breakdown): bigint => totalsOf(breakdown).gross;
const isNothing = (breakdown: Breakdown): boolean =>
    [...breakdown.values()].every(({ net, vat }) => net === 0n && vat === 0n);

/** Amounts of a document after its correctives. */
export const stateOf = (document: Document): Breakdown => afterAdvances(document, document.standing);

/** True when nothing is left of the lines. */
export const isTakenBack = (lines: readonly Line[], terms: Terms): boolean =>
    lines.every((line) => amountOfLine(line, terms) === 0n);

/** The breakdown of a document with lines in some state. Advances are deducted while anything is left. */
export function afterAdvances({ type, advances, terms }: Document, lines: readonly Line[]): Breakdown {
    const own = breakdownOf(lines, terms);
    return type === 'advance_invoice' || isTakenBack(lines, terms) ? own
        : advances.reduce((left, { breakdown }) => differenceOf(breakdown, left), own);
}

/** The advance invoices of a proforma of which anything is left. */
export const presentAdvances = ({ documents }: Model, proforma: Document): readonly Document[] =>
    documents.filter((document) => document.advanceOf?.proforma === proforma && document.status !== 'cancelled'
        && !isNothing(stateOf(document)));

const leftOf = (model: Model, proforma: Document): bigint =>
    grossOf(proforma) - sum(presentAdvances(model, proforma).map((document) => grossOfRates(stateOf(document))));

const advanceOfPayment = ({ documents }: Model, { settlement }: Payment): Document | undefined =>
    documents.find(({ advanceOf, status }) => advanceOf?.payment === settlement && status !== 'cancelled');

/** The refusals of a conversion because of advances. */
export function refusedConversion(model: Model, proforma: Document): readonly (readonly [boolean, Refusal])[] {
    const own = model.documents.filter(({ advanceOf }) => advanceOf?.proforma === proforma);
    return [
        [own.length > 0 && leftOf(model, proforma) <= 0n, 'ADVANCES_COVER_ORDER'],
        ...refusedFinal(model, proforma, proforma, dayOf(model.now))
    ];
}

/** The refusals of a draft that was converted, as it is issued. */
export function refusedIssue(
    model: Model, draft: Document, day: string
): readonly (readonly [boolean, Refusal])[] {
    const { convertedFrom, status } = draft;
    return convertedFrom === null || status !== 'draft' ? [] : refusedFinal(model, convertedFrom, draft, day);
}

/** Content of an invoice that an order becomes. */
type Ordered = { readonly lines: readonly Line[]; readonly terms: Terms };

function refusedFinal(
    model: Model, proforma: Document, { lines, terms }: Ordered, saleDate: string
): readonly (readonly [boolean, Refusal])[] {
    const isMissing = (payment: Payment): boolean => {
        const invoice = advanceOfPayment(model, payment);
        return invoice === undefined || isNothing(stateOf(invoice));
    };
    const missing = shownPayments(proforma).some((payment) =>
        isMissing(payment) && payment.day.slice(0, 7) < saleDate.slice(0, 7));
    const isLate = presentAdvances(model, proforma).some(({ advanceOf }) =>
        shownPayments(proforma).some(({ settlement, day }) => settlement === advanceOf?.payment && day > saleDate));
    return [
        [fallsShort(present(model, proforma), lines, terms), 'ADVANCE_EXCEEDS_RATE'],
        [isLate, 'SALE_BEFORE_ADVANCE'],
        [missing, 'ADVANCE_INVOICE_MISSING']
    ];
}

/** The advances that an invoice of a proforma deducts now. */
export const present = (model: Model, proforma: Document): Document['advances'] =>
    presentAdvances(model, proforma).map((of) => ({ of, breakdown: stateOf(of) }));

/** True when advances deduct more at a rate than the lines come to. */
export function fallsShort(advances: Document['advances'], lines: readonly Line[], terms: Terms): boolean {
    const left = advances.reduce((rest, { breakdown }) => differenceOf(breakdown, rest), breakdownOf(lines, terms));
    return rates.some((rate) => grossOfRate(left, rate) < 0n);
}

/** Gives a draft the advances of now, as it is issued. Those that stand change with it. */
export function deductPresent(model: Model, draft: Document): void {
    const { convertedFrom } = draft;
    if (convertedFrom === null) return;
    draft.advances = present(model, convertedFrom);
    draft.breakdown = afterAdvances(draft, draft.lines);
    model.documents.filter(({ advanceOf, status }) => advanceOf?.proforma === convertedFrom && status !== 'cancelled')
        .forEach((document) => { document.version += 1; });
}

/** The final invoice that deducts an advance invoice. */
export const deductedBy = ({ documents }: Model, document: Document): Document | undefined =>
    documents.find(({ number, status, convertedFrom, advances, standing, terms }) => convertedFrom !== null
        && number !== null && status !== 'cancelled' && convertedFrom === document.advanceOf?.proforma
        && advances.some(({ of }) => of === document) && !isTakenBack(standing, terms));

/** The refusals of a corrective because of advances. @param isFull - True where everything is taken back. */
export function refusedCorrective(
    model: Model, original: Document, after: readonly Line[], isFull: boolean
): readonly (readonly [boolean, Refusal])[] {
    const { type, advances, standing, terms } = original;
    const isFinal = type === 'vat_invoice' && advances.length > 0;
    const isAdvance = type === 'advance_invoice';
    const change = differenceOf(breakdownOf(standing, terms), breakdownOf(after, terms));
    return [
        [isFinal && isTakenBack(standing, terms), 'INVOICE_NOT_CORRECTABLE'],
        [isFinal && !isFull && fallsShort(advances, after, terms), 'ADVANCE_EXCEEDS_RATE'],
        [isAdvance && !isNothing(change) && deductedBy(model, original) !== undefined, 'ADVANCE_DEDUCTED'],
        [isAdvance && grossOfRates(change) > 0n, 'ADVANCE_NOT_RAISED']
    ];
}

/** True when an advance invoice documents the money of a settlement. */
export const isDocumented = ({ documents }: Model, settlement: Settlement): boolean =>
    documents.some((document) => document.type === 'advance_invoice' && document.status !== 'cancelled'
        && document.advanceOf?.payment === settlement && [...stateOf(document)].some(([rate]) =>
            grossOfRate(stateOf(document), rate) !== 0n))
    // Money that became credit at once is no part of what the document holds.
    || [...settlement.paid, ...settlement.credited].some(([{ type, paid }, amount]) =>
        type === 'advance_invoice' && paid > 0n && amount !== 0n);

/** Reverses the credit that paid an advance invoice, as it is annulled. */
export function released(model: Model, document: Document): void {
    for (const { settlement, part } of shownPayments(document)) {
        settlement.reversed = true;
        model.settlements.push({
            id: null, kind: 'reversal', amount: part, purse: purseOf(document), paid: new Map([[document, -part]]),
            credited: new Map(), credit: part, reversed: false
        });
        addCredit(model, purseOf(document), part);
    }
}
