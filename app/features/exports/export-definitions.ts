import { counts } from '../reports/counting.sql.ts';
import type { ColumnKind, ExportColumn } from './export-column.ts';

/** One export: rows, columns and order. */
export type ExportDefinition = {
    /** The file's name without its ending. */
    readonly name: 'invoices' | 'items' | 'vat';
    readonly columns: readonly ExportColumn[];
    /** SQL of the tables; documents are aliased `i`. */
    readonly source: string;
    /** SQL of a condition beside the filters. */
    readonly condition: string;
    /** SQL expressions by which the rows of one document are ordered. */
    readonly order: readonly string[];
};

const column = (name: string, kind: ColumnKind, sql: string): ExportColumn => ({ name, kind, sql });
const instant = (name: string, sql: string): ExportColumn =>
    column(name, 'word', `to_char(${sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

/** The document that a row is of. */
const document: readonly ExportColumn[] = [
    column('invoiceNumber', 'text', 'i.number'),
    column('invoiceType', 'word', 'i.invoice_type'),
    column('status', 'word', 'i.status'),
    column('issueDate', 'word', 'i.issue_date'),
    column('saleDate', 'word', 'i.sale_date')
];

const buyer: readonly ExportColumn[] = [
    column('customerName', 'text', 'i.customer_name'),
    column('customerNIP', 'text', `i.buyer->>'nip'`),
    column('customerTaxId', 'text', `(i.buyer->'taxId'->>'country') || ' ' || (i.buyer->'taxId'->>'number')`),
    column('customerCountry', 'country', `i.buyer->>'country'`),
    column('customerAddress', 'text', `i.buyer->>'address'`)
];

const correctsInvoiceNumber = column('correctsInvoiceNumber', 'text',
    '(SELECT o.number FROM invoices.invoice o WHERE o.id = i.corrects_id)');

/** The document that a corrective corrects. */
const corrected: readonly ExportColumn[] = [
    correctsInvoiceNumber,
    column('correctionReason', 'text', 'i.correction_reason')
];

const invoices: ExportDefinition = {
    name: 'invoices',
    columns: [
        ...document,
        column('dueDate', 'word', 'i.due_date'),
        ...buyer,
        column('customerREGON', 'text', `i.buyer->>'regon'`),
        column('contactId', 'word', 'i.contact_id'),
        column('orderNumber', 'text', 'i.order_number'),
        column('currency', 'word', 'i.currency'),
        column('totalNet', 'amount', 'i.total_net'),
        column('totalVAT', 'amount', 'i.total_vat'),
        column('totalGross', 'amount', 'i.total_gross'),
        column('paymentStatus', 'word', 'i.payment_status'),
        column('paidAmount', 'amount', 'i.paid_amount'),
        column('creditedAmount', 'amount', 'i.credited_amount'),
        column('balance', 'amount', 'i.total_gross - i.paid_amount - i.credited_amount'),
        instant('paidAt', 'i.paid_at'),
        column('paymentMethod', 'word', 'i.payment_method'),
        column('paymentTerms', 'text', 'i.payment_terms'),
        column('splitPayment', 'word', 'i.split_payment::text'),
        column('exchangeRate', 'nanos', 'i.exchange_rate'),
        column('exchangeRateDate', 'word', 'i.exchange_rate_date'),
        column('exchangeRateSource', 'text', 'i.exchange_rate_source'),
        column('vatCurrency', 'word', 'i.vat_currency'),
        column('totalVATInVatCurrency', 'declared', 'i.total_vat_in_vat_currency'),
        ...corrected,
        column('cancellationDate', 'word', 'i.cancellation_date'),
        column('annulled', 'word', '(i.annulled_at IS NOT NULL)::text'),
        column('notes', 'text', 'i.notes'),
        instant('createdAt', 'i.created_at'),
        instant('issuedAt', 'i.issued_at'),
        instant('sentAt', 'i.sent_at'),
        column('id', 'word', 'i.id')
    ],
    source: 'invoices.invoice i',
    condition: 'true',
    order: []
};

const items: ExportDefinition = {
    name: 'items',
    columns: [
        ...document,
        column('customerName', 'text', 'i.customer_name'),
        column('customerNIP', 'text', `i.buyer->>'nip'`),
        column('lineNumber', 'word', 'l.position'),
        column('itemType', 'word', 'l.item_type'),
        column('description', 'text', 'l.description'),
        column('quantity', 'micros', 'l.quantity'),
        column('unit', 'text', 'l.unit'),
        column('pricesInclude', 'word', 'i.prices_include'),
        column('unitPriceNet', 'micros', 'l.unit_price'),
        column('priceBaseQuantity', 'micros', 'l.price_base_quantity'),
        column('discountPercent', 'micros', 'l.discount_percent'),
        column('totalDiscount', 'amount', 'l.line_discount + l.document_discount'),
        column('vatRate', 'vatRate', `concat_ws(' ', l.vat_category, l.vat_rate, l.vat_word)`),
        column('vatCategory', 'word', 'l.vat_category'),
        column('exemptionReason', 'text', 'l.exemption_reason'),
        column('currency', 'word', 'i.currency'),
        column('totalNet', 'amount', 'l.net'),
        column('totalVAT', 'amount', 'l.vat'),
        column('totalGross', 'amount', 'l.gross'),
        column('gtu', 'word', `LPAD(l.gtu::text, 2, '0')`),
        column('splitPayment', 'word', 'l.split_payment::text'),
        correctsInvoiceNumber,
        column('correctionPart', 'word', 'l.correction_part'),
        column('productId', 'word', 'l.product_id'),
        column('serviceId', 'word', 'l.service_id'),
        column('id', 'word', 'l.id'),
        column('invoiceId', 'word', 'i.id')
    ],
    source: 'invoices.invoice i JOIN invoices.invoice_line l ON l.invoice_id = i.id',
    condition: 'true',
    order: ['l.position', 'l.id']
};

/** The exchange rate of one tax point of a document; those of earlier versions have one rate for all. */
const exchangeOfTaxPoint = `LEFT JOIN LATERAL (
        SELECT p->>'exchangeRate' AS rate, p->>'exchangeRateDate' AS date, p->>'exchangeRateSource' AS source
        FROM jsonb_array_elements(CASE WHEN i.exchange_rate IS NOT NULL THEN i.tax_points END) p
        WHERE p->>'category' = v.vat_category AND (p->>'rate')::numeric = v.vat_rate
            AND COALESCE(p->>'word', '') = v.vat_word AND p->>'rule' = v.tax_point_rule
            AND (p->>'date')::date = v.tax_point LIMIT 1) x ON true`;

/** The groups of goods of the lines at one rate, with blanks between them. */
const groupsOfGoods = `(SELECT string_agg(DISTINCT LPAD(l.gtu::text, 2, '0'), ' ') FROM invoices.invoice_line l
        WHERE l.invoice_id = i.id AND l.vat_category = v.vat_category AND l.vat_rate = v.vat_rate
            AND COALESCE(l.vat_word, '') = v.vat_word)`;

const vat: ExportDefinition = {
    name: 'vat',
    columns: [
        ...document,
        column('taxPoint', 'word', 'v.tax_point'),
        column('taxPointRule', 'word', 'v.tax_point_rule'),
        column('countedOn', 'word', 'v.counted_on'),
        ...buyer,
        column('vatRate', 'vatRate', `concat_ws(' ', v.vat_category, v.vat_rate, v.vat_word)`),
        column('vatCategory', 'word', 'v.vat_category'),
        column('currency', 'word', 'i.currency'),
        column('net', 'amount', 'v.net'),
        column('vat', 'amount', 'v.vat'),
        column('gross', 'amount', 'v.net + v.vat'),
        column('exchangeRate', 'nanos', 'COALESCE(x.rate::numeric(21, 9), i.exchange_rate)'),
        column('exchangeRateDate', 'word', 'COALESCE(x.date::date, i.exchange_rate_date)'),
        column('exchangeRateSource', 'text', 'COALESCE(x.source, i.exchange_rate_source)'),
        column('vatCurrency', 'word', 'COALESCE(i.vat_currency, s.vat_currency)'),
        column('netInVatCurrency', 'declared', 'v.declared_net'),
        column('vatInVatCurrency', 'declared', 'v.declared_vat'),
        column('splitPayment', 'word', 'i.split_payment::text'),
        column('gtu', 'word', groupsOfGoods),
        ...corrected,
        column('invoiceId', 'word', 'i.id')
    ],
    source: `invoices.invoice i JOIN invoices.invoice_vat v ON v.invoice_id = i.id
        JOIN invoices.organisation s ON s.id = i.organisation_id ${exchangeOfTaxPoint}`,
    condition: counts,
    order: ['v.vat_category', 'v.vat_rate DESC', 'v.vat_word', 'v.tax_point', 'v.tax_point_rule']
};

/** The exports by their names. */
export const exportDefinitions = { invoices, items, vat } as const;
