import { decimalsOf } from '../money/currencies.ts';
import { formatMicros, formatMinor, parseMicros, parseStoredMinor } from '../money/decimal.ts';
import type { VatCategory } from '../money/vat-rules.ts';
import type { DocumentType } from '../numbering/number-pattern.ts';
import { sellerOf, type ItemType, type PaymentMethod, type RoundingModel, type Seller } from '../organisations/organisation.ts';
import type {
    Buyer, GivenBuyer, Invoice, InvoiceLine, InvoiceStatus, PaymentStatus, PriceSource, PricesInclude, PricingTier, RegionalZone
} from './invoice.ts';

/**
 * What a statement selects for one invoice without its lines. Decimals and dates come as text: a number would be a binary float,
 * a Date would be midnight in the server's own time zone.
 */
export const invoiceColumns = `i.id, i.organisation_id, i.version, i.status, i.payment_status, i.invoice_type, i.number, i.series_id,
    i.series_number::text, i.contact_id, i.buyer, i.given_buyer, i.seller, i.issue_date::text, i.sale_date::text, i.due_date::text,
    i.payment_method, i.payment_terms, i.notes, i.quote_id, i.currency, i.prices_include, i.language, i.rounding_model,
    i.discount_percent::text, i.discount_amount::text, i.total_net::text, i.total_vat::text, i.total_gross::text,
    i.paid_amount::text, i.credited_amount::text, i.split_payment, i.created_by, i.created_at, i.updated_at, i.issued_at`;

/** The lines of invoice `i` as one JSON value, in their order. An array a line: the keys of 500 objects would be most of the bytes. */
export const linesColumn = `(SELECT COALESCE(json_agg(json_build_array(
        l.id, l.item_type, l.service_id, l.product_id, l.description, l.quantity::text, l.unit, l.unit_price::text,
        l.price_base_quantity::text, l.vat_category, l.vat_rate::text, l.exemption_reason, l.pricing_tier, l.regional_zone,
        l.discount_percent::text, l.discount_amount::text, l.split_payment, l.price_source,
        l.price_amount::text, l.line_discount::text, l.document_discount::text, l.net::text, l.vat::text, l.gross::text
    ) ORDER BY l.position), '[]') FROM invoice_line l WHERE l.invoice_id = i.id) AS lines`;

/** One row of `invoiceColumns`. The closed lists are held by check constraints. */
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
    readonly created_at: Date;
    readonly updated_at: Date;
    readonly issued_at: Date | null;
};

/** One element of `linesColumn`. */
export type LineRow = readonly [
    id: string, itemType: ItemType, serviceId: string | null, productId: string | null, description: string, quantity: string, unit: string,
    unitPrice: string, priceBaseQuantity: string, vatCategory: VatCategory, vatRate: string, exemptionReason: string | null,
    pricingTier: PricingTier | null, regionalZone: RegionalZone | null, discountPercent: string, discountAmount: string,
    splitPayment: boolean, priceSource: PriceSource,
    priceAmount: string, lineDiscount: string, documentDiscount: string, net: string, vat: string, gross: string
];

/** An invoice from the row that holds it and the rows of its lines. */
export function toInvoice(row: InvoiceRow, lines: readonly LineRow[]): Invoice {
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
        discountPercentMicros: parseMicros(row.discount_percent),
        discountAmountMinor: amount(row.discount_amount),
        lines: lines.map((line) => toLine(line, amount)),
        netMinor: amount(row.total_net),
        vatMinor: amount(row.total_vat),
        grossMinor: amount(row.total_gross),
        paidMinor: amount(row.paid_amount),
        creditedMinor: amount(row.credited_amount),
        splitPayment: row.split_payment,
        createdBy: row.created_by,
        createdAt: row.created_at,
        updatedAt: row.updated_at,
        issuedAt: row.issued_at
    };
}

/** The columns of an invoice by name, for `jsonb_populate_record`: decimals as text, so that nothing passes through a float. */
export function invoiceValues(invoice: Invoice): Readonly<Record<keyof InvoiceRow | 'customer_name' | 'customer_nip', unknown>> {
    const amount = amountWriter(invoice.currency);
    return {
        id: invoice.id,
        organisation_id: invoice.organisationId,
        version: invoice.version,
        status: invoice.status,
        payment_status: invoice.paymentStatus,
        invoice_type: invoice.invoiceType,
        number: invoice.number,
        series_id: invoice.seriesId,
        series_number: invoice.seriesNumber?.toString() ?? null,
        contact_id: invoice.contactId,
        customer_name: invoice.buyer.name,
        customer_nip: invoice.buyer.nip,
        buyer: invoice.buyer,
        given_buyer: invoice.givenBuyer,
        seller: invoice.seller,
        issue_date: invoice.issueDate,
        sale_date: invoice.saleDate,
        due_date: invoice.dueDate,
        payment_method: invoice.paymentMethod,
        payment_terms: invoice.paymentTerms,
        notes: invoice.notes,
        quote_id: invoice.quoteId,
        currency: invoice.currency,
        prices_include: invoice.pricesInclude,
        language: invoice.language,
        rounding_model: invoice.roundingModel,
        discount_percent: formatMicros(invoice.discountPercentMicros),
        discount_amount: amount(invoice.discountAmountMinor),
        total_net: amount(invoice.netMinor),
        total_vat: amount(invoice.vatMinor),
        total_gross: amount(invoice.grossMinor),
        paid_amount: amount(invoice.paidMinor),
        credited_amount: amount(invoice.creditedMinor),
        split_payment: invoice.splitPayment,
        created_by: invoice.createdBy,
        created_at: invoice.createdAt,
        updated_at: invoice.updatedAt,
        issued_at: invoice.issuedAt
    };
}

/** The columns of an invoice's lines, for `jsonb_populate_recordset`. */
export function lineValues({ id, currency, lines }: Invoice): readonly Readonly<Record<string, unknown>>[] {
    const amount = amountWriter(currency);
    return lines.map((line, index) => ({
        id: line.id,
        invoice_id: id,
        position: index + 1,
        item_type: line.itemType,
        service_id: line.serviceId,
        product_id: line.productId,
        description: line.description,
        quantity: formatMicros(line.quantityMicros),
        unit: line.unit,
        unit_price: formatMicros(line.unitPriceMicros),
        price_base_quantity: formatMicros(line.priceBaseQuantityMicros),
        vat_category: line.vat.category,
        vat_rate: formatMicros(line.vat.ratePercentMicros),
        exemption_reason: line.vat.exemptionReason,
        pricing_tier: line.pricingTier,
        regional_zone: line.regionalZone,
        discount_percent: formatMicros(line.discountPercentMicros),
        discount_amount: amount(line.discountAmountMinor),
        split_payment: line.splitPayment,
        price_source: line.priceSource,
        price_amount: amount(line.totals.priceMinor),
        line_discount: amount(line.totals.discountMinor),
        document_discount: amount(line.totals.documentDiscountMinor),
        net: amount(line.totals.netMinor),
        vat: amount(line.totals.vatMinor),
        gross: amount(line.totals.grossMinor)
    }));
}

function toLine(row: LineRow, amount: (text: string) => bigint): InvoiceLine {
    const [id, itemType, serviceId, productId, description, quantity, unit, unitPrice, priceBaseQuantity, category, vatRate, exemptionReason,
        pricingTier, regionalZone, discountPercent, discountAmount, splitPayment, priceSource,
        priceAmount, lineDiscount, documentDiscount, net, vat, gross] = row;
    return {
        id,
        itemType,
        serviceId,
        productId,
        description,
        quantityMicros: parseMicros(quantity),
        unit,
        unitPriceMicros: parseMicros(unitPrice),
        priceBaseQuantityMicros: parseMicros(priceBaseQuantity),
        vat: { category, ratePercentMicros: parseMicros(vatRate), exemptionReason },
        pricingTier,
        regionalZone,
        discountPercentMicros: parseMicros(discountPercent),
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
        }
    };
}

function amountReader(currency: string): (text: string) => bigint {
    const decimals = decimalsOf(currency);
    return (text) => parseStoredMinor(text, decimals);
}

function amountWriter(currency: string): (minor: bigint) => string {
    const decimals = decimalsOf(currency);
    return (minor) => formatMinor(minor, decimals);
}
