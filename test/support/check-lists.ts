import { onDatabase } from './given-lock.ts';

/** The values that one CHECK constraint names for one column. */
export type CheckedList = {
    readonly constraint: string;
    /** Table and column: `table.column`. */
    readonly column: string;
    /** Values in alphabetical order. */
    readonly values: readonly string[];
    /** True if the constraint refuses any other value, whatever the other columns hold. */
    readonly closed: boolean;
};

const unknownValue = 'no such value';

/** Every list of words that a CHECK constraint of the current schema has for a column. */
export async function readCheckLists(url: string): Promise<readonly CheckedList[]> {
    const rows = await onDatabase<ConstraintRow>(url, `
        SELECT k.conname AS constraint, t.relname AS table, a.attname AS column,
            a.atttypid = 'text[]'::regtype AS array, pg_get_expr(k.conbin, k.conrelid) AS expression
        FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid
            JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (k.conkey)
        WHERE k.contype = 'c' AND k.convalidated AND t.relnamespace = current_schema()::regnamespace
        ORDER BY k.conname, a.attnum`);
    const lists = rows.map((row) => ({ row, values: wordsFor(row.column, row.expression) }))
        .filter(({ values }) => values.length > 0);
    const found: CheckedList[] = [];
    for (const { row, values } of lists) {
        const { constraint, table, column } = row;
        found.push({ constraint, column: `${table}.${column}`, values, closed: await refusesUnknown(url, row) });
    }
    return found;
}

type ConstraintRow = {
    readonly constraint: string;
    readonly table: string;
    readonly column: string;
    /** True if the column holds several texts. */
    readonly array: boolean;
    readonly expression: string;
};

/**
 * Words that an expression compares a column with, in the forms that PostgreSQL writes: `= ANY`, `<@`, `=` and
 * `CASE`.
 */
function wordsFor(column: string, expression: string): readonly string[] {
    const name = `(?<![\\w.])"?${column}"?`;
    const parts = [
        ...matches(new RegExp(`${name} (?:= ANY|<@) \\(?ARRAY\\[([^\\]]*)\\]`, 'g'), expression),
        ...matches(new RegExp(`${name} = ('(?:[^']|'')*'::text)`, 'g'), expression),
        ...matches(new RegExp(`CASE ${name}\\s([\\s\\S]*?)\\bEND`, 'g'), expression)
            .map((cases) => matches(/WHEN ('(?:[^']|'')*'::text) THEN/g, cases).join(' '))
    ];
    const words = parts.flatMap((part) => matches(/'((?:[^']|'')*)'::text/g, part))
        .map((word) => word.replaceAll('\'\'', '\''));
    return [...new Set(words)].sort();
}

function matches(pattern: RegExp, text: string): readonly string[] {
    return [...text.matchAll(pattern)].map(([, found]) => found ?? '');
}

/**
 * Checks that the constraint's own expression refuses an unknown word: on a row that holds nothing else it must be
 * false, and not unknown.
 */
async function refusesUnknown(url: string, { table, column, array, expression }: ConstraintRow): Promise<boolean> {
    const row = JSON.stringify({ [column]: array ? [unknownValue] : unknownValue });
    const [found] = await onDatabase<{ refused: boolean }>(url, `SELECT (${expression}) IS FALSE AS refused
        FROM jsonb_populate_record(NULL::"${table}", $1::jsonb) AS "${table}"`, [row]);
    return found?.refused === true;
}
