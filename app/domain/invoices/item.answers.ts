import Joi from 'joi';
import { anyText, date, decimal, id, instant, money, vatRateAnswer } from '../../foundation/schema/answer-fields.ts';
import { described, withOpenApi } from '../../foundation/schema/openapi-meta.ts';
import { listOf, nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { correctionEffects } from '../../foundation/vocabulary/correction-effects.ts';
import { correctionParts } from '../../foundation/vocabulary/correction-parts.ts';
import { priceCalls, priceSources, vatSources } from '../../foundation/vocabulary/price-sources.ts';
import { taxPointRules } from '../../foundation/vocabulary/tax-point-rules.ts';
import { vatCategories } from '../../foundation/vocabulary/vat-categories.ts';
import { maxLines } from './draft.ts';
import { itemTypes } from '../../foundation/vocabulary/item-types.ts';
import { pricingTiers } from '../../foundation/vocabulary/pricing-tiers.ts';
import { regionalZones } from '../../foundation/vocabulary/regional-zones.ts';

/** Rows of an invoice, as answers show them. */

const priceInputs = withOpenApi(Joi.object().unknown(true).label('PriceInputs'), {
    set: { additionalProperties: { oneOf: [{ type: 'string' }, { type: 'boolean' }] } }
}).description('Question that was put to the upstream, or the parts of a quote that made the price.');

/** Origin of a price. */
export const priceSourceAnswer = shape('PriceSource', {
    source: oneOf('PriceSourceName', priceSources)
        .description('Service that gave the price, or the caller.'),
    fetchedAt: instant.description('Instant in which the price was read, or given.'),
    stale: Joi.boolean().description('True when the upstream was down and a cached price was used.'),
    vatSource: oneOf('VatSource', vatSources)
        .description('Source of the VAT rate: a rate of the caller stays when the line is priced afresh.')
}, {
    call: oneOf('PriceCall', priceCalls)
        .description('Answer of the upstream from which the price was taken.'),
    id: id.description('Id of the product, service or quote.'),
    quoteNumber: Joi.string().description('Number that people call the quote by.').example('OF/2026/11/0001'),
    quoteItemId: Joi.string().description("Id of the quote's item; absent for its delivery."),
    version: Joi.string().description('Version of the upstream answer: its ETag, or a hash of its body.'),
    inputs: priceInputs,
    netPrice: decimal.description("Net price as the upstream gave it, before it became the invoice's price."),
    note: Joi.string().description('Reason why the price is not the one that was asked for.')
}).description('Record of where the price of a line came from.');

/** The category of a VAT rate. */
export const vatCategoryAnswer = oneOf('VatCategory', vatCategories).description(
    'VAT category (UNCL 5305, EN 16931 BT-118): S standard or reduced rate, Z zero rate, E exempt, AE reverse charge, '
    + 'K intra-community supply, G export, O out of scope.');

/** The members of an item. */
export const itemFields = {
    id: id.description('Id of the item.'),
    lineNumber: Joi.number().integer().example(1).description('Place among the items, from 1 (EN 16931 BT-126).'),
    itemType: oneOf('ItemType', itemTypes)
        .description(
            'Kind of thing that is sold: service and product are priced by their upstream, custom by the caller.'),
    serviceId: nullable(id).description('Service in services-service; null for other items.'),
    productId: nullable(id).description('Product in products-service; null for other items.'),
    description: anyText.description('Name of what is sold, as printed (EN 16931 BT-153).'),
    quantity: decimal.description('Quantity in `unit` (EN 16931 BT-129).'),
    unit: Joi.string().example('m²').description('Unit of the quantity, as printed (EN 16931 BT-130).'),
    unitPriceNet: decimal.description(
        'Price of priceBaseQuantity units before discounts (EN 16931 BT-146), net or gross as pricesInclude says. '
        + 'Up to 6 decimals, without zeros at the end: 58.9.'),
    priceBaseQuantity: decimal.example('1')
        .description('Number of units that the unit price is for (EN 16931 BT-149).'),
    vatRate: vatRateAnswer,
    vatCategory: vatCategoryAnswer,
    exemptionReason: nullable(Joi.string())
        .description('Printed reason for charging no VAT (EN 16931 BT-120); null where VAT is charged.'),
    pricingTier: nullable(oneOf('NullablePricingTier', pricingTiers))
        .description(
            'Price level of services-service; null for other items, and for services that are not priced per m².'),
    regionalZone: nullable(oneOf('NullableRegionalZone', regionalZones))
        .description('Region in which the service is done; null where pricingTier is.'),
    discountPercent: decimal.example('5').description('Discount of the line in percent (EN 16931 BT-138).'),
    discountAmount: money.example('0.00')
        .description('Discount of the line as an amount, taken off after discountPercent (EN 16931 BT-136).'),
    totalDiscount: money.description("Sum of the line's own discounts and its share of the invoice's discount."),
    splitPayment: Joi.boolean()
        .description('True when the line falls under mandatory split payment (Ustawa o VAT art. 108a).'),
    taxPointRule: described(oneOf('TaxPointRule', taxPointRules),
        'Rule for the day on which the tax arises: the given one, or what follows from the item and the buyer.'),
    gtu: nullable(Joi.string().pattern(/^\d\d$/).example('07'))
        .description('Group of goods of the VAT register (FA(3) GTU_01 to GTU_13) in two digits, or null.'),
    totalNet: money.description('Net amount of the line after discounts (EN 16931 BT-131).'),
    totalVAT: money.description('VAT of the line; the VAT of all lines adds up to that of the invoice.'),
    totalGross: money.description('Gross amount of the line: totalNet + totalVAT.'),
    correctsItemId: nullable(id)
        .description('Item of the corrected invoice that this item of a corrective corrects; else null.'),
    correctionPart: nullable(oneOf('CorrectionPart', correctionParts)).description(
        'Part of a correction. before: the item as it stood, its amounts negated; after: the item as it is from '
        + 'now on.'),
    priceSource: priceSourceAnswer
};

/** One row of an invoice. */
export const itemAnswer = shape('InvoiceItem', itemFields)
    .description('One priced row of a document (EN 16931 BG-25).');

/** Maximum of rows of an invoice: a corrective shows each line twice, as it stood and as it is. */
export const maxRows = 2 * maxLines;

const taxPoint = shape('TaxPoint', {
    date: date.description('Day on which the tax arises (EN 16931 BT-7).'),
    rule: described(oneOf('TaxPointRule', taxPointRules), 'Rule that the day follows from.'),
    net: money.description('Taxable amount of that day.'),
    vat: money.description('VAT of that day.'),
    exchangeRate: nullable(Joi.string().example('4.3215')).description(
        'Units of the VAT currency for one unit of the currency, of the last working day before the tax point; null in '
        + 'the VAT currency, and while it is not known (Ustawa o VAT art. 31a).'),
    exchangeRateDate: nullable(date).description('Day of the exchange rate.'),
    exchangeRateSource: nullable(Joi.string().example('nbp-a 225/A/NBP/2026')).description(
        'Source of the exchange rate: number of the NBP table, or manual.'),
    netInVatCurrency: nullable(money).description('Taxable amount in the VAT currency; null where no rate is needed.'),
    vatInVatCurrency: nullable(money).description('VAT in the VAT currency; null where no rate is needed.'),
    countedOn: nullable(date).description(
        'Day on which the amounts count in the VAT report. Null on a draft, and while the confirmation of a corrective '
        + 'is awaited.')
});

const vatBreakdownRow = shape('VatBreakdownRow', {
    vatCategory: vatCategoryAnswer,
    vatRate: vatRateAnswer,
    exemptionReason: nullable(Joi.string())
        .description('Printed reasons for charging no VAT (EN 16931 BT-120), or null.'),
    net: money.description('Taxable amount of the rate (EN 16931 BT-116).'),
    vat: money.description('VAT of the rate (EN 16931 BT-117).'),
    gross: money.description('Gross amount of the rate: net + vat.'),
    vatInVatCurrency: nullable(money).description(
        'VAT of the rate in vatCurrency; null while it is not known, or when both currencies are the same. '
        + 'Of a corrective: the exchanged VAT of the rate with it, less that of the rate as it stood.'),
    taxPoints: listOf('TaxPoints', taxPoint, maxRows).description(
        'Days on which the tax of the rate arises, with their amounts. On a draft as they would be with its dates; '
        + 'empty without an issue date, and on a proforma.')
});

/** The rows of an invoice. */
export const itemsAnswer = listOf('InvoiceItems', itemAnswer, maxRows)
    .description('Items in their order (EN 16931 BG-25).');

/** The sums of an invoice by rate. */
export const vatBreakdownAnswer = listOf('VatBreakdown', vatBreakdownRow, maxRows)
    .description('Sums for each VAT category and rate (EN 16931 BG-23).');

const changedValue = withOpenApi(nullable(Joi.alternatives(Joi.string(), Joi.boolean())), {
    set: { oneOf: [{ type: 'string' }, { type: 'boolean' }], nullable: true, example: 'ul. Lipowa 2, 00-001 Warszawa' },
    drop: ['type', 'anyOf']
});

const changedField = shape('ChangedField', {
    field: Joi.string().example('customerAddress').description('Name of the field.'),
    before: changedValue.description('Value before the corrective.'),
    after: changedValue.description('Value from now on.')
});

/** The corrected invoice, as a corrective names it. */
export const correctionAnswer = shape('Correction', {
    invoiceId: id.description('Id of the corrected invoice.'),
    invoiceNumber: Joi.string().example('FV/2026/11/0001')
        .description('Number of the corrected invoice (EN 16931 BT-25).'),
    invoiceIssueDate: date.description('Issue date of the corrected invoice (EN 16931 BT-26).'),
    sequence: Joi.number().integer().description('Place among the correctives of the invoice, from 1.').example(1),
    reason: Joi.string().example('Zwrot dwóch paczek paneli').description('Printed reason of the correction.'),
    correctionEffect: nullable(oneOf('NullableCorrectionEffect', correctionEffects)).description(
        'Effect on the VAT register (FA(3) TypKorekty): original for a mistake, correction for a later cause, other '
        + 'for a date of its own; null on correctives of before.'),
    correctionEffectDate: nullable(date).description('Day of the effect other; else null.'),
    changedData: listOf('ChangedData', changedField, 50).description(
        'Fields of the document that the corrective changes, such as the address of the buyer.')
}).description('Invoice that this corrective corrects (Ustawa o VAT art. 106j); null on other documents.');
