import { decimalsOf } from '../../foundation/money/currencies.ts';
import { formatMicros, formatMinor, formatNanos } from '../../foundation/money/decimal.ts';
import type { InvoiceRow } from './invoice.rows.ts';
import type { Cancellation, Correction, Invoice } from './invoice.ts';

/** What a row is read with and is not its own, and the columns that are only searched. */
type StoredColumn = Exclude<keyof InvoiceRow, 'lines' | 'correction' | 'correctives' | 'converted_to_id'>
    | 'customer_name' | 'customer_nip' | 'corrects_id' | 'correction_number' | 'correction_reason';

/** The columns of an invoice by name, for `jsonb_populate_record`: decimals as text, so that nothing passes through a float. */
export function invoiceValues(invoice: Invoice): Readonly<Record<StoredColumn, unknown>> {
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
        issued_at: invoice.issuedAt,
        ...correctionValues(invoice.correction),
        converted_from_id: invoice.convertedFromId,
        sent_at: invoice.sentAt,
        ...cancellationValues(invoice.cancellation),
        ...exchangeValues(invoice),
        content_hash: invoice.contentHash,
        chain_hash: invoice.chainHash
    };
}

function correctionValues(correction: Correction | null) {
    return {
        corrects_id: correction?.invoiceId ?? null, correction_number: correction?.sequence ?? null, correction_reason: correction?.reason ?? null
    };
}

function cancellationValues(cancellation: Cancellation | null) {
    return {
        cancelled_at: cancellation?.at ?? null,
        cancellation_date: cancellation?.date ?? null,
        cancellation_reason: cancellation?.reason ?? null,
        annulled_at: cancellation?.annulled === true ? cancellation.at : null
    };
}

/** The columns of the exchange rate and of what it makes known. */
export function exchangeValues({ exchange, vatCurrency, vatInVatCurrencyMinor }: Invoice) {
    return {
        exchange_rate: exchange === null ? null : formatNanos(exchange.rateNanos),
        exchange_rate_date: exchange?.date ?? null,
        exchange_rate_source: exchange?.source ?? null,
        vat_currency: vatCurrency,
        total_vat_in_vat_currency: vatCurrency === null || vatInVatCurrencyMinor === null ? null : amountWriter(vatCurrency)(vatInVatCurrencyMinor)
    };
}

/** One line by its columns' names. */
export type LineValues = ReturnType<typeof lineValues>[number];

/** The columns of an invoice's lines, for `jsonb_populate_recordset`, or for `lineArrays`. */
export function lineValues({ id, currency, lines }: Invoice) {
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
        gross: amount(line.totals.grossMinor),
        corrects_line_id: line.correction?.lineId ?? null,
        correction_part: line.correction?.part ?? null
    }));
}

function amountWriter(currency: string): (minor: bigint) => string {
    const decimals = decimalsOf(currency);
    return (minor) => formatMinor(minor, decimals);
}
