import type { PricingTier } from '../../foundation/vocabulary/pricing-tiers.ts';
import type { RegionalZone } from '../../foundation/vocabulary/regional-zones.ts';

/** A service as services-service knows it, the same from both forms of its contract. */
export type Service = {
    readonly id: string;
    readonly name: string;
    readonly code: string;
    /** Follows from the pricing model: `m²`, `h`, `day`, `project` or `room`. */
    readonly unit: string;
    /** VAT rate in millionths of a percent; null when the CRM has none: the organisation's default then applies. */
    readonly vatPercentMicros: bigint | null;
    readonly active: boolean;
};

/** Inputs that the price of a service depends on. */
export type ServicePriceInputs = {
    /** Quantity in millionths, at most two decimals: services-service refuses more. */
    readonly quantityMicros: bigint;
    readonly tier: PricingTier;
    readonly regionalZone: RegionalZone;
    readonly applySeasonalAdjustment: boolean;
};

/**
 * Net price, the only figure of a calculation that is used; VAT and gross are ours.
 * Services-service answers zero or null for a service without a rate: never a free line.
 */
export type ServiceCalculation = { readonly netPriceMicros: bigint | null };
