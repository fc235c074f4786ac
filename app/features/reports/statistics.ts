import type { InvoiceStatus } from '../../foundation/vocabulary/invoice-statuses.ts';
import type { PaymentStatus } from '../../foundation/vocabulary/payment-statuses.ts';
import type { DocumentType } from '../../foundation/vocabulary/document-types.ts';

/** Documents of a period that are alike in everything that is counted, with their sums in minor units. */
export type DocumentGroup = {
    readonly status: InvoiceStatus;
    readonly paymentStatus: PaymentStatus;
    readonly invoiceType: DocumentType;
    /** ISO 4217. */
    readonly currency: string;
    /** True when the documents have numbers. */
    readonly issued: boolean;
    readonly annulled: boolean;
    /** An invoice past its due date with a balance left. */
    readonly overdue: boolean;
    readonly count: number;
    readonly netMinor: bigint;
    readonly vatMinor: bigint;
    readonly grossMinor: bigint;
    readonly paidMinor: bigint;
    readonly creditedMinor: bigint;
};

/** Number of documents, and their sums in minor units. */
export type Figures = {
    readonly count: number; readonly netMinor: bigint; readonly vatMinor: bigint; readonly grossMinor: bigint
};

/**
 * Sums of the documents of one currency. Invariants: gross = paid + credited + balance, and all = invoices +
 * advanceInvoices + correctives.
 */
export type CurrencyFigures = Figures & {
    readonly currency: string;
    readonly paidMinor: bigint;
    readonly creditedMinor: bigint;
    readonly balanceMinor: bigint;
    readonly overdueCount: number;
    readonly overdueMinor: bigint;
    readonly invoices: Figures;
    readonly advanceInvoices: Figures;
    readonly correctives: Figures;
    /** Documents that count as zero, shown apart. */
    readonly proformas: Figures;
    readonly annulled: Figures;
};

/** Numbers of documents of each kind, and sums by currency. */
export type Statistics = {
    readonly total: number;
    /** Counts of every document; overdue ones are issued or sent as well. */
    readonly byStatus: Readonly<Record<InvoiceStatus | 'overdue', number>>;
    /** Counts of issued invoices and advance invoices; overdue ones are pending or partial as well. */
    readonly byPaymentStatus: Readonly<Record<PaymentStatus | 'overdue', number>>;
    /** Counts of every document. */
    readonly byInvoiceType: Readonly<Record<DocumentType, number>>;
    /** Sums in alphabetical order of the currencies. */
    readonly currencies: readonly CurrencyFigures[];
};

/**
 * Sums up the documents of a period. Amounts of different currencies are never added up. Pure.
 * @param ownCurrency - Currency that is shown even without documents.
 */
export function statisticsOf(groups: readonly DocumentGroup[], ownCurrency: string): Statistics {
    const invoices = groups.filter((group) =>
        group.issued && (group.invoiceType === 'vat_invoice' || group.invoiceType === 'advance_invoice'));
    const overdue = countOf(groups.filter((group) => group.overdue));
    const currencies = [
        ...new Set([ownCurrency, ...groups.filter(({ issued }) => issued).map(({ currency }) => currency)])
    ].sort();
    return {
        total: countOf(groups),
        byStatus: { ...statusCounts(groups), overdue },
        byPaymentStatus: { ...paymentStatusCounts(invoices), overdue },
        byInvoiceType: typeCounts(groups),
        currencies: currencies.map((currency) =>
            figuresIn(currency, groups.filter((group) => group.currency === currency)))
    };
}

/** Tells if documents count: annulled ones count as zero, proformas are offers, and drafts are nothing yet. */
function doesCount({ issued, annulled, invoiceType }: DocumentGroup): boolean {
    return issued && !annulled && invoiceType !== 'proforma';
}

function figuresIn(currency: string, groups: readonly DocumentGroup[]): CurrencyFigures {
    const counting = groups.filter(doesCount);
    const overdue = groups.filter((group) => group.overdue);
    return {
        currency,
        ...figuresOf(counting),
        paidMinor: sumOf(counting, ({ paidMinor }) => paidMinor),
        creditedMinor: sumOf(counting, ({ creditedMinor }) => creditedMinor),
        balanceMinor: sumOf(counting, balanceOf),
        overdueCount: countOf(overdue),
        overdueMinor: sumOf(overdue, balanceOf),
        invoices: figuresOf(counting.filter(isOf('vat_invoice'))),
        advanceInvoices: figuresOf(counting.filter(isOf('advance_invoice'))),
        correctives: figuresOf(counting.filter(isOf('corrective'))),
        proformas: figuresOf(groups.filter((group) => group.issued && !group.annulled).filter(isOf('proforma'))),
        annulled: figuresOf(groups.filter(({ annulled }) => annulled))
    };
}

function figuresOf(groups: readonly DocumentGroup[]): Figures {
    return {
        count: countOf(groups),
        netMinor: sumOf(groups, ({ netMinor }) => netMinor),
        vatMinor: sumOf(groups, ({ vatMinor }) => vatMinor),
        grossMinor: sumOf(groups, ({ grossMinor }) => grossMinor)
    };
}

function balanceOf({ grossMinor, paidMinor, creditedMinor }: DocumentGroup): bigint {
    return grossMinor - paidMinor - creditedMinor;
}

function statusCounts(groups: readonly DocumentGroup[]): Record<InvoiceStatus, number> {
    const of = (status: InvoiceStatus): number => countOf(groups.filter((group) => group.status === status));
    return { draft: of('draft'), issued: of('issued'), sent: of('sent'), paid: of('paid'), cancelled: of('cancelled') };
}

function paymentStatusCounts(groups: readonly DocumentGroup[]): Record<PaymentStatus, number> {
    const of = (status: PaymentStatus): number =>
        countOf(groups.filter(({ paymentStatus }) => paymentStatus === status));
    return { pending: of('pending'), partial: of('partial'), paid: of('paid'), cancelled: of('cancelled') };
}

function typeCounts(groups: readonly DocumentGroup[]): Record<DocumentType, number> {
    const of = (type: DocumentType): number => countOf(groups.filter(isOf(type)));
    return {
        vat_invoice: of('vat_invoice'), proforma: of('proforma'), advance_invoice: of('advance_invoice'),
        corrective: of('corrective')
    };
}

function isOf(type: DocumentType): (group: DocumentGroup) => boolean {
    return ({ invoiceType }) => invoiceType === type;
}

function countOf(groups: readonly DocumentGroup[]): number {
    return groups.reduce((sum, { count }) => sum + count, 0);
}

function sumOf(groups: readonly DocumentGroup[], amountOf: (group: DocumentGroup) => bigint): bigint {
    return groups.reduce((sum, group) => sum + amountOf(group), 0n);
}
