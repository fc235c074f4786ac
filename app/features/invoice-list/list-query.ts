import type { ValueOf } from '../../foundation/schema/shape.ts';
import type { listQuery } from './list.schemas.ts';

/** Query of a list: its filters, order and page. Amounts are in millionths of the invoice's own currency. */
export type ListQuery = ValueOf<typeof listQuery>;

/** A key that the list can be sorted by. */
export type SortKey = ListQuery['sortBy'];
