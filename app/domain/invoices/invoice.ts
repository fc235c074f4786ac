import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { Seller } from '../organisations/organisation.ts';
import type { LineTotals } from '../totals/totals.ts';
import type { VatBreakdownRow } from '../totals/vat-breakdown.ts';
import type { PaymentMethod } from '../../foundation/vocabulary/payment-methods.ts';
import type { InvoiceStatus } from '../../foundation/vocabulary/invoice-statuses.ts';
import type { PaymentStatus } from '../../foundation/vocabulary/payment-statuses.ts';
import type { CorrectionEffect } from '../../foundation/vocabulary/correction-effects.ts';
import type { CorrectionPart } from '../../foundation/vocabulary/correction-parts.ts';
import type { DocumentType } from '../../foundation/vocabulary/document-types.ts';
import type { PricesInclude } from '../../foundation/vocabulary/prices-include.ts';
import type { RoundingModel } from '../../foundation/vocabulary/rounding-models.ts';
import type { TaxPointRule } from '../../foundation/vocabulary/tax-point-rules.ts';
import type { EInvoiceFormat } from '../../foundation/vocabulary/e-invoice-formats.ts';
import type { RecipientRole } from '../../foundation/vocabulary/recipient-roles.ts';
import type { ForeignTaxId } from '../organisations/foreign-tax-ids.ts';
import type { DraftLine } from '../pricing/draft-line.ts';
import type {
    AdvanceInvoiceLink, AdvanceOrder, DeductedAdvance, FinalInvoiceLink, ReceivedPayment
} from './advance.ts';

/** Maximum correctives of one invoice; needing more points to another problem. */
export const maxCorrectives = 100;

/** Maximum advances on one proforma, because an answer lists them all. */
export const maxAdvances = 100;

/** The buyer as printed. Given values win over those of contacts-service. */
export type Buyer = {
    readonly name: string | null;
    /** NIP of ten digits, or the VAT number of another EU country with its prefix. */
    readonly nip: string | null;
    /** A tax number that is neither; null where there is a {@link Buyer.nip}. */
    readonly taxId: ForeignTaxId | null;
    readonly regon: string | null;
    /** One line of text: street, postal code and city, country when it differs from the seller's. */
    readonly address: string | null;
    readonly vatPayer: boolean;
    /** True for a consumer, as contacts-service says (`b2c`); null for others, absent on documents of before. */
    readonly isConsumer?: true | null;
    /** Parts of the address (EN 16931 BT-50, BT-53, BT-52); null where only the line is known. */
    readonly street: string | null;
    readonly postalCode: string | null;
    readonly city: string | null;
    /** ISO 3166-1 alpha-2, or as contacts-service writes it where that names no country (EN 16931 BT-55). */
    readonly country: string | null;
    /** True for a unit of local government that belongs to the buyer (FA(3) JST). */
    readonly isJstUnit: true | null;
    /** True for a member of a VAT group (FA(3) GV). */
    readonly isVatGroupMember: true | null;
    readonly email: string | null;
    /** Version and time of the contact that was read; null when the caller gave all values. */
    readonly source: { readonly version: string; readonly fetchedAt: string; readonly stale: boolean } | null;
};

/** The caller's data of the buyer; null where a value was not given. */
export type GivenBuyer = Omit<Buyer, 'vatPayer' | 'isConsumer' | 'email' | 'source'>
    & { readonly vatPayer: boolean | null };

/** The empty data of a caller: all values come from contacts-service. */
export const nothingGiven: GivenBuyer = {
    name: null, nip: null, taxId: null, regon: null, address: null, street: null, postalCode: null, city: null,
    country: null, vatPayer: null, isJstUnit: null, isVatGroupMember: null
};

/** The electronic address of a buyer (EN 16931 BT-49). */
export type BuyerEndpoint = {
    /** Code of the list of electronic address schemes (EAS), such as `9945`. */
    readonly scheme: string;
    readonly id: string;
};

/** A third party beside the buyer (FA(3) Podmiot3), such as the unit that receives what the buyer pays for. */
export type Recipient = {
    readonly name: string;
    /** NIP, or VAT number of another EU country. */
    readonly nip: string | null;
    /** One line of text. */
    readonly address: string | null;
    readonly role: RecipientRole;
};

/**
 * The line of the original that a corrective's line shows. All lines of a corrective add up to the change that it
 * makes.
 */
export type LineCorrection = { readonly lineId: string; readonly part: CorrectionPart };

/** A line with its amounts. Its position in the list is its line number. */
export type InvoiceLine = DraftLine & { readonly totals: LineTotals; readonly correction: LineCorrection | null };

/** The VAT currency's price of the invoice's currency. */
export type ExchangeRate = {
    /** Units of the VAT currency for one unit of the invoice's currency, in billionths. */
    readonly rateNanos: bigint;
    /** Date of the rate table, or the given date; `YYYY-MM-DD`. */
    readonly date: string;
    /** `manual`, or a table such as `nbp-a 225/A/NBP/2026`. */
    readonly source: string;
};

/**
 * The amounts of one category and rate whose tax arises on one day, by one rule (EN 16931 BT-7). Those of a corrective
 * are differences.
 */
export type TaxPoint = Pick<VatBreakdownRow, 'category' | 'ratePercentMicros' | 'word' | 'netMinor' | 'vatMinor'> & {
    readonly rule: TaxPointRule;
    /** Day on which the tax arises, `YYYY-MM-DD`. */
    readonly date: string;
    /** Rate of the last working day before it; null in the VAT currency, and where it is not known. */
    readonly exchange: ExchangeRate | null;
    /** Amounts in the VAT currency (ISO 4217), in its minor units; null without an exchange rate. */
    readonly declared: { readonly currency: string; readonly netMinor: bigint; readonly vatMinor: bigint } | null;
    /** Day on which the amounts count in the VAT report; null while a confirmation of the buyer is awaited. */
    readonly countedOn: string | null;
};

/** The content of a draft that an editor decides; all other members follow from it. */
export type DraftContent = {
    readonly invoiceType: DocumentType;
    readonly contactId: string | null;
    readonly buyer: Buyer;
    readonly givenBuyer: GivenBuyer;
    /** Calendar dates, `YYYY-MM-DD`. */
    readonly issueDate: string | null;
    readonly saleDate: string | null;
    /** Tax point of all lines, given by hand; null: each line's follows from its rule. */
    readonly taxPointDate: string | null;
    readonly dueDate: string | null;
    readonly paymentMethod: PaymentMethod;
    readonly paymentTerms: string | null;
    readonly notes: string | null;
    /** The buyer's purchase order number (EN 16931 BT-13, FA(3) NrZamowienia). */
    readonly orderNumber: string | null;
    /** Reference that the buyer asked for (EN 16931 BT-10), such as a Leitweg-ID. */
    readonly buyerReference: string | null;
    readonly buyerEndpoint: BuyerEndpoint | null;
    readonly recipient: Recipient | null;
    /** E-invoice that the buyer needs; null: none. */
    readonly eInvoice: EInvoiceFormat | null;
    readonly quoteId: string | null;
    /** True: the quote is named only, and stays free for another document. */
    readonly quoteUnclaimed: boolean;
    /** ISO 4217. */
    readonly currency: string;
    readonly pricesInclude: PricesInclude;
    readonly language: string;
    readonly discountPercentMicros: bigint;
    readonly discountAmountMinor: bigint;
    /**
     * Given by hand, or read when the invoice was issued; null in the VAT currency, and on a draft without a rate given
     * by hand.
     */
    readonly exchange: ExchangeRate | null;
    /**
     * ISO 4217; the organisation's VAT currency when the document was issued. Of a draft: the one that its rate was
     * given for by hand; null without such a rate.
     */
    readonly vatCurrency: string | null;
};

/** Data of a corrective about the invoice that it corrects. @see Ustawa o VAT art. 106j ust. 2 pkt 3 */
export type Correction = {
    readonly invoiceId: string;
    readonly invoiceNumber: string;
    readonly invoiceIssueDate: string;
    /** 1 for the first corrective of the invoice: the order in which they apply. */
    readonly sequence: number;
    readonly reason: string;
    /** Decides with the direction on which day it counts; null on correctives of versions without it. */
    readonly effect: CorrectionEffect | null;
    /** Day of the effect `other`, `YYYY-MM-DD`. */
    readonly effectDate: string | null;
    /** Fields of the document that it changes; the corrective's own members show their new values. */
    readonly changedData: readonly ChangedField[];
    /** The corrected invoice's customer, to whose credit the corrective gives back. */
    readonly customerId: string;
    /**
     * The amounts of each tax point before the corrective: of the invoice and its earlier correctives. Several rows of
     * one are added up. Empty without an exchange rate, because no computation needs it then.
     */
    readonly vatBefore: readonly TaxPointAmounts[];
};

/** One field of a document that a corrective changes, in the words of the API. */
export type ChangedField = {
    readonly field: string;
    readonly before: string | boolean | null;
    readonly after: string | boolean | null;
};

/** Amounts of a category, rate and word whose tax arises on one day, by one rule. */
export type TaxPointAmounts = Pick<TaxPoint, 'category' | 'ratePercentMicros' | 'word' | 'rule' | 'date' | 'netMinor'
    | 'vatMinor'>;

/** The VAT of one category, rate and word. */
export type RateVat = Pick<VatBreakdownRow, 'category' | 'ratePercentMicros' | 'word' | 'vatMinor'>;

/** A corrective, as the invoice that it corrects points to it. */
export type CorrectiveLink = {
    readonly invoiceId: string;
    readonly invoiceNumber: string;
    readonly issueDate: string;
    /** Change of the gross in minor units; negative when the corrective lowers the invoice. */
    readonly grossMinor: bigint;
    /** Last day to pay what it raises; null when it raises nothing, and on those of versions without it. */
    readonly dueDate: string | null;
};

/** A payment, or a use of credit, of a document. */
export type PaymentLink = {
    readonly paymentId: string;
    /** Day that it counts for, `YYYY-MM-DD`. */
    readonly date: string;
    /** Way in which the money moved; null for credit. */
    readonly method: PaymentMethod | null;
    /** Part of it that this document took, in minor units. */
    readonly amountMinor: bigint;
    readonly reference: string | null;
};

/** Reason and date of an invoice's cancellation. */
export type Cancellation = {
    readonly at: Date;
    /** Effective date of the cancellation, `YYYY-MM-DD`. */
    readonly date: string;
    readonly reason: string;
    /** True for an invoice that was issued and never sent: it keeps its number and counts as zero. */
    readonly annulled: boolean;
};

/** One document with all computed values. Never changed in place: each command returns a new one. */
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
    /** Sum that was paid; of a proforma the sum of its advances. */
    readonly paidMinor: bigint;
    readonly creditedMinor: bigint;
    /** Instant in which a payment last left nothing to pay; null while the document is not paid. */
    readonly paidAt: Date | null;
    /**
     * Payments in the order of their days, without reversed ones: the newest {@link maxAdvances}. A list has none of a
     * document that holds no money.
     */
    readonly payments: readonly PaymentLink[];
    readonly splitPayment: boolean;
    readonly seller: Seller | null;
    readonly createdBy: string;
    readonly createdAt: Date;
    readonly updatedAt: Date;
    readonly issuedAt: Date | null;
    /** Time of the first delivery. */
    readonly sentAt: Date | null;
    readonly cancellation: Cancellation | null;
    /** Day on which the seller had the buyer's confirmation of this corrective, `YYYY-MM-DD`. */
    readonly receiptConfirmedOn: string | null;
    /** Due date of the oldest part that is not paid, where a corrective makes it another than `dueDate`. */
    readonly openDueDate: string | null;
    /** Present on a corrective only. */
    readonly correction: Correction | null;
    /** The correctives of this invoice, in their order. */
    readonly correctives: readonly CorrectiveLink[];
    /** The proforma that became this invoice. */
    readonly convertedFromId: string | null;
    /** The invoice that this proforma became. */
    readonly convertedToId: string | null;
    /**
     * Advances that this invoice deducts; those that a corrective gives back, negated; of the advance invoice that
     * covers the rest of its order, the other ones, which it only names.
     */
    readonly advances: readonly DeductedAdvance[];
    /** Money of its proforma that this invoice needed no advance invoice for; empty until it is issued. */
    readonly receivedPayments: readonly ReceivedPayment[];
    /** Present on an advance invoice only. */
    readonly advanceOf: AdvanceOrder | null;
    /** The advance invoices of this proforma, in their order. */
    readonly advanceInvoices: readonly AdvanceInvoiceLink[];
    /** The final invoice that deducts this advance invoice. */
    readonly deductedBy: FinalInvoiceLink | null;
    /** The VAT total in the VAT currency, when that is another than the invoice's (EN 16931 BT-111). */
    readonly vatInVatCurrencyMinor: bigint | null;
    /** The organisation's setting under which the tax points were found: service lines are construction services. */
    readonly constructionServices: boolean;
    /** Frozen when the document is issued; null on a draft, and on documents of versions without tax points. */
    readonly taxPoints: readonly TaxPoint[] | null;
    /** Format of the content that {@link Invoice.contentHash} covers; null for the first, and on a draft. */
    readonly contentFormat: number | null;
    /** SHA-256 of the frozen content, hex. */
    readonly contentHash: string | null;
    /** SHA-256 over the chain hash of the series' previous document, the number and the content hash, hex. */
    readonly chainHash: string | null;
};

/** The amount still to be paid: gross − paid − credited, in minor units. */
export function balanceOf(
    { grossMinor, paidMinor, creditedMinor }: Pick<Invoice, 'grossMinor' | 'paidMinor' | 'creditedMinor'>
): bigint {
    return grossMinor - paidMinor - creditedMinor;
}

/**
 * Tells whether an issued invoice is past the due date of its oldest unpaid part. A proforma is an offer, so nothing is
 * owed on it.
 * @param today - Calendar date in the seller's time zone.
 */
export function isOverdue(invoice: Invoice, today: string): boolean {
    const collectable = invoice.status === 'issued' || invoice.status === 'sent';
    const dueDate = invoice.openDueDate ?? invoice.dueDate;
    return collectable && invoice.invoiceType !== 'proforma' && dueDate !== null && dueDate < today
        && balanceOf(invoice) > 0n;
}

/** @throws DomainError `INVOICE_NOT_DRAFT` */
export function assertDraft({ id, status, invoiceType }: Pick<Invoice, 'id' | 'status' | 'invoiceType'>): void {
    if (status !== 'draft') {
        throw new DomainError('INVOICE_NOT_DRAFT', `invoiceId: this invoice is ${status}, and only a draft can be `
            + `changed or deleted; ${wayOutOf({ status, invoiceType })}`, { id, status });
    }
}

function wayOutOf({ status, invoiceType }: Pick<Invoice, 'status' | 'invoiceType'>): string {
    if (status === 'cancelled') {
        return 'make a new one';
    }
    return invoiceType === 'corrective'
        ? 'a mistake in a corrective is mended by cancelling the invoice that it corrects (PATCH '
            + '/invoices/{invoiceId}/cancel)'
        : 'cancel it (PATCH /invoices/{invoiceId}/cancel) and make a new one';
}
