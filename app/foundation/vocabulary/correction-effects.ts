/**
 * Effects of a corrective on the VAT register (FA(3) TypKorekty 1, 2, 3). original: a mistake, which counts with the
 * original · correction: a later cause, which counts with the corrective · other: counts on a date of its own.
 * @see Ustawa o VAT art. 29a ust. 17-18
 */
export const correctionEffects = ['original', 'correction', 'other'] as const;

/** One of {@link correctionEffects}. */
export type CorrectionEffect = (typeof correctionEffects)[number];
