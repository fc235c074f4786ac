import type { ValueOf } from '../../foundation/schema/shape.ts';
import type { paymentListQuery } from './payment.schemas.ts';

/** Which settlements, and how many. Dates are the days that they count for, inclusive. */
export type PaymentQuery = ValueOf<typeof paymentListQuery>;
