import type { PriceCall, PriceSourceName, VatSource } from '../../foundation/vocabulary/price-sources.ts';

/** Where a line's price came from: kept for ever, so that every cent can be explained. */
export type PriceSource = {
    readonly source: PriceSourceName;
    /** Which of the upstream's answers the price was taken from. */
    readonly call?: PriceCall;
    /** Id of the product, service or quote. */
    readonly id?: string;
    /** What people call the quote by. */
    readonly quoteNumber?: string;
    /** Id of the quote's item; absent for what the quote has no item for, its delivery. */
    readonly quoteItemId?: string;
    /** ETag of the answer, or a hash of its body. */
    readonly version?: string;
    /** When the price was read, or given; ISO 8601 instant. */
    readonly fetchedAt: string;
    /** True when the upstream was down and a cached price was used. */
    readonly stale: boolean;
    /** Who chose the VAT rate: a rate of the caller's stays when the line is priced afresh. */
    readonly vatSource: VatSource;
    /** What the upstream was asked, or what of a quote the price was made of. */
    readonly inputs?: Readonly<Record<string, string | boolean>>;
    /** The upstream's own figure before it was turned into the invoice's prices. */
    readonly netPrice?: string;
    /** Why the price is not the one that was asked for. */
    readonly note?: string;
};

/**
 * Whether a price was agreed on: the caller named it, or the customer accepted it with a quote. No upstream's price of today replaces it,
 * and it is not too old to be issued.
 */
export function isAgreed({ source }: PriceSource): boolean {
    return source === 'caller' || source === 'quotes-service';
}
