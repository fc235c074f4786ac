import type { PricingTier } from '../../foundation/vocabulary/pricing-tiers.ts';
import type { RegionalZone } from '../../foundation/vocabulary/regional-zones.ts';

/** Ways in which services-service prices a service. */
export const pricingModels = ['per_m2', 'hourly', 'daily', 'project', 'per_room'] as const;

/** One of {@link pricingModels}. */
export type PricingModel = (typeof pricingModels)[number];

/** Net prices of a service in millionths; null where the row, or the form of the contract, has none. */
export type ServiceRates = {
    readonly hourlyMicros: bigint | null;
    readonly dailyMicros: bigint | null;
    readonly minimumChargeMicros: bigint | null;
    /** Base price of a square metre. */
    readonly basePerM2Micros: bigint | null;
};

/** A service as services-service knows it, the same from both forms of its contract. */
export type Service = {
    readonly id: string;
    readonly name: string;
    readonly code: string;
    /** Only `per_m2` is priced by a calculation of services-service. */
    readonly pricingModel: PricingModel;
    readonly rates: ServiceRates;
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
