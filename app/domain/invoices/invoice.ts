import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { Seller } from '../organisations/organisation.ts';
import type { LineTotals } from '../totals/totals.ts';
import type { VatBreakdownRow } from '../totals/vat-breakdown.ts';
import type { PaymentMethod } from '../../foundation/vocabulary/payment-methods.ts';
import type { InvoiceStatus } from '../../foundation/vocabulary/invoice-statuses.ts';
import type { PaymentStatus } from '../../foundation/vocabulary/payment-statuses.ts';
import type { CorrectionPart } from '../../foundation/vocabulary/correction-parts.ts';
import type { DocumentType } from '../../foundation/vocabulary/document-types.ts';
import type { PricesInclude } from '../../foundation/vocabulary/prices-include.ts';
import type { RoundingModel } from '../../foundation/vocabulary/rounding-models.ts';
import type { DraftLine } from '../pricing/draft-line.ts';

/** Most correctives of one invoice: whoever needs more has another problem. */
export const maxCorrectives = 100;

/** The buyer as printed. Given values win over those of contacts-service. */
export type Buyer = {
    readonly name: string | null;
    readonly nip: string | null;
    readonly regon: string | null;
    /** On one line: street, postal code and city, country when it is not the seller's. */
    readonly address: string | null;
    readonly vatPayer: boolean;
    readonly email: string | null;
    /** ISO 3166-1 alpha-2, or as contacts-service writes it. */
    readonly country: string | null;
    /** The contact as it was read, and when; absent when the caller gave all there is. */
    readonly source: { readonly version: string; readonly fetchedAt: string; readonly stale: boolean } | null;
};

/** What the caller told about the buyer; null where nothing was told. */
export type GivenBuyer = Pick<Buyer, 'name' | 'nip' | 'regon' | 'address'> & { readonly vatPayer: boolean | null };

/** Nothing is told about the buyer: all comes from contacts-service. */
export const nothingGiven: GivenBuyer = { name: null, nip: null, regon: null, address: null, vatPayer: null };

/** Of a corrective's line: the line of the original that it shows. All lines of a corrective add up to what it changes. */
export type LineCorrection = { readonly lineId: string; readonly part: CorrectionPart };

/** A line with its amounts. Its place in the list is its line number. */
export type InvoiceLine = DraftLine & { readonly totals: LineTotals; readonly correction: LineCorrection | null };

/** The VAT currency's price of the invoice's currency. */
export type ExchangeRate = {
    /** Units of the VAT currency for one unit of the invoice's currency, in billionths. */
    readonly rateNanos: bigint;
    /** Of the table that it was read from, or as given; `YYYY-MM-DD`. */
    readonly date: string;
    /** `manual`, or a table such as `nbp-a 225/A/NBP/2026`. */
    readonly source: string;
};

/** What an editor decides about a draft; everything else follows from it. */
export type DraftContent = {
    readonly invoiceType: DocumentType;
    readonly contactId: string | null;
    readonly buyer: Buyer;
    readonly givenBuyer: GivenBuyer;
    /** Calendar dates, `YYYY-MM-DD`. */
    readonly issueDate: string | null;
    readonly saleDate: string | null;
    readonly dueDate: string | null;
    readonly paymentMethod: PaymentMethod;
    readonly paymentTerms: string | null;
    readonly notes: string | null;
    /** The buyer's purchase order number (EN 16931 BT-13, FA(3) NrZamowienia). */
    readonly orderNumber: string | null;
    readonly quoteId: string | null;
    /** ISO 4217. */
    readonly currency: string;
    readonly pricesInclude: PricesInclude;
    readonly language: string;
    readonly discountPercentMicros: bigint;
    readonly discountAmountMinor: bigint;
    /** Given by hand, or read when the invoice was issued; null in the VAT currency, and on a draft that leaves it to the source. */
    readonly exchange: ExchangeRate | null;
};

/** What a corrective says of the invoice that it corrects. @see Ustawa o VAT art. 106j ust. 2 pkt 3 */
export type Correction = {
    readonly invoiceId: string;
    readonly invoiceNumber: string;
    readonly invoiceIssueDate: string;
    /** 1 for the first corrective of the invoice: the order in which they apply. */
    readonly sequence: number;
    readonly reason: string;
    /** Whose credit it gives back, which is the corrected invoice's customer. */
    readonly customerId: string;
    /**
     * The VAT of each rate as it stood, of the invoice and its earlier correctives: several rows of a rate are to be added up.
     * Empty without an exchange rate, as nothing asks for it.
     */
    readonly vatBefore: readonly RateVat[];
};

/** The VAT of one category and rate. */
export type RateVat = Pick<VatBreakdownRow, 'category' | 'ratePercentMicros' | 'vatMinor'>;

/** A corrective, as the invoice that it corrects points to it. */
export type CorrectiveLink = {
    readonly invoiceId: string;
    readonly invoiceNumber: string;
    readonly issueDate: string;
    /** What it changes; negative when it lowers the invoice. */
    readonly grossMinor: bigint;
};

/** Why and when an invoice was cancelled. */
export type Cancellation = {
    readonly at: Date;
    /** The day it counts for, `YYYY-MM-DD`. */
    readonly date: string;
    readonly reason: string;
    /** Issued and never sent: keeps its number and counts as zero. */
    readonly annulled: boolean;
};

/** One document with everything computed. Never changed in place: each command returns a new one. */
export type Invoice = DraftContent & {
    /** UUID version 7. */
    readonly id: string;
    readonly organisationId: string;
    /** Grows with every change; the ETag and the optimistic lock. */
    readonly version: number;
    readonly status: InvoiceStatus;
    readonly paymentStatus: PaymentStatus;
    readonly number: string | null;
    readonly seriesId: string | null;
    readonly seriesNumber: bigint | null;
    readonly roundingModel: RoundingModel;
    readonly lines: readonly InvoiceLine[];
    readonly netMinor: bigint;
    readonly vatMinor: bigint;
    readonly grossMinor: bigint;
    readonly paidMinor: bigint;
    readonly creditedMinor: bigint;
    readonly splitPayment: boolean;
    readonly seller: Seller | null;
    readonly createdBy: string;
    readonly createdAt: Date;
    readonly updatedAt: Date;
    readonly issuedAt: Date | null;
    /** When it was first sent. */
    readonly sentAt: Date | null;
    readonly cancellation: Cancellation | null;
    /** Of a corrective only. */
    readonly correction: Correction | null;
    /** The correctives of this invoice, in their order. */
    readonly correctives: readonly CorrectiveLink[];
    /** The proforma that became this invoice. */
    readonly convertedFromId: string | null;
    /** The invoice that this proforma became. */
    readonly convertedToId: string | null;
    /** ISO 4217; the organisation's VAT currency when the document was issued. */
    readonly vatCurrency: string | null;
    /** The VAT total in the VAT currency, when that is another than the invoice's (EN 16931 BT-111). */
    readonly vatInVatCurrencyMinor: bigint | null;
    /** SHA-256 of the frozen content, hex. */
    readonly contentHash: string | null;
    /** SHA-256 over the chain hash of the series' document before, the number and the content hash, hex. */
    readonly chainHash: string | null;
};

/** What is still to be paid: gross − paid − credited, in minor units. */
export function balanceOf({ grossMinor, paidMinor, creditedMinor }: Pick<Invoice, 'grossMinor' | 'paidMinor' | 'creditedMinor'>): bigint {
    return grossMinor - paidMinor - creditedMinor;
}

/**
 * Whether an issued invoice is past its due date with a balance left. A proforma is an offer: nobody owes it.
 * @param today - Calendar date in the seller's time zone.
 */
export function isOverdue(invoice: Invoice, today: string): boolean {
    const collectable = invoice.status === 'issued' || invoice.status === 'sent';
    return collectable && invoice.invoiceType !== 'proforma' && invoice.dueDate !== null && invoice.dueDate < today && balanceOf(invoice) > 0n;
}

/** @throws DomainError `INVOICE_NOT_DRAFT` */
export function assertDraft({ id, status }: Pick<Invoice, 'id' | 'status'>): void {
    if (status !== 'draft') {
        const wayOut = status === 'cancelled' ? 'make a new one' : 'correct it with a corrective';
        throw new DomainError('INVOICE_NOT_DRAFT', `invoiceId: this invoice is ${status}, and only a draft can be changed; ${wayOut}`, { id, status });
    }
}
