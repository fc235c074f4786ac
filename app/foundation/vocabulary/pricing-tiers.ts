/** All price levels. */
export const pricingTiers = ['basic', 'standard', 'premium'] as const;

/** Price level of services-service. */
export type PricingTier = (typeof pricingTiers)[number];
