import type { ValueOf } from '../../foundation/schema/shape.ts';
import type { listQuery } from './list.schemas.ts';

/** Maximum that a total is counted to. */
export const maxTotal = 10_000;

/** Query of a list: its filters, order and page. Amounts are in millionths of the invoice's own currency. */
export type ListQuery = ValueOf<typeof listQuery>;

/** Filters of a list, without its order and page. */
export type ListFilters = Omit<ListQuery, 'sortBy' | 'sortOrder' | 'limit' | 'cursor' | 'page'>;

/** Settings of a list that do not come from its query. */
export type ListOptions = {
    /** Calendar date in the seller's time zone, for `overdue`. */
    readonly today: string;
    /** IANA name of the seller's time zone, for the day on which an undated document was made. */
    readonly timeZone: string;
    /** Also sum up the matching invoices per currency. @default false */
    readonly withBalances?: boolean;
};

/** A key that the list can be sorted by. */
export type SortKey = ListQuery['sortBy'];
