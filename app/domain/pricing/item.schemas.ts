import Joi from 'joi';
import { decimalMicros } from '../../foundation/schema/decimal-field.ts';
import { digitsOf } from '../../foundation/schema/exact-number.ts';
import { text, uuid, wholeNumber, yesNo } from '../../foundation/schema/fields.ts';
import { described } from '../../foundation/schema/openapi-meta.ts';
import { form } from '../../foundation/schema/form.ts';
import { oneOf, type ValueOf } from '../../foundation/schema/shape.ts';
import { vatRateMeta } from '../../foundation/schema/vat-rate-meta.ts';
import { maxDescriptionLength, maxGtu } from './draft-line.ts';
import { vatFaults } from '../../foundation/money/vat-rules.ts';
import { vatCategories, vatKeywords } from '../../foundation/vocabulary/vat-categories.ts';
import { maxQuantityMicros, maxUnitPriceMicros } from '../../foundation/money/price.ts';
import { hundredPercentMicros } from '../../foundation/money/rounding.ts';
import { itemTypes } from '../../foundation/vocabulary/item-types.ts';
import { givenTaxPointRules } from '../../foundation/vocabulary/tax-point-rules.ts';
import { pricingTiers } from '../../foundation/vocabulary/pricing-tiers.ts';
import { regionalZones } from '../../foundation/vocabulary/regional-zones.ts';

/** A quantity greater than 0. */
export const quantity = decimalMicros({ min: 1n, max: maxQuantityMicros, example: '24.5' })
    .description('Quantity in `unit` (EN 16931 BT-129); a service per m² is priced with at most 2 decimals.');

/** A percentage from 0 to 100. */
export const percent = decimalMicros({ min: 0n, max: hundredPercentMicros, example: '5' })
    .description('Discount in percent (EN 16931 BT-138).');

/** An amount in the invoice's currency; its maximum number of decimals is known with the currency. */
export const amount = decimalMicros({ decimals: 4, min: 0n, max: maxUnitPriceMicros, example: '10.00' })
    .description('Discount as an amount, taken off after discountPercent (EN 16931 BT-136).');

/**
 * Rate of VAT: a percentage with up to 2 decimals, or `zw` (exempt), `np` (out of scope), `oo` (reverse charge),
 * `np_art100` (services to a taxpayer of another member state).
 */
export const vatRate = Joi.any<number | string>().custom((given: unknown, helpers) => {
    const value = digitsOf(given) ?? given;
    if (typeof value !== 'number' && typeof value !== 'string') {
        return helpers.error('VAT_RATE_INVALID', { clause: `must be a number, or one of ${vatKeywords.join(', ')}` });
    }
    const fault = vatFaults({ rate: value }).find(({ field }) => field === 'vatRate');
    return fault === undefined ? value : helpers.error('VAT_RATE_INVALID', { clause: fault.message });
}).messages({ VAT_RATE_INVALID: '{#clause}' }).example(23)
    .meta({ openapi: vatRateMeta })
    .description(
        'VAT rate (EN 16931 BT-152): percent, or zw (exempt), np (out of scope), oo (reverse charge), np_art100 '
        + '(services to a taxpayer of another EU country, Ustawa o VAT art. 100 ust. 1 pkt 4).');

const pricingTier = oneOf('PricingTier', pricingTiers).insensitive()
    .description('Price level of services-service, for services that are priced per m².');
const regionalZone = oneOf('RegionalZone', regionalZones).insensitive()
    .description('Region in which the service is done, for services that are priced per m².');
const seasonal = yesNo.description('True to apply the seasonal adjustment of services-service.');
const optimal = yesNo.description('True to price a product at its target margin, where products-service can.');
/** The unit of a quantity. */
export const unit = text(20).example('m²').description('Unit of the quantity, as printed (EN 16931 BT-130).');
const exemptionReason = text(500)
    .description(
        'Printed reason for charging no VAT (EN 16931 BT-120). Each category has a default; that of zw is the '
        + "organisation's exemptionReason.");
const splitPayment = yesNo
    .description(
        'True when the line falls under mandatory split payment (Ustawa o VAT art. 108a). Absent: by the '
        + "organisation's splitPaymentItemTypes and constructionServices.");
// Only needed for K (intra-EU) and G (export), beside rate 0.
const vatCategory = described(
    oneOf('VatCategory', vatCategories), 'VAT category (EN 16931 BT-118), needed for K and G only.');
/** The rule of an item's tax point. */
export const taxPointRule = oneOf('GivenTaxPointRule', givenTaxPointRules).description(
    'Rule for the day on which the tax arises. general: the sale; construction: the issue, at the latest 30 days after '
    + 'the sale; intra_community: the issue, at the latest the 15th of the month after the supply. Absent: as the item '
    + 'and the buyer are (Ustawa o VAT art. 19a, art. 20).');
/** Group of goods of the VAT register. */
export const gtu = Joi.any<number>().custom((value: unknown, helpers) => {
    const digits = /^(?:GTU_)?(\d{1,2})$/i.exec(String(value))?.[1];
    const group = typeof value === 'string' || typeof value === 'number' ? Number(digits ?? 0) : 0;
    return group >= 1 && group <= maxGtu ? group : helpers.error('INVALID_GTU');
}).messages({ INVALID_GTU: `must be a group from 01 to ${maxGtu}, such as 07 or GTU_07` })
    .meta({
        openapi: {
            set: {
                oneOf: [
                    { type: 'string', pattern: '^(GTU_)?(0?[1-9]|1[0-3])$' },
                    { type: 'integer', minimum: 1, maximum: maxGtu }
                ],
                example: '07'
            },
            drop: ['type']
        }
    })
    .description('Group of goods of the VAT register (GTU_01 to GTU_13): 07, 7 and GTU_07 are the same. '
        + 'Absent: none.');
const lineNumber = wholeNumber(1, 500).description('Place among the items, from 1.');

/**
 * Members of an answered item that are computed. They are accepted, so that an item can be sent back as it was
 * answered, and have no effect.
 */
const computed = Joi.any().strip().meta({ openapi: { drop: ['type'], set: { readOnly: true } } })
    .description('Computed. Accepted, so that an item can be sent back as it was answered; it has no effect.');
const computedFields = {
    id: computed, totalDiscount: computed, totalNet: computed, totalVAT: computed, totalGross: computed,
    correctsItemId: computed, correctionPart: computed, priceSource: computed
};

/** One item of a draft. An item can be sent back as it was answered. */
export const itemBody = form('Item', {
    itemType: oneOf('ItemType', itemTypes),
    quantity
}, {
    serviceId: uuid.description('Service in services-service, for a service item.'),
    productId: uuid.description('Product in products-service, for a product item.'),
    description: text(maxDescriptionLength).example('Montaż paneli winylowych')
        .description('Name of what is sold (EN 16931 BT-153). Absent: that of the product or service.'),
    unit,
    unitPriceNet: decimalMicros({ min: 0n, max: maxUnitPriceMicros, example: '49.90' })
        .description(
            'Price of priceBaseQuantity units (EN 16931 BT-146), net or gross as pricesInclude says. Absent: asked '
            + 'upstream.'),
    priceBaseQuantity: decimalMicros({ min: 1n, max: maxQuantityMicros, example: '1' })
        .description('Number of units that unitPriceNet is for (EN 16931 BT-149). Default 1. No effect without it.'),
    vatRate,
    vatCategory,
    exemptionReason,
    pricingTier,
    regionalZone,
    applySeasonalAdjustment: seasonal,
    useOptimalPricing: optimal,
    discountPercent: percent,
    discountAmount: amount,
    splitPayment,
    taxPointRule,
    gtu,
    lineNumber,
    ...computedFields
}).example({
    itemType: 'custom', description: 'Transport', quantity: '1', unit: 'szt', unitPriceNet: '120.00', vatRate: 23
});

/** `POST …/items/service` */
export const serviceItemBody = form('ServiceItem', { serviceId: uuid
    .description('Service in services-service.'), quantity }, {
    pricingTier,
    regionalZone,
    applySeasonalAdjustment: seasonal,
    customDiscountPercent: percent,
    lineNumber
}).example({
    serviceId: 'e0000000-0000-4000-8000-000000000001', quantity: '24.5', pricingTier: 'standard', regionalZone: 'warsaw'
});

/** `POST …/items/product` */
export const productItemBody = form('ProductItem', { productId: uuid
    .description('Product in products-service.'), quantity }, {
    useOptimalPricing: optimal,
    discountPercent: percent,
    lineNumber
}).example({ productId: 'd0000000-0000-4000-8000-000000000001', quantity: '12', useOptimalPricing: false });

/** `POST …/items/custom` */
export const customItemBody = form('CustomItem', {
    description: text(maxDescriptionLength).description('Name of what is sold (EN 16931 BT-153).'),
    quantity,
    unitPriceNet: decimalMicros({ min: 0n, max: maxUnitPriceMicros, example: '120.00' })
        .description('Price of one unit (EN 16931 BT-146), net or gross as pricesInclude says.')
}, {
    unit,
    vatRate,
    vatCategory,
    exemptionReason,
    discountPercent: percent,
    discountAmount: amount,
    splitPayment,
    taxPointRule,
    gtu,
    lineNumber
}).example({ description: 'Transport', quantity: '1', unit: 'szt', unitPriceNet: '120.00', vatRate: 23 });

/** One item as a caller gives it, after validation. Decimals are in millionths until the currency is known. */
export type ItemInput = Omit<ValueOf<typeof itemBody>, keyof typeof computedFields>;
