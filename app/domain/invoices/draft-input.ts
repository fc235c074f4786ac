import type { VatCategory } from '../../foundation/money/vat-rules.ts';
import type { DocumentType } from '../numbering/number-pattern.ts';
import type { ItemType, PaymentMethod } from '../organisations/organisation.ts';
import type { PricesInclude } from '../totals/priced-line.ts';
import type { PricingTier, RegionalZone } from './invoice.ts';

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

/** A draft as a caller gives it. `null` empties a field; absent leaves it as it is (PATCH) or to its default (POST). */
export type DraftInput = {
    readonly invoiceType?: Exclude<DocumentType, 'corrective'>;
    readonly contactId?: string | null;
    readonly customerName?: string | null;
    readonly customerNIP?: string | null;
    readonly customerREGON?: string | null;
    readonly customerAddress?: string | null;
    readonly customerVATPayer?: boolean | null;
    readonly validateCustomer?: boolean;
    readonly issueDate?: string | null;
    readonly saleDate?: string | null;
    readonly dueDate?: string | null;
    readonly paymentMethod?: PaymentMethod;
    readonly paymentTerms?: string | null;
    readonly notes?: string | null;
    readonly quoteId?: string | null;
    readonly currency?: string;
    readonly pricesInclude?: PricesInclude;
    readonly language?: string;
    readonly discountPercent?: bigint;
    readonly discountAmount?: bigint;
    /** Units of the VAT currency for one unit of the currency, in billionths; `null` leaves it to the source of rates. */
    readonly exchangeRate?: bigint | null;
    readonly exchangeRateDate?: string | null;
    readonly exchangeRateSource?: string | null;
    readonly items?: readonly ItemInput[];
    /** Kept in the audit trail, never as the actor. */
    readonly createdBy?: string;
};
