import { divideHalfUp, formatMicros, parseMicros } from '../../foundation/money/decimal.ts';
import type { CatalogueProduct } from './catalogue/products.ts';
import { catalogueProducts } from './catalogue/products.ts';
import type { StandinRoute } from './standin-server.ts';
import type { StandinAnswer } from './wire.ts';
import { findById, found, jsonNumber, refused, scaled } from './wire.ts';

const createdAt = '2026-02-10T07:00:00.000Z';

/** Target margin that the documented form gives every product. */
const targetMarginPercent = '35';

/**
 * products-service: `GET /products/{id}`, and in the documented form a second call that the deployed one does not have.
 */
export const productsRoutes: readonly StandinRoute[] = [
    {
        method: 'GET',
        path: '/products/{id}',
        answer: (id, _body, form) => {
            const product = findById(catalogueProducts, id, 'Product');
            if (!('unit' in product)) {
                return product;
            }
            return found(form === 'deployed' ? deployed(product) : documented(product));
        }
    },
    {
        method: 'POST',
        path: '/products/{id}/calculate-optimal-pricing',
        onlyIn: 'documented',
        answer: (id, body) => {
            const product = findById(catalogueProducts, id, 'Product');
            return 'unit' in product ? optimalPrice(product, body) : product;
        }
    }
];

/** Price of cost × (1 + target margin / 100), at least the minimum. @see spec section 6 */
function optimalPrice(product: CatalogueProduct, body: unknown): StandinAnswer {
    const margin: unknown = typeof body === 'object' && body !== null && 'targetMargin' in body
        ? body.targetMargin : undefined;
    if (typeof margin !== 'number' || !(margin >= 0)) {
        return refused(400, ['targetMargin must be a number conforming to the specified constraints']);
    }
    if (product.purchasePrice === null) {
        return found({ recommendedPrice: null });
    }

    const wanted = divideHalfUp(
        parseMicros(product.purchasePrice) * (100_000_000n + parseMicros(margin)), 100_000_000n);
    const minimum = parseMicros(minimumPrice(product) ?? '0');
    return found({ recommendedPrice: jsonNumber(formatMicros(wanted > minimum ? wanted : minimum)) });
}

/** Minimum selling price: the shop never sells under its cost. */
function minimumPrice(product: CatalogueProduct): string | null {
    return product.purchasePrice;
}

/** The documented form. @see spec section 6 */
function documented(product: CatalogueProduct) {
    return {
        id: product.id, product_name: product.name, product_code: product.code, selling_unit: product.unit,
        currency: product.currency, selling_price_per_unit: jsonNumber(product.price), vat_rate: 23,
        target_margin_percent: jsonNumber(targetMarginPercent),
        minimum_selling_price: jsonNumber(minimumPrice(product)), status: product.status,
        is_active: product.status === 'active'
    };
}

/** The deployed form, with all 31 keys. @see upstreams.md section 4 */
function deployed(product: CatalogueProduct) {
    const { id, code, name, category, unit, price, purchasePrice, currency, status, packageM2 } = product;
    return {
        id, product_code: code, product_name: name, unofficial_product_name: null, category,
        type_of_finish: null, surface: null, bevel: null,
        thickness_mm: null, width_mm: null, length_mm: null, measure_unit: 'mm',
        base_unit_for_pricing: product.baseUnit, selling_unit: unit,
        measurement_units_per_selling_unit: scaled(product.unitsPerSellingUnit, 4), package_m2: scaled(packageM2, 3),
        installation_allowance: '5.00',
        retail_price_per_unit: scaled(price, 2), selling_price_per_unit: scaled(price, 2),
        purchase_price_per_unit: scaled(purchasePrice, 2),
        potential_profit: null, currency, current_stock: 120, standard_stock_percent: null,
        additional_item_description: null, description: null,
        original_scraped_data: null, is_active: status === 'active', status,
        created_at: createdAt, updated_at: createdAt
    };
}
