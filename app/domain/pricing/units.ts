/**
 * Names of the units in which products are priced and sold: a row has the words for one unit, without spaces, dots and
 * capitals. Codes as in UN/ECE Recommendation 20: MTK, MTR, MMT, H87 and C62, PK.
 * @see upstreams.md section 4 for the words of products-service: base units mm, m, mb, m², piece; sold by mb, m², szt,
 *     paczka
 */
const namesOfUnits: readonly (readonly string[])[] = [
    ['m2', 'm^2', 'mkw', 'metrkwadratowy', 'sqm', 'mtk'],
    // mb, a running metre, is a metre of length.
    ['m', 'mb', 'metr', 'metrbieżący', 'mtr'],
    ['mm', 'milimetr', 'mmt'],
    ['piece', 'pc', 'pcs', 'szt', 'sztuka', 'h87', 'c62'],
    ['paczka', 'pacz', 'opak', 'opakowanie', 'pack', 'package', 'pk']
];

/** Tells whether two words name the same unit: equal but for spelling, or in one row of the table. */
export function isSameUnit(one: string, other: string): boolean {
    const [left, right] = [plain(one), plain(other)];
    return left === right || namesOfUnits.some((names) => names.includes(left) && names.includes(right));
}

/** The compatibility form turns m² into m2. */
function plain(unit: string): string {
    return unit.normalize('NFKC').toLowerCase().replace(/[\s.]/gu, '');
}
