/**
 * Search in the texts of lines, by an index of their words. A word that is in few lines is looked up once; one that is
 * in many is looked for in each document on the way through the list, which soon has a page full.
 */

/** Maximum lines that a search looks up beforehand. */
const maxLookedUp = 10_000;

/** Characters that separate words: all of ASCII that is neither letter nor digit. Matched by the index. */
const separators = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** The words of a line, as the index of the migration has them. */
const wordsOfLine = `to_tsvector('simple', TRANSLATE(l.description, '${separators.replaceAll('\'', '\'\'')}', '${
    ' '.repeat(separators.length)}'))`;

/**
 * The condition that one line of document `i` has words that begin with those of a text; undefined for a text without a
 * word.
 * @param add - Adds a value to the statement and returns its placeholder.
 */
export function lineCondition(text: string, add: (value: unknown) => string): string | undefined {
    const words = wordsOf(text);
    if (words.length === 0) {
        return undefined;
    }
    const query = `to_tsquery('simple', ${add(words.map((word) => `'${word}':*`).join(' & '))})`;
    const found = `SELECT l.invoice_id FROM invoice_line l WHERE ${wordsOfLine} @@ ${query}`;
    return `CASE WHEN (SELECT COUNT(*) FROM (${found} LIMIT ${maxLookedUp + 1}) many) <= ${maxLookedUp}
        THEN i.id = ANY(ARRAY(${found} LIMIT ${maxLookedUp + 1}))
        ELSE EXISTS (${found} AND l.invoice_id = i.id) END`;
}

/** The words of a text without their separators. A quote or backslash can not be in one. */
function wordsOf(text: string): readonly string[] {
    return text.split(/[^\p{L}\p{N}\p{M}]+/u).filter((word) => word !== '');
}
