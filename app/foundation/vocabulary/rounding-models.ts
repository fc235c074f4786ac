/**
 * Rounding models: VAT is rounded once for the sum of each rate, or on every line.
 * @see EN 16931 BR-CO-17 (per rate); Ustawa o VAT art. 106e ust. 10 (per line is allowed)
 */
export const roundingModels = ['per_rate', 'per_line'] as const;

/** One of {@link roundingModels}. */
export type RoundingModel = (typeof roundingModels)[number];
