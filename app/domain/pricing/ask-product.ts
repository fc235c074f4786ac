import { refusedField } from '../../foundation/errors/refused-field.ts';
import { formatMicros } from '../../foundation/money/decimal.ts';
import type { Product } from '../../platform/upstream/product.ts';
import type { Sourced } from '../../platform/upstream/sourced.ts';
import { fieldPath, type Asked, type Pricing } from './pricing.ts';
import { assertPriceCurrency, priceByHand, withPath } from './refused-item.ts';
import type { PriceSource } from './price-source.ts';
import { soldPrice, type SoldPrice } from './product-unit.ts';
import type { ItemInput } from './item.schemas.ts';

/**
 * The data of an item from products-service. Requested only for fields that the caller left open.
 * @throws DomainError `PRODUCT_NOT_FOUND` | `PRODUCT_INACTIVE` | `PRODUCT_HAS_NO_PRICE` | `PRODUCT_UNIT_UNCLEAR` |
 *     `PRICE_CURRENCY_MISMATCH` and upstream errors
 */
export async function askProduct(pricing: Pricing, item: ItemInput, path: string): Promise<Asked> {
    const { productId = '', description, unit, unitPriceNet, vatRate } = item;
    if (description !== undefined && unit !== undefined && unitPriceNet !== undefined && vatRate !== undefined) {
        return { description, unit, vatPercentMicros: null };
    }

    const where = fieldPath(path, 'productId');
    const product = await pricing.upstreams.products.find(pricing.upstream, productId).catch(withPath(where));
    if (!product.value.active) {
        throw refusedField(
            'PRODUCT_INACTIVE', where, `names the product ${product.value.name}, which is no longer sold`);
    }
    const price = unitPriceNet === undefined ? await priceOf(pricing, item, product, path) : undefined;

    return {
        description: description ?? product.value.name,
        unit: unit ?? product.value.unit,
        vatPercentMicros: product.value.vatPercentMicros,
        ...(price === undefined ? {} : { price })
    };
}

async function priceOf(
    pricing: Pricing, item: ItemInput, product: Sourced<Product>, path: string
): Promise<NonNullable<Asked['price']>> {
    const where = fieldPath(path, 'productId');
    const { value, version, fetchedAt, stale } = product;
    assertPriceCurrency(pricing, value.currency, { path, field: 'productId' });
    const optimal = item.useOptimalPricing === true ? await optimalPriceOf(pricing, product, where) : undefined;
    const stated = optimal?.micros ?? value.priceMicros;
    if (stated === null || stated <= 0n) {
        throw refusedField('PRODUCT_HAS_NO_PRICE', where,
            `names the product ${value.name}, which has no price: ${priceByHand(path)}`);
    }
    const { micros, inputs } = soldPriceOf(value, item.unit ?? value.unit, stated, path);

    const allInputs = { ...optimal?.source.inputs, ...inputs };
    return {
        net: { of: 'unit', micros },
        source: {
            source: 'products-service', call: 'selling_price', id: value.id, version, fetchedAt, stale,
            ...optimal?.source,
            ...(Object.keys(allInputs).length === 0 ? {} : { inputs: allInputs }),
            netPrice: formatMicros(micros)
        }
    };
}

/** The price of one unit of the line. @throws DomainError `PRODUCT_UNIT_UNCLEAR` */
function soldPriceOf(product: Product, unit: string, statedMicros: bigint, path: string): SoldPrice {
    const price = soldPrice(product, unit, statedMicros);
    if (price === undefined) {
        throw refusedField('PRODUCT_UNIT_UNCLEAR', fieldPath(path, 'productId'),
            `names the product ${product.name}, which is priced per ${product.baseUnit} and sold by ${product.unit}; `
            + `how many ${product.baseUnit} one ${unit} has is not known: ${priceByHand(path)}`);
    }
    return price;
}

type Optimal = { readonly micros: bigint | undefined; readonly source: Partial<Omit<PriceSource, 'vatSource'>> };

/**
 * The price at the target margin. If products-service has no such call, or no margin, the selling price is used and the
 * line notes it.
 */
async function optimalPriceOf(
    { upstreams, upstream }: Pricing, { value }: Sourced<Product>, where: string
): Promise<Optimal> {
    if (value.targetMarginPercentMicros === null) {
        return { micros: undefined, source: {
            inputs: { useOptimalPricing: true },
            note: 'products-service names no target margin: the selling price was used'
        } };
    }
    const inputs = { useOptimalPricing: true, targetMargin: formatMicros(value.targetMarginPercentMicros) };
    const answer = await upstreams.products.optimalPrice(upstream, value.id, value.targetMarginPercentMicros)
        .catch(withPath(where));
    if (answer === 'not_available') {
        return {
            micros: undefined,
            source: { inputs, note: 'products-service has no optimal pricing: the selling price was used' }
        };
    }
    const { version, fetchedAt, stale } = answer;
    return { micros: answer.value.priceMicros, source: { call: 'optimal_price', version, fetchedAt, stale, inputs } };
}
