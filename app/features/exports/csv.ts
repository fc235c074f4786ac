/** Signs that part and write the numbers of a CSV file. */
export type CsvFormat = { readonly separator: ',' | ';'; readonly decimal: '.' | ',' };

/**
 * Mark at the start of a file by which Excel knows that it is UTF-8. @see The Unicode Standard, 23.8
 */
export const byteOrderMark = '\uFEFF';

/** Characters that may begin a formula, full-width ones too. */
const formulaSigns = '=+\\-@＝＋－＠';

/**
 * Places before which a spreadsheet could begin to read a formula: the start of the text; and, in a program that takes
 * another separator than the file's and so other quotes, what follows a separator or line break in it.
 */
const formulaStarts = new RegExp(
    `^(?=[\\t\\r\\n]|"*[${formulaSigns}])|(?<=[\\t\\r\\n,;])(?="*[${formulaSigns}])`, 'g');

/** Characters for which a text is looked at more closely; most have none. */
const special = new RegExp(`[${formulaSigns}\\t\\r\\n",;]`);
const quoted = /[\t\r\n",;]/;

/**
 * A text as a cell that no spreadsheet takes for a formula: an apostrophe stands where one could begin.
 * @see OWASP, CSV Injection; RFC 4180, 2.5–2.7
 */
export function textCell(text: string): string {
    if (!special.test(text)) {
        return text;
    }
    const safe = text.replace(formulaStarts, '\'');
    return quoted.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * A number in plain notation as a cell. Negative ones stay numbers.
 * @param number - With a point, such as `-12.50`.
 */
export function numberCell(number: string, { separator, decimal }: CsvFormat): string {
    const written = decimal === '.' ? number : number.replace('.', decimal);
    return written.includes(separator) ? `"${written}"` : written;
}

/** Cells as one line with its end. @see RFC 4180, 2.1 */
export function csvLine(cells: readonly string[], { separator }: Pick<CsvFormat, 'separator'>): string {
    return `${cells.join(separator)}\r\n`;
}
