import Joi from 'joi';
import { decimalMicros } from '../../foundation/schema/decimal-field.ts';
import { text, uuid, wholeNumber, yesNo } from '../../foundation/schema/fields.ts';
import { oneOf, shape } from '../../foundation/schema/shape.ts';
import { maxDescriptionLength } from './draft-line.ts';
import { vatFaults } from '../../foundation/money/vat-rules.ts';
import { vatCategories, vatKeywords } from '../../foundation/vocabulary/vat-categories.ts';
import { maxQuantityMicros, maxUnitPriceMicros } from '../../foundation/money/price.ts';
import { hundredPercentMicros } from '../../foundation/money/rounding.ts';
import { itemTypes } from '../../foundation/vocabulary/item-types.ts';
import { pricingTiers } from '../../foundation/vocabulary/pricing-tiers.ts';
import { regionalZones } from '../../foundation/vocabulary/regional-zones.ts';


/** A quantity greater than 0. */
export const quantity = decimalMicros({ min: 1n, max: maxQuantityMicros, example: '24.5' })
    .description('How many units; services-service prices at most 2 decimals');

/** A percentage from 0 to 100. */
export const percent = decimalMicros({ min: 0n, max: hundredPercentMicros, example: '5' });

/** An amount in the invoice's currency; its maximum number of decimals is known with the currency. */
export const amount = decimalMicros({ decimals: 4, min: 0n, max: maxUnitPriceMicros, example: '10.00' });

/** Rate of VAT: a percentage with up to 2 decimals, or `zw` (exempt), `np` (out of scope), `oo` (reverse charge). */
export const vatRate = Joi.any<number | string>().custom((value: unknown, helpers) => {
    if (typeof value !== 'number' && typeof value !== 'string') {
        return helpers.error('VAT_RATE_INVALID', { clause: `must be a number, or one of ${vatKeywords.join(', ')}` });
    }
    const fault = vatFaults({ rate: value }).find(({ field }) => field === 'vatRate');
    return fault === undefined ? value : helpers.error('VAT_RATE_INVALID', { clause: fault.message });
}).messages({ VAT_RATE_INVALID: '{#clause}' }).example(23)
    .meta({
        openapi: {
            type: undefined,
            oneOf: [{ type: 'number', minimum: 0, maximum: 100 }, { type: 'string', enum: vatKeywords }],
            example: 23
        }
    })
    .description('Percentage, or zw (exempt), np (out of scope), oo (reverse charge)');

const pricingTier = oneOf('PricingTier', pricingTiers);
const regionalZone = oneOf('RegionalZone', regionalZones);
const lineNumber = wholeNumber(1, 500).description('Place among the items, from 1');

/** One item of a draft. */
export const itemBody = shape('Item', {
    itemType: oneOf('ItemType', itemTypes),
    quantity
}, {
    serviceId: uuid.description('For a service item'),
    productId: uuid.description('For a product item'),
    description: text(maxDescriptionLength).example('Montaż paneli winylowych')
        .description('Taken from the product or service when absent'),
    unit: text(20).example('m²'),
    unitPriceNet: decimalMicros({ min: 0n, max: maxUnitPriceMicros, example: '49.90' })
        .description('The price of a unit, net or gross as pricesInclude says. Given: it is the price. Absent: asked upstream'),
    vatRate,
    // Needed only for K (intra-EU) and G (export), beside rate 0. No description: it would create a second component of the enumeration.
    vatCategory: oneOf('VatCategory', vatCategories),
    exemptionReason: text(500).description('Printed where no VAT is charged; each category has a default'),
    pricingTier,
    regionalZone,
    applySeasonalAdjustment: yesNo,
    useOptimalPricing: yesNo.description('Price a product at its target margin, where products-service can'),
    discountPercent: percent,
    discountAmount: amount.description('Taken off after discountPercent'),
    splitPayment: yesNo.description('The line falls under mandatory split payment (MPP)'),
    lineNumber
}).example({ itemType: 'custom', description: 'Transport', quantity: '1', unit: 'szt', unitPriceNet: '120.00', vatRate: 23 });

/** `POST …/items/service` */
export const serviceItemBody = shape('ServiceItem', { serviceId: uuid, quantity }, {
    pricingTier,
    regionalZone,
    applySeasonalAdjustment: yesNo,
    customDiscountPercent: percent,
    lineNumber
}).example({ serviceId: 'e0000000-0000-4000-8000-000000000001', quantity: '24.5', pricingTier: 'standard', regionalZone: 'warsaw' });

/** `POST …/items/product` */
export const productItemBody = shape('ProductItem', { productId: uuid, quantity }, {
    useOptimalPricing: yesNo,
    discountPercent: percent,
    lineNumber
}).example({ productId: 'd0000000-0000-4000-8000-000000000001', quantity: '12', useOptimalPricing: false });

/** `POST …/items/custom` */
export const customItemBody = shape('CustomItem', {
    description: text(maxDescriptionLength),
    quantity,
    unitPriceNet: decimalMicros({ min: 0n, max: maxUnitPriceMicros, example: '120.00' })
}, {
    unit: text(20),
    vatRate,
    vatCategory: oneOf('VatCategory', vatCategories),
    exemptionReason: text(500),
    discountPercent: percent,
    discountAmount: amount,
    splitPayment: yesNo,
    lineNumber
}).example({ description: 'Transport', quantity: '1', unit: 'szt', unitPriceNet: '120.00', vatRate: 23 });
