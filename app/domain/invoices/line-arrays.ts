import { yieldToEventLoop } from '../../foundation/clock/yield-to-event-loop.ts';
import type { LineValues } from './invoice.values.ts';

/** The columns of a line, in the order in which their arrays are given. */
const lineTypes = {
    id: 'uuid', invoice_id: 'uuid', position: 'int', item_type: 'text', service_id: 'uuid', product_id: 'uuid', description: 'text',
    quantity: 'numeric', unit: 'text', unit_price: 'numeric', price_base_quantity: 'numeric', vat_category: 'text', vat_rate: 'numeric',
    exemption_reason: 'text', pricing_tier: 'text', regional_zone: 'text', discount_percent: 'numeric', discount_amount: 'numeric',
    split_payment: 'boolean', price_source: 'jsonb', price_amount: 'numeric', line_discount: 'numeric', document_discount: 'numeric',
    net: 'numeric', vat: 'numeric', gross: 'numeric', corrects_line_id: 'uuid', correction_part: 'text'
} as const satisfies Record<keyof LineValues, string>;

const columns = Object.keys(lineTypes) as (keyof LineValues)[];

/** SQL: the columns that {@link linesFrom} gives. */
export const lineColumns = columns.join(', ');

/**
 * SQL: lines as rows, from one array for each column. JSON repeats every column's name for every line: with it the whole statement takes
 * PostgreSQL a sixth longer (docs/benchmarks.md).
 * @param first - Number of the first array's parameter; the others follow.
 */
export function linesFrom(first: number): string {
    return `unnest(${columns.map((name, index) => `$${first + index}::${lineTypes[name]}[]`).join(', ')})`;
}

/** The values of {@link linesFrom}: a text for each column, so that many lines never keep other requests waiting. */
export async function lineArrays(lines: readonly LineValues[]): Promise<readonly string[]> {
    const arrays: string[] = [];
    for (const name of columns) {
        await yieldToEventLoop();
        arrays.push(`{${lines.map((line) => elementText(line[name])).join(',')}}`);
    }
    return arrays;
}

/** @see PostgreSQL manual, 8.15.6: what stands in quotes is taken as it is, but for escaped quotes and backslashes */
function elementText(value: LineValues[keyof LineValues]): string {
    if (value === null) {
        return 'NULL';
    }
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}
