/** What prices may include. */
export const pricesIncludes = ['net', 'gross'] as const;

/** Whether unit prices, and the discounts taken from them, are net or hold the VAT. */
export type PricesInclude = (typeof pricesIncludes)[number];
