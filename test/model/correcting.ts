import { afterAdvances, deductedBy, presentAdvances, refusedCorrective, released } from './advancing.ts';
import { termsDays } from './drafting.ts';
import { expectCorrection, expectDocument, same, sharedAfter } from './expectations.ts';
import {
    amountOf, decimal, differenceOf, following, least, money, priceOf, reducedPriceOf, totalsOf,
    type Agreed, type Line, type Rate, type Terms, type Words
} from './money.ts';
import {
    balanceOf, dayAfter, dayOf, newDocument, note, paymentStatusOf, purseOf, releaseExcess, settle, takeNumber, tell,
    type Document, type Model
} from './model.ts';
import { command, pick, refusedFor, type Command, type Manner, type Pick, type Refusal } from './step.ts';

/** Commands that take an issued document back, in part or whole. */

/** One change of a line by a corrective. */
export type Change =
    | { readonly what: 'quantity'; readonly quantity: bigint }
    | { readonly what: 'price'; readonly price: bigint }
    | { readonly what: 'description'; readonly description: string }
    | { readonly what: 'rate'; readonly rate: Rate }
    | { readonly what: 'discountPercent'; readonly discountPercent: bigint }
    /** Discount in eighths of the line's price less its percentage. */
    | { readonly what: 'discountAmount'; readonly eighths: bigint };

/**
 * A corrective. changes: of lines by their places; none for a full corrective · added: lines that were forgotten ·
 * customer: another name of the buyer · undoes: everything returns to what was issued
 */
export type CorrectWish = {
    readonly of: Pick; readonly manner: Manner;
    readonly changes: readonly { readonly nth: number; readonly change: Change }[];
    readonly added: readonly Words[]; readonly customer: string | null; readonly undoes: boolean;
};

/** Makes a corrective. */
export function correct(wish: CorrectWish): Command {
    return command('correct', wish, (model) => {
        const original = pick(model.documents, wish.of, ({ type, number, status }) =>
            (type === 'vat_invoice' || type === 'advance_invoice') && number !== null && status !== 'cancelled');
        if (original === undefined) return undefined;
        const lines = original.standing;
        const changes = changesOf(wish, lines);
        const isFull = changes.size === 0 && !wish.undoes;
        const added = isFull || wish.undoes ? [] : wish.added.map((words): Line =>
            ({ ...words, discountAmount: 0n, id: '', share: 0n }));
        const customer = isFull ? null : wish.undoes ? firstCustomer : wish.customer;
        const after = [...lines.map((line) => (wish.undoes ? undone(original, line)
            : changedLine(line, isFull ? takenBack : changes.get(line), original.terms))), ...added];
        return {
            method: 'POST', url: `/invoices/${original.id}/correctives`, of: original, status: 201,
            body: isFull ? { reason: 'Zwrot towaru', type: 'full' } : {
                reason: 'Zwrot towaru',
                ...(customer === null ? {} : { customerName: customer }),
                items: wish.undoes ? lines.map((line, index) => wholeItem(line, after[index], original.terms))
                    : [...changes].map(([line, change]) =>
                        ({ itemId: line.id, ...fieldOf(line, change, original.terms) })),
                ...(added.length === 0 ? {} : { newItems: added.map((line) =>
                    ({ itemType: 'custom', ...wholeOf(line, original.terms) })) })
            },
            refusal: refusedFor(
                [wish.manner.ifMatch === 'stale', 'PRECONDITION_FAILED'],
                [original.status === 'draft', 'INVOICE_NOT_ISSUED'],
                [original.type === 'proforma' || original.type === 'corrective' || original.status === 'cancelled',
                    'INVOICE_NOT_CORRECTABLE'],
                [(customer ?? original.customer) === original.customer
                    && after.every((line, index) => isSame(line, lines[index])), 'CORRECTION_EMPTY'],
                ...refusedCorrective(model, original, after, isFull)),
            apply: (answer) => {
                const wasPaid = paymentStatusOf(original) === 'paid';
                original.standing = lines;
                const now = sharedAfter(original, after, answer.items);
                const corrective = corrected(model, original, now, answer.id);
                // The answer of the original shows its own buyer; the correctives show the state.
                same('customer of the corrective', answer.customerName, customer ?? original.customer);
                original.customer = customer ?? original.customer;
                note(model, 'invoice.corrected', original);
                tell(model, 'invoice.corrected', original);
                const isPaid = paymentStatusOf(original) === 'paid';
                if (wasPaid !== isPaid) tell(model, isPaid ? 'invoice.paid' : 'invoice.unpaid', original);
                expectDocument(model, answer, corrective);
                expectCorrection(original.terms, answer.items, lines, now);
            }
        };
    });
}

function changesOf({ changes }: CorrectWish, lines: readonly Line[]): ReadonlyMap<Line, Change> {
    return new Map(changes.flatMap(({ nth, change }) => {
        const line = lines[nth % Math.max(lines.length, 1)];
        return line === undefined ? [] : [[line, change] as const];
    }));
}

const takenBack: Change = { what: 'quantity', quantity: 0n };

function fieldOf(line: Line, change: Change, terms: Terms) {
    switch (change.what) {
        case 'quantity': return { quantity: decimal(change.quantity, 3) };
        case 'price': return { unitPriceNet: decimal(change.price, 4) };
        case 'description': return { description: change.description };
        case 'rate': return { vatRate: change.rate };
        case 'discountPercent': return { discountPercent: decimal(change.discountPercent, 2) };
        case 'discountAmount': return { discountAmount: money(
            reducedPriceOf(line, terms) * change.eighths / 8n, terms.currency) };
    }
}

/** All fields of a line, as a correction or a new item gives them. */
function wholeOf(line: Line, terms: Terms) {
    return {
        description: line.description, quantity: decimal(line.quantity, 3), unitPriceNet: decimal(line.price, 4),
        vatRate: line.rate, discountPercent: decimal(line.discountPercent, 2),
        discountAmount: money(line.discountAmount, terms.currency)
    };
}

const wholeItem = (line: Line, after: Line | undefined, terms: Terms) =>
    ({ itemId: line.id, ...wholeOf(after ?? line, terms) });

/** A line as it was issued; one that a corrective added is taken back. */
function undone({ lines, terms }: Document, line: Line): Line {
    const issued = lines.find(({ id }) => id === line.id);
    return issued === undefined
        ? { ...changedLine(line, takenBack, terms), discountAmount: 0n }
        : { ...issued, share: line.share, ...agreedOn(line, issued.discountAmount, priceOf(issued, terms), terms) };
}

/** The agreed discount after an amount was given: it stays where the amount follows from it anyway. */
function agreedOn(line: Line, amount: bigint, price: bigint, terms: Terms): { readonly agreed: Agreed } {
    const agreed = agreedOf(line, terms);
    return { agreed: following(agreed.amount, price, agreed.price) === amount ? agreed : { amount, price } };
}

const agreedOf = (line: Line, terms: Terms) =>
    line.agreed ?? { amount: line.discountAmount, price: priceOf(line, terms) };

/** A line after its correction. Its discount amount follows its price, at most down to zero. */
function changedLine(line: Line, change: Change | undefined, terms: Terms): Line {
    if (change === undefined) return line;
    const changed = { ...line, ...(change.what === 'discountAmount' ? {} : change) };
    const [agreed, price, reduced] = [agreedOf(line, terms), priceOf(changed, terms), reducedPriceOf(changed, terms)];
    const followed = least(following(agreed.amount, price, agreed.price), reduced);
    const discountAmount = change.what === 'discountAmount' ? reduced * change.eighths / 8n : followed;
    return {
        ...changed, discountAmount, agreed: discountAmount === followed ? agreed : { amount: discountAmount, price },
        // What is left of it; the answer shows the share of a line that is left itself.
        share: least(line.share, reduced - discountAmount)
    };
}

/** Name of the buyer on every invoice. */
const firstCustomer = 'Anna Przykładowa';

const words = ['quantity', 'price', 'description', 'rate', 'discountPercent', 'discountAmount'] as const;
const isSame = (line: Line, before: Line | undefined): boolean => before !== undefined
    && words.every((word) => line[word] === before[word]);

/** Makes the corrective of the changes, and applies it to its original. */
function corrected(model: Model, original: Document, after: readonly Line[], id: string): Document {
    const { contact, terms, exchange } = original;
    const breakdown = differenceOf(afterAdvances(original, original.standing), afterAdvances(original, after));
    const corrective = newDocument({
        id, type: 'corrective', contact, terms, exchange, lines: [], breakdown, status: 'issued', corrects: original
    });
    const [today, earliest] = [dayOf(model.now), original.issueDate ?? ''];
    takeNumber(model, corrective, today < earliest ? earliest : today);
    model.documents.push(corrective);
    original.correctives.push(corrective);
    original.standing = after;
    const { gross: change } = totalsOf(breakdown);
    if (change > 0n) corrective.dueDate = dayAfter(corrective.issueDate ?? '', termsDays);
    const paidBefore = original.paid;
    const { notWrittenOff, released } = releaseExcess(model, original);
    settle(model, original, paidBefore);
    const credited = new Map([[original, -change - notWrittenOff], [corrective, change]]);
    if (change !== 0n || notWrittenOff !== 0n || released !== 0n) {
        model.settlements.push({
            id: null, kind: 'corrective', amount: -change, purse: purseOf(original),
            paid: new Map([[original, -released]]), credited, credit: released, reversed: false
        });
    }
    note(model, 'invoice.issued', corrective);
    tell(model, 'invoice.issued', corrective);
    return corrective;
}

/** The document to cancel, and the way to do it. */
export type CancelWish = {
    readonly of: Pick;
    readonly manner: Manner;
    readonly createCorrective: boolean | null;
    /** Days between today and the cancellation date. */
    readonly days: number | null;
};

/** Cancels a document: by annulment, or by a full corrective. */
export function cancel(wish: CancelWish): Command {
    return command('cancel', wish, (model) => {
        const document = pick(model.documents, wish.of, ({ status, type }) =>
            status !== 'cancelled' && type !== 'corrective');
        if (document === undefined) return undefined;
        const { earliest, latest } = daysOf(model, document);
        const day = wish.days === null ? latest : dayOf(model.now, wish.days);
        const isTakenBack = document.correctives.length > 0
            && document.standing.every((line) => amountOf(line, document.terms) === 0n);
        const isInvoice = (document.type === 'vat_invoice' || document.type === 'advance_invoice')
            && document.number !== null;
        const mustAnnul = isInvoice && !isTakenBack && wish.createCorrective !== true;
        return {
            method: 'PATCH', url: `/invoices/${document.id}/cancel`, of: document, status: 200,
            body: {
                reason: 'Klient zrezygnował',
                ...(wish.createCorrective === null ? {} : { createCorrective: wish.createCorrective }),
                ...(wish.days === null ? {} : { cancellationDate: day })
            },
            refusal: document.status === 'cancelled' ? undefined
                : refusedCancel(model, document, { wish, mustAnnul, isOnTime: day >= earliest && day <= latest }),
            apply: (answer) => {
                if (document.status !== 'cancelled') cancelled(model, document, day,
                    isInvoice && !mustAnnul && !isTakenBack ? answer.correctives.at(-1)?.invoiceId : undefined);
                expectDocument(model, answer, document);
            }
        };
    });
}

type Cancelling = { readonly wish: CancelWish; readonly mustAnnul: boolean; readonly isOnTime: boolean };

function refusedCancel(
    model: Model, document: Document, { wish, mustAnnul, isOnTime }: Cancelling
): Refusal | undefined {
    const { type, number, sent, correctives, paid } = document;
    return refusedFor(
        [wish.manner.ifMatch === 'stale', 'PRECONDITION_FAILED'],
        [type === 'corrective', 'CORRECTIVE_NOT_CANCELLABLE'],
        [type === 'proforma' && number !== null && presentAdvances(model, document).length > 0,
            'PROFORMA_HAS_ADVANCES'],
        [deductedBy(model, document) !== undefined, 'ADVANCE_DEDUCTED'],
        [mustAnnul && sent, 'CORRECTIVE_REQUIRED'],
        [mustAnnul && correctives.length > 0, 'INVOICE_HAS_CORRECTIVES'],
        [mustAnnul && paid > 0n && type !== 'advance_invoice', 'INVOICE_HAS_PAYMENTS'],
        [!isOnTime, 'VALIDATION_FAILED']);
}

/** First and last day of a cancellation; a draft has no first day. */
function daysOf(model: Model, { number, issueDate }: Document): { readonly earliest: string; readonly latest: string } {
    const today = dayOf(model.now);
    const earliest = number === null ? '' : issueDate ?? '';
    return { earliest, latest: earliest < today ? today : earliest };
}

/** Cancels a document. @param correctiveId - Id of the corrective that takes it back, if one is made. */
function cancelled(model: Model, document: Document, day: string, correctiveId: string | undefined): void {
    document.status = 'cancelled';
    document.cancelledOn = day;
    document.paidAt = null;
    if (correctiveId !== undefined) {
        corrected(model, document, document.standing.map((line) => changedLine(line, takenBack, document.terms)),
            correctiveId);
        tell(model, 'invoice.corrected', document);
    } else {
        if (document.number !== null) annulled(model, document);
        document.version += 1;
    }
    note(model, 'invoice.cancelled', document);
    tell(model, 'invoice.cancelled', document);
}

function annulled(model: Model, document: Document): void {
    // A proforma holds its advances, which are credit like any other from now on; an advance invoice its payment.
    const isAdvance = document.type === 'advance_invoice';
    const amount = balanceOf(document) + document.paid;
    const advances = isAdvance ? 0n : document.paid;
    if (isAdvance) released(model, document);
    document.isAnnulled = document.correctives.length === 0;
    document.annulled += amount;
    document.paid = 0n;
    if (amount !== 0n) {
        model.settlements.push({
            id: null, kind: 'annulment', amount, purse: purseOf(document), paid: new Map([[document, -advances]]),
            credited: new Map([[document, amount]]), credit: 0n, reversed: false
        });
    }
}
