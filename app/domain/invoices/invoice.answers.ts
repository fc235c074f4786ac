import Joi from 'joi';
import { listOf, nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { correctionParts } from '../../foundation/vocabulary/correction-parts.ts';
import { priceCalls, priceSources, vatSources } from '../../foundation/vocabulary/price-sources.ts';
import { vatCategories, vatKeywords } from '../../foundation/vocabulary/vat-categories.ts';
import { maxLines } from './draft.ts';
import { invoiceDocument } from './invoice.document.ts';
import { exampleDraft, exampleIssued } from './invoice.example.ts';
import { toInvoiceView, toTotalsView } from './invoice.view.ts';
import { maxCorrectives } from './invoice.ts';
import { paymentMethods } from '../../foundation/vocabulary/payment-methods.ts';
import { itemTypes } from '../../foundation/vocabulary/item-types.ts';
import { invoiceStatuses } from '../../foundation/vocabulary/invoice-statuses.ts';
import { paymentStatuses } from '../../foundation/vocabulary/payment-statuses.ts';
import { pricingTiers } from '../../foundation/vocabulary/pricing-tiers.ts';
import { regionalZones } from '../../foundation/vocabulary/regional-zones.ts';
import { documentTypes } from '../../foundation/vocabulary/document-types.ts';
import { pricesIncludes } from '../../foundation/vocabulary/prices-include.ts';
import { roundingModels } from '../../foundation/vocabulary/rounding-models.ts';

/**
 * What answers look like. Amounts are text with the currency's decimals; quantities and prices with up to
 * `microsDecimals`.
 */

/** An amount in the currency's own decimals. */
export const money = Joi.string().pattern(/^-?\d+(\.\d{1,4})?$/).example('1234.56');
const decimal = Joi.string().pattern(/^-?\d+(\.\d{1,6})?$/).example('24.5');
/** A UUID. */
export const id = Joi.string().guid().example('0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5a');
/** A calendar date. */
export const date = Joi.string().pattern(/^\d{4}-\d\d-\d\d$/).example('2026-11-23').meta({ openapi: { format: 'date', pattern: undefined } });
/** An instant in UTC. */
export const instant = Joi.string().isoDate().example('2026-11-23T10:15:00.000Z');
const anyText = Joi.string().allow('');
const rate = Joi.alternatives(Joi.number(), Joi.string().valid(...vatKeywords)).example(23)
    .meta({
        openapi: {
            type: undefined, anyOf: undefined, oneOf: [{ type: 'number' }, { type: 'string', enum: vatKeywords }], example: 23
        }
    });
const invoiceType = oneOf('InvoiceType', documentTypes);

/** Where a price came from. */
export const priceSourceAnswer = shape('PriceSource', {
    source: oneOf('PriceSourceName', priceSources),
    fetchedAt: instant,
    stale: Joi.boolean().description('The upstream was down and a cached price was used'),
    vatSource: oneOf('VatSource', vatSources)
}, {
    call: oneOf('PriceCall', priceCalls),
    id,
    quoteNumber: Joi.string().description('What people call the quote by').example('OF/2026/11/0001'),
    quoteItemId: Joi.string(),
    version: Joi.string().description('ETag of the answer, or a hash of its body'),
    inputs: Joi.object().unknown(true).label('PriceInputs').description('What the upstream was asked, or what of a quote the price was made of'),
    netPrice: decimal,
    note: Joi.string()
});

const itemFields = {
    id,
    lineNumber: Joi.number().integer().example(1),
    itemType: oneOf('ItemType', itemTypes),
    serviceId: nullable(id),
    productId: nullable(id),
    description: anyText,
    quantity: decimal,
    unit: Joi.string().example('m²'),
    unitPriceNet: decimal.description('Price of priceBaseQuantity units, net or gross as pricesInclude says'),
    priceBaseQuantity: decimal.example('1').description('EN 16931 BT-149'),
    vatRate: rate,
    vatCategory: oneOf('VatCategory', vatCategories),
    exemptionReason: nullable(Joi.string()),
    pricingTier: nullable(oneOf('NullablePricingTier', pricingTiers)),
    regionalZone: nullable(oneOf('NullableRegionalZone', regionalZones)),
    discountPercent: decimal.example('5'),
    discountAmount: money.example('0.00'),
    totalDiscount: money.description("The line's own discounts and its share of the invoice's"),
    splitPayment: Joi.boolean(),
    totalNet: money,
    totalVAT: money,
    totalGross: money,
    correctsItemId: nullable(id).description("Of a corrective's item: the item of the invoice that it corrects"),
    correctionPart: nullable(oneOf('CorrectionPart', correctionParts))
        .description('before: as the item stood, its amounts negated; after: as it is from now on'),
    priceSource: priceSourceAnswer
};
const item = shape('InvoiceItem', itemFields);

/** A corrective shows each line twice: as it stood and as it is. */
const maxRows = 2 * maxLines;

const vatBreakdownRow = shape('VatBreakdownRow', {
    vatCategory: oneOf('VatCategory', vatCategories), vatRate: rate, exemptionReason: nullable(Joi.string()), net: money, vat: money, gross: money,
    vatInVatCurrency: nullable(money).description('In vatCurrency; null while it is not known, or both currencies are the same. '
        + 'Of a corrective: the exchanged VAT of the rate with it, less that of the rate as it stood')
});

const seller = Joi.object().unknown(true).label('Seller').description('The organisation as it was when the invoice was issued');

const correction = shape('Correction', {
    invoiceId: id,
    invoiceNumber: Joi.string().example('FV/2026/11/0001'),
    invoiceIssueDate: date,
    sequence: Joi.number().integer().description('1 for the first corrective of the invoice').example(1),
    reason: Joi.string().example('Zwrot dwóch paczek paneli')
});
const corrective = shape('CorrectiveLink', {
    invoiceId: id, invoiceNumber: Joi.string().example('FK/2026/11/0001'), issueDate: date, totalGross: money.example('-123.00')
});
const cancellation = shape('Cancellation', {
    date,
    reason: Joi.string(),
    annulled: Joi.boolean().description('Issued and never sent: it keeps its number and counts as zero'),
    cancelledAt: instant
});

const summaryFields = {
    id,
    version: Joi.number().integer().description('The ETag is this number in quotes').example(1),
    status: oneOf('InvoiceStatus', invoiceStatuses),
    paymentStatus: oneOf('PaymentStatus', paymentStatuses),
    overdue: Joi.boolean().description('Computed: past the due date with a balance left'),
    invoiceType,
    invoiceNumber: nullable(Joi.string().example('FV/2026/11/0001')),
    contactId: nullable(id),
    customerName: nullable(anyText),
    customerNIP: nullable(anyText),
    customerREGON: nullable(anyText),
    customerAddress: nullable(anyText),
    customerVATPayer: Joi.boolean(),
    issueDate: nullable(date),
    saleDate: nullable(date),
    dueDate: nullable(date),
    paymentMethod: oneOf('PaymentMethod', paymentMethods),
    paymentTerms: nullable(Joi.string()),
    notes: nullable(Joi.string()),
    orderNumber: nullable(Joi.string().example('PO-2026-118'))
        .description("The buyer's purchase order number (EN 16931 BT-13)"),
    quoteId: nullable(id),
    currency: Joi.string().example('PLN'),
    pricesInclude: oneOf('PricesInclude', pricesIncludes),
    roundingModel: oneOf('RoundingModel', roundingModels),
    language: Joi.string().example('pl'),
    discountPercent: decimal.example('0'),
    discountAmount: money.example('0.00'),
    totalNet: money,
    totalVAT: money,
    totalGross: money,
    paidAmount: money.example('0.00'),
    creditedAmount: money.example('0.00'),
    balance: money,
    splitPayment: Joi.boolean().description('Mandatory split payment (MPP) is printed'),
    exchangeRate: nullable(Joi.string().example('4.3215')).description('Units of the VAT currency for one unit of the currency'),
    exchangeRateDate: nullable(date),
    exchangeRateSource: nullable(Joi.string().example('manual')),
    vatCurrency: nullable(Joi.string().example('PLN')).description('Known once issued'),
    totalVATInVatCurrency: nullable(money).description('Null while both currencies are the same'),
    correction: nullable(correction).description('Of a corrective: what it corrects'),
    correctives: listOf('CorrectiveLinks', corrective, maxCorrectives).description('The correctives of this invoice, in their order'),
    convertedFromId: nullable(id).description('The proforma that became this invoice'),
    convertedToId: nullable(id).description('The invoice that this proforma became'),
    cancellation: nullable(cancellation),
    createdBy: Joi.string(),
    createdAt: instant,
    updatedAt: instant,
    issuedAt: nullable(instant),
    sentAt: nullable(instant),
    contentHash: nullable(Joi.string()).description('SHA-256 of the frozen content, hex'),
    chainHash: nullable(Joi.string()).description('SHA-256 over the chain hash of the document before in the series, the number and contentHash, hex')
};

const invoiceFields = {
    ...summaryFields,
    items: listOf('InvoiceItems', item, maxRows),
    vatBreakdown: listOf('VatBreakdown', vatBreakdownRow, maxRows),
    seller: nullable(seller)
};

/** Calendar date on which the examples are read. */
export const today = '2026-11-23';
const draftView = toInvoiceView(exampleDraft, today);

/** One invoice with its items. */
export const invoiceAnswer = shape('Invoice', invoiceFields).example(toInvoiceView(exampleIssued, today));

const { overdue: _dependsOnTheDay, ...documentFields } = invoiceFields;

/** An invoice as events carry it: as it was then, without what depends on the day on which it is read. */
export const invoiceDocumentAnswer = shape('InvoiceDocument', documentFields).example(invoiceDocument(exampleIssued));

/** One draft with its items: an invoice that has no number yet. */
export const draftAnswer = invoiceAnswer.label('DraftInvoice').example(draftView, { override: true });

/** One invoice of a list: without items, breakdown and seller. */
export const invoiceSummary = shape('InvoiceSummary', summaryFields);

/** The item that was added, and beside its own members the invoice it was added to. */
export const addedItemAnswer = shape('AddedItem', { ...itemFields, invoice: invoiceAnswer }).example({ ...draftView.items[0], invoice: draftView });

const movedField = shape('MovedField', {
    itemId: id,
    lineNumber: Joi.number().integer(),
    field: Joi.string().example('unitPriceNet'),
    before: Joi.alternatives(Joi.string(), Joi.number()).example('45'),
    after: Joi.alternatives(Joi.string(), Joi.number()).example('47.5')
});

const notRefreshed = listOf('NotRefreshed', shape('NotRefreshedItem', { itemId: id, lineNumber: Joi.number().integer(), fetchedAt: instant }), maxLines)
    .description('Lines whose service did not answer: their price is the last one known');

/** `POST …/recalculate` */
export const recalculatedAnswer = shape('Recalculated', { invoice: invoiceAnswer, changes: listOf('MovedFields', movedField, 10 * maxLines), notRefreshed }).example({
    invoice: draftView,
    changes: [{ itemId: draftView.items[0]?.id, lineNumber: 1, field: 'totalNet', before: '1790.10', after: '1823.72' }],
    notRefreshed: []
});

/** `POST …/calculate-totals` */
export const totalsAnswer = shape('Totals', {
    invoiceId: id,
    currency: Joi.string(),
    pricesInclude: oneOf('PricesInclude', pricesIncludes),
    roundingModel: oneOf('RoundingModel', roundingModels),
    totalNet: money,
    totalVAT: money,
    totalGross: money,
    vatBreakdown: listOf('VatBreakdown', vatBreakdownRow, maxRows),
    items: listOf('InvoiceItems', item, maxRows)
}).example(toTotalsView(exampleDraft));

const customerInfo = shape('CustomerInfo', {
    name: nullable(anyText), nip: nullable(anyText), regon: nullable(anyText), address: nullable(anyText), vatPayer: Joi.boolean()
});

/** `POST …/validate-customer` */
export const customerCheckAnswer = shape('CustomerCheck', {
    isValid: Joi.boolean(),
    errors: listOf('CustomerErrors', Joi.string(), 10),
    warnings: listOf('CustomerWarnings', Joi.string(), 10),
    customerInfo
}).example({
    isValid: false,
    errors: ['customerNIP: the checksum of the NIP is wrong'],
    warnings: ['customerName differs from contacts-service; the given value is printed'],
    customerInfo: { name: 'Dom i Ogród Przykładowy', nip: '1234563217', regon: null, address: 'ul. Lipowa 2, 30-001 Kraków', vatPayer: true }
});
