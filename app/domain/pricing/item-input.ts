import type { VatCategory } from '../../foundation/vocabulary/vat-categories.ts';
import type { ItemType } from '../../foundation/vocabulary/item-types.ts';
import type { PricingTier } from '../../foundation/vocabulary/pricing-tiers.ts';
import type { RegionalZone } from '../../foundation/vocabulary/regional-zones.ts';

/** One item as a caller gives it, after its types were checked. Decimals are in millionths until the currency is known. */
export type ItemInput = {
    readonly itemType: ItemType;
    readonly serviceId?: string;
    readonly productId?: string;
    readonly description?: string;
    readonly quantity: bigint;
    readonly unit?: string;
    /** The price, net or gross as the invoice's `pricesInclude` says; absent: asked upstream. */
    readonly unitPriceNet?: bigint;
    readonly vatRate?: number | string;
    readonly vatCategory?: VatCategory;
    readonly exemptionReason?: string;
    readonly pricingTier?: PricingTier;
    readonly regionalZone?: RegionalZone;
    readonly applySeasonalAdjustment?: boolean;
    readonly useOptimalPricing?: boolean;
    readonly discountPercent?: bigint;
    readonly discountAmount?: bigint;
    readonly splitPayment?: boolean;
    /** Place among the items; ties and absent ones keep the order given. */
    readonly lineNumber?: number;
};
