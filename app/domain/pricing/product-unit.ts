import { divideHalfUp, formatMicros, oneMicros } from '../../foundation/money/decimal.ts';
import type { Product } from '../../platform/upstream/product.ts';
import type { PriceSource } from './price-source.ts';
import { isSameUnit } from './units.ts';

/** A product's price of the unit that it is sold by, in millionths, and how it was worked out. */
export type SoldPrice = { readonly micros: bigint; readonly inputs: NonNullable<PriceSource['inputs']> };

/**
 * The price of one sold unit. The deployed products-service states prices per base unit: sold by another unit, it is
 * price × units of the base unit in one sold unit. The documented form has no base unit, its prices are per selling
 * unit.
 * @param unit - Unit of the line: the selling unit, or the caller's own.
 * @param priceMicros - Price as products-service states or recommends it, per base unit where there is one.
 * @returns undefined when it is unknown how many base units the sold unit has
 * @see spec section 6 and upstreams.md section 4
 */
export function soldPrice(product: Product, unit: string, priceMicros: bigint): SoldPrice | undefined {
    const { unit: sellingUnit, baseUnit, unitsPerSellingUnitMicros: factor } = product;
    // Where base and selling unit are one, another word of the caller's is only how it is printed.
    if (baseUnit === null || isSameUnit(sellingUnit, baseUnit) || isSameUnit(unit, baseUnit)) {
        return { micros: priceMicros, inputs: {} };
    }
    if (factor === null || factor === 0n || !isSameUnit(unit, sellingUnit)) {
        return undefined;
    }
    return {
        // Two and four decimals there, so nothing is rounded here.
        micros: divideHalfUp(priceMicros * factor, oneMicros),
        inputs: {
            basePrice: formatMicros(priceMicros), baseUnit, unitsPerSellingUnit: formatMicros(factor), sellingUnit
        }
    };
}
