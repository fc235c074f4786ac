import type { ValueOf } from '../../foundation/schema/shape.ts';
import type { paymentListQuery } from './payment.schemas.ts';

/** Filter and page size of a list of settlements. Dates are the days that the settlements count for, inclusive. */
export type PaymentQuery = ValueOf<typeof paymentListQuery>;
