/**
 * VAT categories, in the order an invoice lists them: S standard or reduced rate, Z zero rate, E exempt, AE reverse
 * charge, K intra-community supply, G export, O outside the scope.
 * @see EN 16931 BT-118, BT-151 (UNTDID 5305)
 */
export const vatCategories = ['S', 'Z', 'E', 'AE', 'K', 'G', 'O'] as const;

/** One of {@link vatCategories}. */
export type VatCategory = (typeof vatCategories)[number];

/**
 * Words of the API in place of a rate: exempt (zwolniony), outside the scope (nie podlega), reverse charge
 * (odwrotne obciążenie), and services to a taxpayer of another member state, who owes the VAT there.
 * @see Ustawa o VAT art. 28b and art. 100 ust. 1 pkt 4 for `np_art100`
 */
export const vatKeywords = ['zw', 'np', 'oo', 'np_art100'] as const;

/** One of {@link vatKeywords}. */
export type VatKeyword = (typeof vatKeywords)[number];

/**
 * Words that are kept beside category and rate, in the order an invoice lists them: in EN 16931 they share both with
 * another treatment, and a Polish document and its reports keep them apart.
 */
export const vatWords = ['np_art100'] as const;

/** One of {@link vatWords}. */
export type VatWord = (typeof vatWords)[number];

/** The key of a VAT breakdown: lines with the same three are summed up in one row. */
export type VatKey = {
    readonly category: VatCategory;
    /** 23 % is 23_000_000n; 0n in every category but S. */
    readonly ratePercentMicros: bigint;
    /** Null for all treatments that category and rate tell alone. */
    readonly word: VatWord | null;
};
