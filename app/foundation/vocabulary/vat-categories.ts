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
 * (odwrotne obciążenie).
 */
export const vatKeywords = ['zw', 'np', 'oo'] as const;

/** One of {@link vatKeywords}. */
export type VatKeyword = (typeof vatKeywords)[number];
