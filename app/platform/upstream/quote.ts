/** One priced row of a quote. Its figures are trusted: the customer saw and accepted them. */
export type QuoteItem = {
    readonly id: string;
    /** Item type in the quote; a service has no id of its own there. */
    readonly itemType: 'product' | 'service';
    /** UUID; null for a service. */
    readonly productId: string | null;
    readonly name: string;
    readonly description: string | null;
    /** Quantity in millionths, at most 3 decimals as quotes-service keeps it; may be 0. */
    readonly quantityMicros: bigint;
    readonly unit: string;
    /** Net price of one unit before the discount. */
    readonly unitPriceMicros: bigint;
    readonly discountPercentMicros: bigint;
    /** Net price of the whole row after its discount; 0 where quotes-service has not calculated it. */
    readonly netPriceMicros: bigint;
    readonly vatPercentMicros: bigint;
};

/** A quote as quotes-service knows it. Its totals are not read: the deployed service answers zeros. */
export type Quote = {
    readonly id: string;
    /** Number that people use: `OF/2026/11/0001`. */
    readonly number: string;
    /** Status in capitals; only `ACCEPTED` may be invoiced. */
    readonly status: string;
    /** UUID. */
    readonly contactId: string;
    /** ISO 4217. */
    readonly currency: string;
    readonly discountPercentMicros: bigint;
    /** Discount as an amount, in millionths of the currency. */
    readonly discountAmountMicros: bigint;
    /** Net delivery cost, in millionths of the currency. */
    readonly deliveryCostMicros: bigint;
    /** Terms of payment that the customer accepted, not yet checked as a text; null when the quote has none. */
    readonly paymentTerms: string | null;
    /** Notes for the customer, not yet checked as a text; null for none. Its internal notes are not read. */
    readonly notes: string | null;
    /** Items in the order of their positions. */
    readonly items: readonly QuoteItem[];
};
