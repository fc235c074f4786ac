import type { VatRate } from '../../foundation/money/vat.ts';
import type { ItemType } from '../../foundation/vocabulary/item-types.ts';
import type { PricingTier } from '../../foundation/vocabulary/pricing-tiers.ts';
import type { RegionalZone } from '../../foundation/vocabulary/regional-zones.ts';
import type { TaxPointRule } from '../../foundation/vocabulary/tax-point-rules.ts';
import type { PriceSource } from './price-source.ts';

/** Maximum characters of a line's description. */
export const maxDescriptionLength = 1_000;

/** The last group of goods of the VAT register. @see Ordinance on JPK_VAT § 10 ust. 3; FA(3) GTU */
export const maxGtu = 13;

/** A priced row of a draft, before the invoice's totals are computed. */
export type DraftLine = {
    readonly id: string;
    readonly itemType: ItemType;
    readonly serviceId: string | null;
    readonly productId: string | null;
    readonly description: string;
    readonly quantityMicros: bigint;
    readonly unit: string;
    /** Price of `priceBaseQuantityMicros` units, net or gross as the invoice says. */
    readonly unitPriceMicros: bigint;
    /** Number of units that the price is for, in millionths (EN 16931 BT-149). */
    readonly priceBaseQuantityMicros: bigint;
    readonly vat: VatRate;
    readonly pricingTier: PricingTier | null;
    readonly regionalZone: RegionalZone | null;
    readonly discountPercentMicros: bigint;
    readonly discountAmountMinor: bigint;
    /** True when the line falls under mandatory split payment (MPP). */
    readonly splitPayment: boolean;
    /** Rule of its tax point, where the caller named one; null: it follows from what the line is. */
    readonly taxPointRule: TaxPointRule | null;
    /** Group of goods of the VAT register, 1 to 13 (FA(3) GTU_01 to GTU_13); null: none. */
    readonly gtu: number | null;
    readonly priceSource: PriceSource;
};
