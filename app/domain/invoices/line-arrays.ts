import { yieldToEventLoop } from '../../foundation/clock/yield-to-event-loop.ts';
import type { LineValues } from './invoice.values.ts';
import { storedLineColumns } from './line.columns.ts';
import { namesOf } from './stored-columns.ts';

const columns = namesOf(storedLineColumns);

/** SQL: names of the columns that {@link linesFrom} gives. */
export const lineColumnList = columns.join(', ');

/**
 * SQL: lines as rows, from one array for each column. JSON repeats every column's name for every line, which makes the
 * whole statement a sixth slower in PostgreSQL (docs/benchmarks.md).
 * @param first - Number of the first array's parameter; the others follow.
 */
export function linesFrom(first: number): string {
    return `unnest(${columns.map((name, index) => `$${first + index}::${storedLineColumns[name].type}[]`).join(', ')})`;
}

/**
 * The values of {@link linesFrom}: a text for each column, built in steps so that many lines never block other
 * requests.
 */
export async function lineArrays(lines: readonly LineValues[]): Promise<readonly string[]> {
    const arrays: string[] = [];
    for (const name of columns) {
        await yieldToEventLoop();
        arrays.push(`{${lines.map((line) => elementText(line[name])).join(',')}}`);
    }
    return arrays;
}

/** @see PostgreSQL manual, 8.15.6: text in quotes is taken literally, except for escaped quotes and backslashes */
function elementText(value: LineValues[keyof LineValues]): string {
    if (value === null) {
        return 'NULL';
    }
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}
