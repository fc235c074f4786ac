import { decimalsOf } from '../../foundation/money/currencies.ts';
import { readStoredMicros, readStoredMinor, readStoredNanos } from '../../foundation/money/stored.ts';
import type { VatCategory } from '../../foundation/vocabulary/vat-categories.ts';
import { sellerOf, type Seller } from '../organisations/organisation.ts';
import type { Buyer, Cancellation, Correction, ExchangeRate, GivenBuyer, Invoice, InvoiceLine } from './invoice.ts';
import type { CorrectionPart } from '../../foundation/vocabulary/correction-parts.ts';
import { earlierDocuments } from './earlier-documents.sql.ts';
import type { PaymentMethod } from '../../foundation/vocabulary/payment-methods.ts';
import type { ItemType } from '../../foundation/vocabulary/item-types.ts';
import type { InvoiceStatus } from '../../foundation/vocabulary/invoice-statuses.ts';
import type { PaymentStatus } from '../../foundation/vocabulary/payment-statuses.ts';
import type { PricingTier } from '../../foundation/vocabulary/pricing-tiers.ts';
import type { RegionalZone } from '../../foundation/vocabulary/regional-zones.ts';
import type { DocumentType } from '../../foundation/vocabulary/document-types.ts';
import type { PricesInclude } from '../../foundation/vocabulary/prices-include.ts';
import type { RoundingModel } from '../../foundation/vocabulary/rounding-models.ts';
import type { PriceSource } from '../pricing/price-source.ts';

/** The columns of invoice `i`. Decimals come as text: as JSON numbers they would be binary floats. */
const columns = `i.id, i.organisation_id, i.version, i.status, i.payment_status, i.invoice_type, i.number, i.series_id,
    i.series_number::text, i.contact_id, i.buyer, i.issue_date, i.sale_date, i.due_date,
    i.payment_method, i.payment_terms, i.notes, i.quote_id, i.currency, i.prices_include, i.language, i.rounding_model,
    i.discount_percent::text, i.discount_amount::text, i.total_net::text, i.total_vat::text, i.total_gross::text,
    i.paid_amount::text, i.credited_amount::text, i.split_payment, i.created_by, i.created_at, i.updated_at, i.issued_at,
    i.sent_at, i.cancelled_at, i.cancellation_date, i.cancellation_reason, i.annulled_at, i.converted_from_id,
    i.exchange_rate::text, i.exchange_rate_date, i.exchange_rate_source, i.vat_currency, i.total_vat_in_vat_currency::text,
    i.content_hash, i.chain_hash`;

/** What other documents have to do with invoice `i`; a draft has none, and is not asked for them. */
const links = `CASE WHEN i.corrects_id IS NOT NULL THEN (
        SELECT json_build_object('invoiceId', o.id, 'invoiceNumber', o.number, 'invoiceIssueDate', o.issue_date,
            'sequence', i.correction_number, 'reason', i.correction_reason,
            'customerId', COALESCE(o.contact_id, o.converted_from_id, o.id), 'vatBefore', CASE WHEN i.exchange_rate IS NOT NULL THEN (
                SELECT json_agg(json_build_array(v.vat_category, v.vat_rate::text, v.vat::text)) FROM invoice_vat v WHERE v.invoice_id = ANY(${earlierDocuments('i')})) END)
        FROM invoice o WHERE o.id = i.corrects_id) END AS correction,
    CASE WHEN i.invoice_type = 'vat_invoice' AND i.number IS NOT NULL THEN (
        SELECT json_agg(json_build_array(c.id, c.number, c.issue_date, c.total_gross::text) ORDER BY c.correction_number)
        FROM invoice c WHERE c.corrects_id = i.id) END AS correctives,
    CASE WHEN i.invoice_type = 'proforma' THEN (
        SELECT c.id FROM invoice c WHERE c.converted_from_id = i.id AND c.status <> 'cancelled') END AS converted_to_id`;

/** Line `l` as an array ({@link LineRow}): the keys of 500 objects would be most of the bytes. */
export const lineArray = `json_build_array(
        l.id, l.item_type, l.service_id, l.product_id, l.description, l.quantity::text, l.unit, l.unit_price::text,
        l.price_base_quantity::text, l.vat_category, l.vat_rate::text, l.exemption_reason, l.pricing_tier, l.regional_zone,
        l.discount_percent::text, l.discount_amount::text, l.split_payment, l.price_source,
        l.price_amount::text, l.line_discount::text, l.document_discount::text, l.net::text, l.vat::text, l.gross::text,
        l.corrects_line_id, l.correction_part)`;

/** The lines of invoice `i` in their order. */
const lines = `(SELECT COALESCE(json_agg(${lineArray} ORDER BY l.position), '[]') FROM invoice_line l WHERE l.invoice_id = i.id) AS lines`;

/**
 * What a statement selects for invoice `i` with its lines: one JSON value, because describing and reading 37 columns a call
 * costs the client more than parsing it.
 */
export const invoiceColumn = `(SELECT row_to_json(r) FROM (SELECT ${columns}, ${links}, i.given_buyer, i.seller, ${lines}) r) AS invoice`;

/** The same for lists, which show neither lines nor seller. */
export const summaryColumn = `(SELECT row_to_json(r) FROM (SELECT ${columns}, ${links}, '{}'::json AS given_buyer, NULL AS seller, '[]'::json AS lines) r) AS invoice`;

/** The value of `invoiceColumn`. The closed lists are held by check constraints. */
export type InvoiceRow = {
    readonly id: string;
    readonly organisation_id: string;
    readonly version: number;
    readonly status: InvoiceStatus;
    readonly payment_status: PaymentStatus;
    readonly invoice_type: DocumentType;
    readonly number: string | null;
    readonly series_id: string | null;
    readonly series_number: string | null;
    readonly contact_id: string | null;
    readonly buyer: Buyer;
    readonly given_buyer: GivenBuyer;
    readonly seller: Seller | null;
    readonly issue_date: string | null;
    readonly sale_date: string | null;
    readonly due_date: string | null;
    readonly payment_method: PaymentMethod;
    readonly payment_terms: string | null;
    readonly notes: string | null;
    readonly quote_id: string | null;
    readonly currency: string;
    readonly prices_include: PricesInclude;
    readonly language: string;
    readonly rounding_model: RoundingModel;
    readonly discount_percent: string;
    readonly discount_amount: string;
    readonly total_net: string;
    readonly total_vat: string;
    readonly total_gross: string;
    readonly paid_amount: string;
    readonly credited_amount: string;
    readonly split_payment: boolean;
    readonly created_by: string;
    /** ISO 8601 with its offset. */
    readonly created_at: string;
    readonly updated_at: string;
    readonly issued_at: string | null;
    readonly sent_at: string | null;
    readonly cancelled_at: string | null;
    readonly cancellation_date: string | null;
    readonly cancellation_reason: string | null;
    readonly annulled_at: string | null;
    readonly converted_from_id: string | null;
    readonly exchange_rate: string | null;
    readonly exchange_rate_date: string | null;
    readonly exchange_rate_source: string | null;
    readonly vat_currency: string | null;
    readonly total_vat_in_vat_currency: string | null;
    readonly content_hash: string | null;
    readonly chain_hash: string | null;
    readonly correction: CorrectionRow | null;
    readonly correctives: readonly CorrectiveRow[] | null;
    readonly converted_to_id: string | null;
    readonly lines: readonly LineRow[];
};

/** `correction`; what stood before is null without an exchange rate. */
type CorrectionRow = Omit<Correction, 'vatBefore'> & { readonly vatBefore: readonly (readonly [category: VatCategory, rate: string, vat: string])[] | null };

/** One element of `correctives`. */
type CorrectiveRow = readonly [id: string, number: string, issueDate: string, gross: string];

/** One element of `lines`. */
export type LineRow = readonly [
    id: string, itemType: ItemType, serviceId: string | null, productId: string | null, description: string, quantity: string, unit: string,
    unitPrice: string, priceBaseQuantity: string, vatCategory: VatCategory, vatRate: string, exemptionReason: string | null,
    pricingTier: PricingTier | null, regionalZone: RegionalZone | null, discountPercent: string, discountAmount: string,
    splitPayment: boolean, priceSource: PriceSource,
    priceAmount: string, lineDiscount: string, documentDiscount: string, net: string, vat: string, gross: string,
    correctsLineId: string | null, correctionPart: CorrectionPart | null
];

/** An invoice from the value that holds it. */
export function toInvoice(row: InvoiceRow): Invoice {
    const amount = amountReader(row.currency);
    return {
        id: row.id,
        organisationId: row.organisation_id,
        version: row.version,
        status: row.status,
        paymentStatus: row.payment_status,
        invoiceType: row.invoice_type,
        number: row.number,
        seriesId: row.series_id,
        seriesNumber: row.series_number === null ? null : BigInt(row.series_number),
        contactId: row.contact_id,
        buyer: row.buyer,
        givenBuyer: row.given_buyer,
        // jsonb forgets the order of members; an invoice read again is answered byte for byte as when it was issued.
        seller: row.seller === null ? null : sellerOf(row.seller),
        issueDate: row.issue_date,
        saleDate: row.sale_date,
        dueDate: row.due_date,
        paymentMethod: row.payment_method,
        paymentTerms: row.payment_terms,
        notes: row.notes,
        quoteId: row.quote_id,
        currency: row.currency,
        pricesInclude: row.prices_include,
        language: row.language,
        roundingModel: row.rounding_model,
        discountPercentMicros: readStoredMicros(row.discount_percent),
        discountAmountMinor: amount(row.discount_amount),
        lines: row.lines.map((line) => toLine(line, row.currency)),
        netMinor: amount(row.total_net),
        vatMinor: amount(row.total_vat),
        grossMinor: amount(row.total_gross),
        paidMinor: amount(row.paid_amount),
        creditedMinor: amount(row.credited_amount),
        splitPayment: row.split_payment,
        createdBy: row.created_by,
        createdAt: new Date(row.created_at),
        updatedAt: new Date(row.updated_at),
        issuedAt: toInstant(row.issued_at),
        sentAt: toInstant(row.sent_at),
        cancellation: toCancellation(row),
        correction: row.correction && {
            ...row.correction,
            vatBefore: (row.correction.vatBefore ?? []).map(([category, rate, vat]) => ({ category, ratePercentMicros: readStoredMicros(rate), vatMinor: amount(vat) }))
        },
        correctives: (row.correctives ?? []).map(([invoiceId, invoiceNumber, issueDate, gross]) =>
            ({ invoiceId, invoiceNumber, issueDate, grossMinor: amount(gross) })),
        convertedFromId: row.converted_from_id,
        convertedToId: row.converted_to_id,
        exchange: toExchangeRate(row),
        vatCurrency: row.vat_currency,
        vatInVatCurrencyMinor: row.vat_currency === null || row.total_vat_in_vat_currency === null
            ? null : amountReader(row.vat_currency)(row.total_vat_in_vat_currency),
        contentHash: row.content_hash,
        chainHash: row.chain_hash
    };
}

function toInstant(text: string | null): Date | null {
    return text === null ? null : new Date(text);
}

function toCancellation(row: InvoiceRow): Cancellation | null {
    const { cancelled_at: at, cancellation_date: date, cancellation_reason: reason } = row;
    return at === null || date === null || reason === null ? null : { at: new Date(at), date, reason, annulled: row.annulled_at !== null };
}

function toExchangeRate({ exchange_rate: rate, exchange_rate_date: date, exchange_rate_source: source }: InvoiceRow): ExchangeRate | null {
    return rate === null || date === null || source === null ? null : { rateNanos: readStoredNanos(rate), date, source };
}

/** A line from the array that holds it. */
export function toLine(row: LineRow, currency: string): InvoiceLine {
    const amount = amountReader(currency);
    const [id, itemType, serviceId, productId, description, quantity, unit, unitPrice, priceBaseQuantity, category, vatRate, exemptionReason,
        pricingTier, regionalZone, discountPercent, discountAmount, splitPayment, priceSource,
        priceAmount, lineDiscount, documentDiscount, net, vat, gross, correctsLineId, correctionPart] = row;
    return {
        id,
        itemType,
        serviceId,
        productId,
        description,
        quantityMicros: readStoredMicros(quantity),
        unit,
        unitPriceMicros: readStoredMicros(unitPrice),
        priceBaseQuantityMicros: readStoredMicros(priceBaseQuantity),
        vat: { category, ratePercentMicros: readStoredMicros(vatRate), exemptionReason },
        pricingTier,
        regionalZone,
        discountPercentMicros: readStoredMicros(discountPercent),
        discountAmountMinor: amount(discountAmount),
        splitPayment,
        priceSource,
        totals: {
            priceMinor: amount(priceAmount),
            discountMinor: amount(lineDiscount),
            documentDiscountMinor: amount(documentDiscount),
            netMinor: amount(net),
            vatMinor: amount(vat),
            grossMinor: amount(gross)
        },
        correction: correctsLineId === null || correctionPart === null ? null : { lineId: correctsLineId, part: correctionPart }
    };
}

function amountReader(currency: string): (text: string) => bigint {
    const decimals = decimalsOf(currency);
    return (text) => readStoredMinor(text, decimals);
}
