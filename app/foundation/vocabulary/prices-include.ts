/**
 * Kinds of unit price: `net` prices, or `gross` prices that hold the VAT. Discounts are of the same kind.
 * @see Ustawa o VAT art. 106e ust. 7 (VAT counted from gross prices)
 */
export const pricesIncludes = ['net', 'gross'] as const;

/** One of {@link pricesIncludes}. */
export type PricesInclude = (typeof pricesIncludes)[number];
