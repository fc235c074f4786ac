/** Sources of a line's price: the caller, or the service of the CRM that priced it. Kept on the line for ever. */
export const priceSources = ['caller', 'products-service', 'services-service', 'quotes-service'] as const;

/** One of {@link priceSources}. */
export type PriceSourceName = (typeof priceSources)[number];

/** Sources of a line's VAT rate: those of its price, or the organisation's default. */
export const vatSources = [...priceSources, 'organisation'] as const;

/** One of {@link vatSources}. */
export type VatSource = (typeof vatSources)[number];

/** Answers of other services that a price is taken from. */
export const priceCalls = [
    'selling_price', 'optimal_price', 'calculate_advanced', 'service_rate', 'accepted_quote'
] as const;

/** One of {@link priceCalls}. */
export type PriceCall = (typeof priceCalls)[number];
