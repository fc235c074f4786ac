/** Price levels of a service. The contract of services-service, which prices by them. */
export const pricingTiers = ['basic', 'standard', 'premium'] as const;

/** One of {@link pricingTiers}. */
export type PricingTier = (typeof pricingTiers)[number];
