import { addDays, startOfDay } from '../../foundation/clock/clock.ts';
import { formatMicros } from '../../foundation/money/decimal.ts';
import type { Parameters } from '../../platform/database/parameters.ts';
import type { Position } from './list-cursor.ts';
import { formsOf, lineCondition } from './line-search.sql.ts';
import type { ListFilters, ListOptions, ListQuery, SortKey } from './list-query.ts';

/** Each sort key's expression, with the type its cursor value is read as. They match the indexes of the migration. */
export const sortExpressions = {
    issueDate: { expression: `COALESCE(i.issue_date, 'infinity'::date)`, type: 'date' },
    dueDate: { expression: `COALESCE(i.due_date, 'infinity'::date)`, type: 'date' },
    invoiceNumber: { expression: `(COALESCE(i.series_id || ' ' || LPAD(i.series_number::text, 19, '0'),
        '~') COLLATE "C")`, type: 'text' },
    // Polish letters stand beside the Latin ones that they derive from, in any locale of the database; a nameless buyer
    // comes last.
    customerName: { expression: `(COALESCE(LEFT(LOWER(TRANSLATE(i.customer_name,
        'ĄĆĘŁŃÓŚŹŻąćęłńóśźż', 'ACELNOSZZacelnoszz')), 100), U&'\\FFFD') COLLATE "C")`, type: 'text' },
    totalGross: { expression: 'i.total_gross', type: 'numeric' },
    createdAt: { expression: 'i.created_at', type: 'timestamptz' }
} as const satisfies Record<SortKey, { expression: string; type: string }>;

/** A part of a NIP or of another country's VAT number. */
const nipPart = /^(?=.*\d)[a-z0-9]+$/i;

/** The columns that `search` searches. */
const searched = ['number', 'customer_name', 'customer_nip', 'order_number', 'notes'];

/** The conditions of a list: everything but its page. With a search, its statement begins with `linesLookedUp`. */
export function conditionsOf(
    query: ListFilters, organisationId: string, { today, timeZone }: ListOptions, parameters: Parameters
): string {
    const { add } = parameters;
    const madeFrom = (date: string): string => `${add(startOfDay(date, timeZone).toISOString())}::timestamptz`;
    const overdue = (): string =>
        `(i.status IN ('issued', 'sent') AND i.invoice_type <> 'proforma'
            AND COALESCE(i.open_due_date, i.due_date) < ${add(today)}::date
            AND i.total_gross > i.paid_amount + i.credited_amount)`;
    const conditions = [
        `i.organisation_id = ${add(organisationId)}`,
        ...when(query.search, (text) => matches(text, parameters)),
        ...when(query.status, (values) => oneOfOrOverdue('i.status', values, overdue, add)),
        ...when(query.paymentStatus, (values) => oneOfOrOverdue('i.payment_status', values, overdue, add)),
        ...when(query.invoiceType, (values) => `i.invoice_type = ANY(${add(values)}::text[])`),
        ...when(query.contactId, (id) => `i.contact_id = ${add(id)}::uuid`),
        ...when(query.currency, (values) => `i.currency = ANY(${add(values)}::text[])`),
        ...when(query.fromDate, (date) => `(i.issue_date >= ${add(date)}::date
            OR (i.issue_date IS NULL AND i.created_at >= ${madeFrom(date)}))`),
        ...when(query.toDate, (date) => `(i.issue_date <= ${add(date)}::date
            OR (i.issue_date IS NULL AND i.created_at < ${madeFrom(addDays(date, 1))}))`),
        ...when(query.dueFrom, (date) => `i.due_date >= ${add(date)}::date`),
        ...when(query.dueTo, (date) => `i.due_date <= ${add(date)}::date`),
        ...when(query.minAmount, (micros) => `i.total_gross >= ${add(formatMicros(micros))}::numeric`),
        ...when(query.maxAmount, (micros) => `i.total_gross <= ${add(formatMicros(micros))}::numeric`),
        ...when(query.overdueOnly === true ? true : undefined, overdue),
        ...when(query.number, (number) => `i.number = ${add(number)}`),
        ...when(query.orderNumber, (orderNumber) => `i.order_number = ${add(orderNumber)}`)
    ];
    return conditions.join(' AND ');
}

/** The condition for rows after a position, in the list's order; ids break ties. */
export function afterPosition({ sortBy, sortOrder }: ListQuery, position: Position, { add }: Parameters): string {
    const { expression, type } = sortExpressions[sortBy];
    return `(${expression}, i.id) ${sortOrder === 'asc' ? '>' : '<'} (${add(position.value)}::${type},
        ${add(position.id)}::uuid)`;
}

/** The order of a list; ids break ties, so that no row is shown twice or never. */
export function orderOf({ sortBy, sortOrder }: Pick<ListQuery, 'sortBy' | 'sortOrder'>): string {
    const direction = sortOrder === 'asc' ? 'ASC' : 'DESC';
    return `${sortExpressions[sortBy].expression} ${direction}, i.id ${direction}`;
}

function when<Value>(value: Value | undefined, condition: (value: Value) => string): readonly string[] {
    return value === undefined ? [] : [condition(value)];
}

/** The condition that a document, or one of its items, holds a text. */
function matches(text: string, parameters: Parameters): string {
    const { add } = parameters;
    const patterns = formsOf(text).map((form) => add(`%${escaped(form)}%`));
    const nip = text.replace(/[\s-]/g, '').replace(/^PL(?=\d)/i, '');
    return `(${[
        ...searched.flatMap((column) => patterns.map((pattern) => `i.${column} ILIKE ${pattern}`)),
        // Stored without the dashes, blanks and prefix that people write.
        ...(nip !== text && nipPart.test(nip) ? [`i.customer_nip ILIKE ${add(`%${nip}%`)}`] : []),
        ...when(lineCondition(text, parameters), (condition) => condition)
    ].join(' OR ')})`;
}

function escaped(text: string): string {
    return text.replace(/[\\%_]/g, '\\$&');
}

function oneOfOrOverdue(
    column: string, values: readonly string[], overdue: () => string, add: Parameters['add']
): string {
    const stored = `${column} = ANY(${add(values.filter((value) => value !== 'overdue'))}::text[])`;
    return values.includes('overdue') ? `(${stored} OR ${overdue()})` : stored;
}
