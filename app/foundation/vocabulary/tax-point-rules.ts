/**
 * Rules for the day on which the tax on a line arises. general: the sale · construction: the issue of the invoice, at
 * the latest the 30th day after the sale · intra_community: the issue, at the latest the 15th of the month after the
 * supply · advance: the receipt of the money.
 * @see Ustawa o VAT art. 19a ust. 1, ust. 5 pkt 3 lit. a and ust. 7; art. 20 ust. 1; art. 19a ust. 8
 */
export const taxPointRules = ['general', 'construction', 'intra_community', 'advance'] as const;

/** One of {@link taxPointRules}. */
export type TaxPointRule = (typeof taxPointRules)[number];

/** Rules that a caller may name. The rule of an advance follows from the document. */
export const givenTaxPointRules = ['general', 'construction', 'intra_community'] as const satisfies
    readonly TaxPointRule[];
