import type { Parameters } from '../../platform/database/parameters.ts';

/**
 * Search in the texts of lines, by an index of their words. The lines of a word that is in few are looked up once for
 * the whole statement; a word that is in many is looked for in each document on the way through the list, which soon
 * has a page full and counts no further than its total goes.
 */

/**
 * Maximum lines that a search looks up: their documents fit into half of the 8 MB that PostgreSQL gives a hash table by
 * default.
 */
const maxLookedUp = 100_000;

/** Name of the common table expression with the documents that were looked up. */
const table = 'found_by_line';

/** Characters that separate words beside blanks, in any locale of the database. The same as in the index. */
const separators = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~„”“‘’‚«»–—…×°·•\u00a0';

/** The words of a line, as the index of the migration has them. */
const wordsOfLine = `to_tsvector('simple', TRANSLATE(l.description, '${separators.replaceAll('\'', '\'\'')}', '${
    ' '.repeat(separators.length)}'))`;

/** The common table expression that {@link lineCondition} reads; '' for a text without a word. */
export function linesLookedUp(text: string | undefined, { add }: Parameters): string {
    const query = text === undefined ? undefined : queryOf(text, add);
    return query === undefined
        ? '' : `WITH ${table} AS MATERIALIZED (${documentsWith(query)} LIMIT ${maxLookedUp + 1}) `;
}

/**
 * The condition that one line of document `i` has words that begin with those of a text; undefined for a text without a
 * word. Its statement begins with {@link linesLookedUp} of the same text.
 */
export function lineCondition(text: string, { add }: Parameters): string | undefined {
    const query = queryOf(text, add);
    // As a value and not with EXISTS, of which PostgreSQL would collect all lines with the word.
    return query === undefined ? undefined : `CASE WHEN (SELECT COUNT(*) FROM ${table}) <= ${maxLookedUp}
        THEN i.id IN (SELECT invoice_id FROM ${table})
        ELSE (${documentsWith(query)} AND l.invoice_id = i.id LIMIT 1) IS NOT NULL END`;
}

function documentsWith(query: string): string {
    return `SELECT l.invoice_id FROM invoices.invoice_line l WHERE ${wordsOfLine} @@ ${query}`;
}

/**
 * The forms that a text may be stored in: composed, as texts are taken, and decomposed, as some were taken once. Most
 * texts have one form.
 */
export function formsOf(text: string): readonly string[] {
    return [...new Set([text.normalize('NFC'), text.normalize('NFD')])];
}

/**
 * The words of a text in one of its forms, each of which begins a word that is wanted. None has a quote or backslash:
 * they separate.
 */
function queryOf(text: string, add: Parameters['add']): string | undefined {
    const queries = formsOf(text).map(wordsOf).filter((words) => words.length > 0)
        .map((words) => `(${words.map((word) => `'${word}':*`).join(' & ')})`);
    return queries.length === 0 ? undefined : `to_tsquery('simple', ${add(queries.join(' | '))})`;
}

function wordsOf(text: string): readonly string[] {
    return [...text].map((character) => (separators.includes(character) ? ' ' : character)).join('')
        .split(/\s+/).filter((word) => word !== '');
}
