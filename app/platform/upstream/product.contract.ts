import type { OptimalPrice, Product } from './product.ts';
import type { ContractBreak, Fields } from './json-fields.ts';
import { fieldsOf } from './json-fields.ts';
import { currencyOf, maxUnitCharacters, percentOf } from './contract-values.ts';

/** Maximum length of a code, which is not printed. */
const maxCodeCharacters = 100;

const closedStatuses: readonly string[] = ['inactive', 'discontinued', 'archived', 'withdrawn', 'deleted'];

/**
 * Reads a product. Both forms have the same names; the deployed one has neither a VAT rate nor a target margin,
 * and states its prices per base unit.
 * @throws DomainError what `broken` makes
 * @see spec section 6 and upstreams.md section 4
 */
export function readProduct(body: unknown, broken: ContractBreak): Product {
    const fields = fieldsOf(body, broken);

    return {
        id: fields.text('id'),
        name: fields.text('product_name'),
        code: fields.textIfGood(maxCodeCharacters, 'product_code'),
        unit: fields.textOfAtMost(maxUnitCharacters, 'selling_unit'),
        priceMicros: fields.decimalOrNull('selling_price_per_unit'),
        baseUnit: fields.textIfGood(maxUnitCharacters, 'base_unit_for_pricing'),
        unitsPerSellingUnitMicros: fields.optionalDecimal('measurement_units_per_selling_unit'),
        currency: currencyOf(fields.textOrNull('currency'), broken),
        vatPercentMicros: percentOf('vat_rate', fields.optionalDecimal('vat_rate'), broken),
        targetMarginPercentMicros: fields.optionalDecimal('target_margin_percent'),
        minimumPriceMicros: fields.optionalDecimal('minimum_selling_price'),
        active: isActive(fields)
    };
}

function isActive(fields: Fields): boolean {
    const switchedOn = fields.flagOrNull('is_active', 'isActive') ?? true;
    const status = fields.textOrNull('status')?.toLowerCase() ?? '';

    return switchedOn && !closedStatuses.includes(status);
}

/**
 * Reads a recommended price; null when products-service has none to recommend.
 * @throws DomainError what `broken` makes
 */
export function readOptimalPrice(body: unknown, broken: ContractBreak): OptimalPrice | null {
    const priceMicros = fieldsOf(body, broken).decimalOrNull('recommendedPrice', 'recommended_price');

    return priceMicros === null ? null : { priceMicros };
}
