import { decimalsOf } from '../money/currencies.ts';
import { formatMicros, formatMinor } from '../money/decimal.ts';
import type { InvoiceRow } from './invoice.rows.ts';
import type { Invoice } from './invoice.ts';

/** The columns of an invoice by name, for `jsonb_populate_record`: decimals as text, so that nothing passes through a float. */
export function invoiceValues(invoice: Invoice): Readonly<Record<Exclude<keyof InvoiceRow, 'lines'> | 'customer_name' | 'customer_nip', unknown>> {
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

function amountWriter(currency: string): (minor: bigint) => string {
    const decimals = decimalsOf(currency);
    return (minor) => formatMinor(minor, decimals);
}
