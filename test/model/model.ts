import {
    breakdownOf, inGrosze, least, money, sum, totalsOf, type Breakdown, type Currency, type Discount,
    type Line, type Rate, type Terms
} from './money.ts';

/**
 * Expected state of an organisation: written from the contract, with none of the service's code. Commands change it in
 * place.
 */
export type Model = {
    /** The organisation's way of rounding. */
    readonly rounding: Terms['rounding'];
    /** Documents in the order of their creation; a deleted draft is taken out. */
    readonly documents: Document[];
    readonly settlements: Settlement[];
    /** Credit of customers by purse: each has one for each currency. */
    readonly credits: Map<Purse, bigint>;
    /** Series by id: its documents in the order of their numbers. */
    readonly series: Map<string, Document[]>;
    /** Every event that other systems were notified of, in order. */
    readonly events: string[];
    /** Every entry of the audit trail, in order: action and invoice. */
    readonly audit: string[];
    /** Time in milliseconds. */
    now: number;
    /** The last request that was answered under a key, for replays. */
    last: Kept | undefined;
    /** Outcome of each command; only to count them. */
    readonly tried: string[];
    /** Requests and their outcomes, for the reader of a failure. */
    readonly steps: string[];
};

/** A request under an Idempotency-Key, and its answer. */
export type Kept = {
    readonly method: string; readonly url: string; readonly body: unknown; readonly key: string;
    readonly status: number; readonly text: string;
    /** Caller, whom the key belongs to; undefined: the accountant. */
    readonly by: 'clerk' | undefined
};

/** Type of a document. */
export type DocumentType = 'vat_invoice' | 'proforma' | 'advance_invoice' | 'corrective';
/** A customer's id and a currency. */
export type Purse = `${string} ${Currency}`;

/** One document; commands change it in place. Amounts are in minor units of its currency. */
export type Document = {
    readonly id: string;
    type: DocumentType;
    /** A contact's id; null for a customer of this document alone. */
    readonly contact: string | null;
    terms: Terms;
    /** Złoty for one unit of another currency, as text; null in złoty, and until the rate is found. */
    exchange: string | null;
    /** Day of a rate that was given by hand. */
    rateDay: string | null;
    /** Name of the buyer, after all correctives. */
    customer: string;
    /** Discount on the whole document. */
    discount: Discount;
    /** Lines as issued. A corrective has none, only its breakdown. */
    lines: readonly Line[];
    /** Lines as corrected, after all correctives. */
    standing: readonly Line[];
    breakdown: Breakdown;
    version: number;
    status: 'draft' | 'issued' | 'sent' | 'paid' | 'cancelled';
    sent: boolean;
    number: string | null;
    issueDate: string | null;
    dueDate: string | null;
    /** Money held, in minor units; of a proforma the sum of its advances. */
    paid: bigint;
    /** Time in milliseconds of the payment that last left nothing to pay. */
    paidAt: number | null;
    /** Every payment and use of credit, in the order of their days, also reversed ones. */
    readonly payments: Payment[];
    /** Amount written off, less what a corrective took back. */
    writtenOff: bigint;
    /** Amount that an annulment took back. */
    annulled: bigint;
    cancelledOn: string | null;
    isAnnulled: boolean;
    readonly correctives: Document[];
    readonly corrects: Document | null;
    readonly convertedFrom: Document | null;
    /** Advance invoices that it deducts, or that the last one of an order names, with their amounts. */
    advances: readonly { readonly of: Document; readonly breakdown: Breakdown }[];
    readonly advanceOf: { readonly proforma: Document; readonly payment: Settlement } | null;
    /** The frozen members of the document's first answer after its issue. */
    frozen: string | null;
};

/** A payment of a document, with its part of it in minor units. */
export type Payment = {
    readonly settlement: Settlement;
    readonly day: string;
    readonly method: string | null;
    readonly reference: string | null;
    readonly part: bigint;
};

/** One settlement, with its amounts on each account, in minor units. Of a proforma `paid` is an advance. */
export type Settlement = {
    /** Id of the settlement; null for one of a corrective or an annulment, which no answer names. */
    readonly id: string | null;
    readonly kind: 'payment' | 'credit_use' | 'refund' | 'write_off' | 'corrective' | 'annulment' | 'reversal';
    readonly amount: bigint;
    readonly purse: Purse;
    readonly paid: ReadonlyMap<Document, bigint>;
    readonly credited: ReadonlyMap<Document, bigint>;
    readonly credit: bigint;
    reversed: boolean;
};

/** The model of an organisation without documents. @param now - In milliseconds. */
export function newModel(now: number, rounding: Terms['rounding']): Model {
    return {
        rounding, documents: [], settlements: [], credits: new Map(), series: new Map(), events: [],
        audit: ['organisation.changed null'], now, last: undefined, tried: [], steps: []
    };
}

/** A draft without number, payments or correctives, except for the members given. */
export function newDocument(
    given: Pick<Document, 'id' | 'type' | 'contact' | 'terms' | 'exchange' | 'lines'> & Partial<Document>
): Document {
    return {
        rateDay: null, discount: { percent: 0n, amount: 0n }, standing: given.lines,
        breakdown: breakdownOf(given.lines, given.terms),
        version: 1, status: 'draft', sent: false, number: null, issueDate: null, dueDate: null, paid: 0n,
        paidAt: null, payments: [], writtenOff: 0n, annulled: 0n, cancelledOn: null, isAnnulled: false, correctives: [],
        corrects: null, convertedFrom: null, advances: [], advanceOf: null, frozen: null, customer: 'Anna Przykładowa',
        ...given
    };
}

/** Gross of a document by itself. */
export const grossOf = ({ breakdown }: Document): bigint => totalsOf(breakdown).gross;
/** Gross of the invoice with its correctives. */
export const claimOf = (document: Document): bigint => grossOf(document) + sum(document.correctives.map(grossOf));
/** Amount that is settled without money: written off, annulled or taken back by correctives. */
export const creditedOf = (document: Document): bigint => (document.type === 'corrective'
    // A corrective is settled with its original.
    ? grossOf(document) : document.writtenOff + document.annulled - sum(document.correctives.map(grossOf)));
/** Amount that is still to be paid. */
export const balanceOf = (document: Document): bigint => grossOf(document) - document.paid - creditedOf(document);
/** Customer of a document: an invoice that was a proforma has the proforma's credit, a corrective its original's. */
export const customerOf = ({ contact, convertedFrom, advanceOf, corrects, id }: Document): string =>
    (corrects === null ? contact ?? convertedFrom?.id ?? advanceOf?.proforma.id ?? id : customerOf(corrects));
/** The purse that a document's credit is in. */
export const purseOf = (document: Document): Purse => `${customerOf(document)} ${document.terms.currency}`;
/** Credit in a purse. */
export const creditOf = ({ credits }: Model, purse: Purse): bigint => credits.get(purse) ?? 0n;
/** An amount of a document as text. */
export const moneyOf = ({ terms }: Document, amount: bigint): string => money(amount, terms.currency);

/**
 * The VAT of each rate in grosze: of an issued document in another currency, by the rate that it was issued at. The VAT
 * of a corrective is that of its invoice with it, less that of its invoice before it.
 */
export function vatInGrosze(document: Document): ReadonlyMap<Rate, bigint> | null {
    const { number, exchange, breakdown, corrects, terms: { currency } } = document;
    if (number === null || exchange === null) return null;
    const earlier = corrects === null
        ? [] : [corrects, ...corrects.correctives.slice(0, corrects.correctives.indexOf(document))];
    return new Map([...breakdown].map(([rate, { vat }]) => {
        const before = sum(earlier.map((other) => other.breakdown.get(rate)?.vat ?? 0n));
        return [rate, inGrosze(before + vat, currency, exchange) - inGrosze(before, currency, exchange)];
    }));
}

/** Payment status as the API shows it. */
export function paymentStatusOf(document: Document): 'pending' | 'partial' | 'paid' | 'cancelled' {
    if (document.status === 'cancelled') return 'cancelled';
    if (document.status === 'draft') return 'pending';
    return balanceOf(document) === 0n ? 'paid' : document.paid > 0n ? 'partial' : 'pending';
}

/** The payments that a document shows: none without money, and no reversed ones. */
export const shownPayments = ({ paid, payments }: Document): readonly Payment[] =>
    (paid === 0n ? [] : payments.filter(({ settlement }) => !settlement.reversed));

/** The invoice that a proforma became, unless the invoice was cancelled or deleted. */
export const convertedTo = ({ documents }: Model, proforma: Document): Document | undefined =>
    documents.find(({ convertedFrom, status }) => convertedFrom === proforma && status !== 'cancelled');

/** Date in Warsaw: the clock stands near noon, where no zone is a day off. */
export const dayOf = (now: number, days = 0): string => new Date(now + days * dayMs).toISOString().slice(0, 10);
/** Milliseconds of a day. */
export const dayMs = 86_400_000;
/** The date some days after a date, `YYYY-MM-DD`. */
export const dayAfter = (day: string, days: number): string => dayOf(Date.parse(day), days);

/** Due date of the oldest part that is not paid: payments cover what is due first. */
export function openDueOf(document: Document): string | null {
    const parts = [document, ...document.correctives].map((one) => ({ due: one.dueDate ?? '', gross: grossOf(one) }))
        .filter(({ gross }, place) => place === 0 || gross > 0n)
        .sort((one, other) => (one.due < other.due ? -1 : one.due > other.due ? 1 : 0));
    let covered = sum(parts.map(({ gross }) => gross)) - balanceOf(document);
    return balanceOf(document) === 0n ? null : parts.find(({ gross }) => {
        covered -= gross;
        return covered < 0n;
    })?.due ?? null;
}

/** Due date of the oldest open part, where the API shows it: where it is another than the invoice's own. */
export function shownOpenDueOf(document: Document): string | null {
    const isInvoice = document.number !== null && document.type === 'vat_invoice';
    const due = isInvoice ? openDueOf(document) : null;
    return due === document.dueDate ? null : due;
}

/** True when the due date of the oldest open part has passed. */
export const isOverdue = (model: Model, document: Document): boolean =>
    (document.status === 'issued' || document.status === 'sent')
    && document.type !== 'proforma' && document.dueDate !== null && balanceOf(document) > 0n
    && (openDueOf(document) ?? document.dueDate) < dayOf(model.now);

/**
 * Records one change of an issued invoice: its version grows, and it is paid as soon as nothing is left to pay.
 * @param paidBefore - Money that it held before the change, in minor units.
 */
export function settle({ now }: Model, document: Document, paidBefore: bigint): void {
    document.version += 1;
    if (document.status === 'cancelled' || document.paid === 0n || balanceOf(document) !== 0n) document.paidAt = null;
    else if (document.paid > paidBefore) document.paidAt = now;
    // A document of 0.00 without settlements has nothing to pay and keeps its status.
    const isNothing = grossOf(document) === 0n && document.paid === 0n && creditedOf(document) === 0n;
    if (document.status !== 'cancelled')
        document.status = balanceOf(document) === 0n && !isNothing ? 'paid' : document.sent ? 'sent' : 'issued';
}

const prefixes = { vat_invoice: 'FV', proforma: 'PF', advance_invoice: 'FZ', corrective: 'FK' } as const;
/** Id of the monthly series that a document of the day is numbered in. */
export const seriesOf = (type: DocumentType, day: string): string => `${type}-${day.slice(0, 7)}`;

/** Gives a document the next number of its series. */
export function takeNumber(model: Model, document: Document, day: string): void {
    const id = seriesOf(document.type, day);
    const documents = model.series.get(id) ?? [];
    documents.push(document);
    model.series.set(id, documents);
    document.issueDate = day;
    document.number =
        `${prefixes[document.type]}/${day.slice(0, 4)}/${day.slice(5, 7)}/${String(documents.length).padStart(4, '0')}`;
}

/** Latest issue date in a series; empty without documents. */
export const lastDateOf = ({ series }: Model, id: string): string =>
    (series.get(id) ?? [])
        .reduce((latest, { issueDate }) => (issueDate !== null && issueDate > latest ? issueDate : latest), '');

/** Records an event with the members of a document that it shows. */
export function tell(model: Model, type: string, document: Document): void {
    model.events.push(`${type} ${document.id} v${document.version} ${document.status} ${paymentStatusOf(document)} `
        + `${document.number ?? '-'} `
        + [document.paid, creditedOf(document), balanceOf(document)].map((amount) => moneyOf(document, amount)).join(
            ' '));
}

/** Adds an entry to the audit trail. */
export function note(model: Model, action: string, document: Document | null): void {
    model.audit.push(`${action} ${document?.id ?? 'null'}`);
}

/** Changes a customer's credit. */
export function addCredit(model: Model, purse: Purse, amount: bigint): void {
    model.credits.set(purse, creditOf(model, purse) + amount);
}

/** Applies a corrective's lower claim: less stays written off, and money beyond the claim becomes credit. */
export function releaseExcess(
    model: Model, original: Document
): { readonly notWrittenOff: bigint; readonly released: bigint } {
    const excess = balanceOf(original) < 0n ? -balanceOf(original) : 0n;
    const notWrittenOff = least(excess, original.writtenOff);
    const released = excess - notWrittenOff;
    original.writtenOff -= notWrittenOff;
    original.paid -= released;
    addCredit(model, purseOf(original), released);
    return { notWrittenOff, released };
}
