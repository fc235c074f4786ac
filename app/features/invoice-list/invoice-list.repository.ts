import type { Database } from '../../platform/database/database.ts';
import { statementNames } from '../../platform/database/statement-names.ts';
import { summaryColumn, toInvoice, type InvoiceRow } from '../../domain/invoices/invoice.rows.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { readCursor, writeCursor } from './list-cursor.ts';
import { maxTotal, type ListOptions, type ListQuery } from './list-query.ts';
import { linesLookedUp } from './line-search.sql.ts';
import { parameters, type Parameters } from '../../platform/database/parameters.ts';
import { afterPosition, conditionsOf, orderOf, sortExpressions } from './list.sql.ts';

/** One page of invoices, without their lines. */
export type InvoicePage = {
    readonly invoices: readonly Invoice[];
    /** Absent on the last page, and in page mode. */
    readonly nextCursor: string | undefined;
    /** Number of invoices that match, counted to one more than {@link maxTotal}; not after a cursor. */
    readonly total: number | undefined;
    /** Sums per currency, when asked for. */
    readonly balances: readonly Balance[];
    /** The organisation's own currency, when balances are asked for and the organisation exists. */
    readonly defaultCurrency: string | undefined;
};

/** Sums of the issued invoices of one currency; amounts as the database writes them. */
export type Balance = {
    readonly currency: string; readonly gross: string; readonly paid: string; readonly balance: string
};

type Row = {
    /** Null in the row of sums when no invoice is found. */
    readonly invoice: InvoiceRow | null;
    readonly total?: string;
    readonly balances?: readonly Balance[] | null;
    readonly default_currency?: string | null;
    readonly sorted_by?: string | Date;
};

const nameOf = statementNames('list', 200);

/** Limits that get a statement of their own, and are therefore few; other limits work as well. */
const usualLimits: readonly number[] = [10, 20, 50, 100];

// A cancelled invoice counts together with the corrective that took it back; an annulled one counts as zero.
const balances = (conditions: string): string => `(SELECT json_agg(b) FROM (
    SELECT i.currency, SUM(i.total_gross)::text AS gross, SUM(i.paid_amount)::text AS paid,
        SUM(i.total_gross - i.paid_amount - i.credited_amount)::text AS balance
    FROM invoices.invoice i WHERE ${conditions} AND i.number IS NOT NULL AND i.annulled_at IS NULL
        AND i.invoice_type <> 'proforma'
    GROUP BY i.currency ORDER BY i.currency) b) AS balances`;

/**
 * Reads one page of a list in one statement. The first page and one by its number have the total. Otherwise the page
 * starts after the cursor. But for a page by its number, one more row is read to know whether another page follows.
 * @throws DomainError `VALIDATION_FAILED` for a cursor that is not of this list
 */
export async function listPage(
    { query: run }: Database, organisationId: string, query: ListQuery, options: ListOptions
): Promise<InvoicePage> {
    const values = parameters();
    const text = listText(query, organisationId, options, values);
    const rows = await run<Row>({ name: nameOf(text), text }, values.values);
    const found = rows.filter(isInvoiceRow);
    const shown = found.slice(0, query.limit);
    const last = found.length > query.limit && query.page === undefined ? shown.at(-1) : undefined;

    return {
        invoices: shown.map(({ invoice }) => toInvoice(invoice)),
        nextCursor: last === undefined
            ? undefined : writeCursor(query, { value: positionText(last.sorted_by), id: last.invoice.id }),
        total: rows[0]?.total === undefined ? undefined : Number(rows[0].total),
        balances: rows[0]?.balances ?? [],
        defaultCurrency: rows[0]?.default_currency ?? undefined
    };
}

function listText(
    query: ListQuery, organisationId: string, options: ListOptions, values: Parameters
): string {
    const conditions = conditionsOf(query, organisationId, options, values);
    // PostgreSQL assumes that an unknown limit is a tenth of all rows, so it plans each call anew, which costs more
    // than running it. Without filters one plan is right for all callers; the best plan of a filter depends on its
    // values.
    const isPlain = values.values.length === 1 && usualLimits.includes(query.limit);
    const position = readCursor(query);
    const paged = position === undefined ? conditions : `${conditions} AND ${afterPosition(query, position, values)}`;
    const { expression, type } = sortExpressions[query.sortBy];
    const sortedBy = type === 'timestamptz' ? expression : `${expression}::text`;
    const window = query.page === undefined
        ? `LIMIT ${isPlain ? query.limit + 1 : `${values.add(query.limit + 1)}::int`}`
        : `LIMIT ${values.add(query.limit)}::int OFFSET ${values.add((query.page - 1) * query.limit)}::int`;
    const page = `SELECT ${summaryColumn}, ${sortedBy} AS sorted_by FROM invoices.invoice i WHERE ${paged}
        ORDER BY ${orderOf(query)} ${window}`;

    const sums = [
        ...(query.cursor !== undefined ? [] : [`(SELECT COUNT(*)::text FROM (
            SELECT 1 FROM invoices.invoice i WHERE ${conditions} LIMIT ${maxTotal + 1}) counted) AS total`]),
        ...(options.withBalances === true ? [balances(conditions), `(SELECT default_currency FROM invoices.organisation
            WHERE id = ${values.add(organisationId)})`] : [])
    ];
    const lookedUp = linesLookedUp(query.search, values);
    return sums.length === 0
        ? `${lookedUp}${page}` : `${lookedUp}SELECT sums.*, page.* FROM (SELECT ${sums.join(', ')}) sums
            LEFT JOIN LATERAL (${page}) page ON true`;
}

function positionText(value: string | Date | undefined): string {
    return value instanceof Date ? value.toISOString() : value ?? '';
}

/** Tells if a row has an invoice. The row of sums has none when no invoice is found. */
function isInvoiceRow(row: Row): row is Row & { readonly invoice: InvoiceRow } {
    return row.invoice !== null;
}
