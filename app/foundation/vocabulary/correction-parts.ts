/**
 * Sides of a correction that a corrective's line shows: `before`, the line as it stood with its amounts negated, and
 * `after`, the line as it is from now on.
 * @see Ustawa o VAT art. 106j ust. 2
 */
export const correctionParts = ['before', 'after'] as const;

/** One of {@link correctionParts}. */
export type CorrectionPart = (typeof correctionParts)[number];
