import type { PriceCall, PriceSourceName, VatSource } from '../../foundation/vocabulary/price-sources.ts';

/** Source of a line's price, kept for ever, so that every cent can be explained. */
export type PriceSource = {
    readonly source: PriceSourceName;
    /** The upstream's answer that the price was taken from. */
    readonly call?: PriceCall;
    /** Id of the product, service or quote. */
    readonly id?: string;
    /** The quote's number, as people call it. */
    readonly quoteNumber?: string;
    /** Id of the quote's item; absent for the quote's delivery, which is not one of its items. */
    readonly quoteItemId?: string;
    /** ETag of the answer, or a hash of its body. */
    readonly version?: string;
    /** Instant at which the price was read or given; ISO 8601. */
    readonly fetchedAt: string;
    /** True when the upstream was down and a cached price was used. */
    readonly stale: boolean;
    /** Source that chose the VAT rate: a caller's rate stays when the line is priced afresh. */
    readonly vatSource: VatSource;
    /** Arguments of the upstream's call, or the parts of a quote that the price was made of. */
    readonly inputs?: Readonly<Record<string, string | boolean>>;
    /** The upstream's own figure before its conversion to the invoice's prices. */
    readonly netPrice?: string;
    /** Reason why the price is not the requested one. */
    readonly note?: string;
};

/**
 * Tells whether a price was agreed: the caller named it, or the customer accepted it with a quote. Today's price of an
 * upstream never replaces it, and it is never too old to be issued.
 */
export function isAgreed({ source }: PriceSource): boolean {
    return source === 'caller' || source === 'quotes-service';
}
