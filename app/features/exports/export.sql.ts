import { parameters } from '../../platform/database/parameters.ts';
import { linesLookedUp } from '../invoice-list/line-search.sql.ts';
import type { ListOptions } from '../invoice-list/list-query.ts';
import { conditionsOf, orderOf } from '../invoice-list/list.sql.ts';
import type { ExportDefinition } from './export-definitions.ts';
import type { ExportQuery } from './export.schemas.ts';

/** The statement of an export, with its values. */
export function exportStatement(
    { columns, source, condition, order }: ExportDefinition, query: ExportQuery, organisationId: string,
    options: ListOptions
): { readonly text: string; readonly values: readonly unknown[] } {
    const values = parameters();
    const filters = conditionsOf(query, organisationId, options, values);
    const conditions = [filters, condition, ...countedWithin(query, values)];
    const text = `${linesLookedUp(query.search, values)}SELECT ${columns.map(({ sql }) => sql).join(', ')}
        FROM ${source} WHERE ${conditions.join(' AND ')} ORDER BY ${[orderOf(query), ...order].join(', ')}`;
    return { text, values: values.values };
}

/** Conditions of the days on which VAT counts; only the export of VAT knows them. */
function countedWithin(
    { countedFrom, countedTo }: ExportQuery, { add }: ReturnType<typeof parameters>
): readonly string[] {
    return [
        ...(countedFrom === undefined ? [] : [`v.counted_on >= ${add(countedFrom)}::date`]),
        ...(countedTo === undefined ? [] : [`v.counted_on <= ${add(countedTo)}::date`])
    ];
}
