/** One priced row of a quote. Its figures are trusted: they are what the customer was shown and accepted. */
export type QuoteItem = {
    readonly id: string;
    /** What the quote calls it; a service has no id of its own there. */
    readonly itemType: 'product' | 'service';
    /** UUID; null for a service. */
    readonly productId: string | null;
    readonly name: string;
    readonly description: string | null;
    /** At most 3 decimals as quotes-service keeps it; may be 0. */
    readonly quantityMicros: bigint;
    readonly unit: string;
    /** Net price of one unit before the discount. */
    readonly unitPriceMicros: bigint;
    readonly discountPercentMicros: bigint;
    /** Net price of the whole row after its discount; 0 where quotes-service has not worked it out. */
    readonly netPriceMicros: bigint;
    readonly vatPercentMicros: bigint;
};

/** A quote as quotes-service knows it. Its totals are not read: the deployed service answers zeros. */
export type Quote = {
    readonly id: string;
    /** What people call it by: `OF/2026/11/0001`. */
    readonly number: string;
    /** In capitals; `ACCEPTED` is the one that may be invoiced. */
    readonly status: string;
    /** UUID. */
    readonly contactId: string;
    /** ISO 4217. */
    readonly currency: string;
    readonly discountPercentMicros: bigint;
    /** An amount, in millionths of the currency. */
    readonly discountAmountMicros: bigint;
    /** Net, in millionths of the currency. */
    readonly deliveryCostMicros: bigint;
    /** In the order of their positions. */
    readonly items: readonly QuoteItem[];
};
