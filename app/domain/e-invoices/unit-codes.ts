/**
 * Codes of UN/ECE Recommendation 20 and 21 with the words that name the unit: for one unit, without spaces, dots and
 * capitals, as Polish and English sellers write them.
 * @see EN 16931 BT-130, BR-CL-23
 */
const wordsByCode: Readonly<Record<string, readonly string[]>> = {
    C62: ['szt', 'sztuka', 'sztuki', 'sztuk', 'piece', 'pieces', 'pc', 'pcs', 'one', 'h87', 'usł', 'usługa', 'usl',
        'usluga', 'unit', 'units', 'pomieszczenie', 'pomieszczenia', 'pokój', 'room', 'pozycja', 'poz'],
    MTK: ['m2', 'm^2', 'mkw', 'metrkwadratowy', 'sqm'],
    MTR: ['m', 'mb', 'metr', 'metrbieżący', 'lm'],
    MTQ: ['m3', 'm^3', 'metrsześcienny', 'cbm'],
    MMT: ['mm', 'milimetr'], CMT: ['cm', 'centymetr'], KMT: ['km', 'kilometr'],
    KGM: ['kg', 'kilogram'], GRM: ['g', 'gram'], TNE: ['t', 'tona', 'tonne'],
    LTR: ['l', 'litr', 'litre', 'liter'], MLT: ['ml', 'mililitr'],
    HUR: ['h', 'godz', 'godzina', 'godziny', 'rbh', 'rg', 'hour', 'hours'],
    MIN: ['min', 'minuta', 'minute'], DAY: ['dzień', 'dzien', 'dni', 'doba', 'day', 'days'],
    WEE: ['tydzień', 'tydz', 'week'], MON: ['mies', 'miesiąc', 'mc', 'm-c', 'month', 'months'],
    ANN: ['rok', 'lata', 'year'], SET: ['kpl', 'kmpl', 'komplet', 'zest', 'zestaw', 'set'],
    PR: ['para', 'pary', 'pair'], XPK: ['paczka', 'pacz', 'opak', 'opakowanie', 'op', 'pack', 'package', 'pk'],
    XPX: ['paleta', 'pal', 'pallet'], XRO: ['rolka', 'rol', 'roll'], XBX: ['karton', 'kart', 'pudełko', 'box'],
    XBG: ['worek', 'torba', 'bag'], XCA: ['puszka', 'can'], XBJ: ['wiadro', 'bucket'], KWH: ['kwh'],
    KVA: ['kva'], HAR: ['ha', 'hektar', 'hectare'], E48: ['serviceunit'],
    P1: ['%', 'procent', 'percent'], LS: ['ryczałt', 'ryczalt', 'lumpsum']
};

const codes: ReadonlyMap<string, string> = new Map(Object.entries(wordsByCode).flatMap(([code, words]) =>
    [code.toLowerCase(), ...words].map((word): [string, string] => [word, code])));

/** Code of what has no code of its own: "one". */
export const unknownUnit = 'C62';

/** The megagram, a tonne: written otherwise it is a milligram, or nobody knows. */
const megagram = 'Mg';

/** The code of a unit; undefined for a word that is not known. */
export function unitCodeOf(unit: string): string | undefined {
    // The compatibility form turns m² into m2.
    const word = unit.normalize('NFKC').replace(/[\s.]/gu, '');
    return word === megagram ? 'TNE' : codes.get(word.toLowerCase());
}
