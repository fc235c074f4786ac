import type { ValueOf } from '../../foundation/schema/shape.ts';
import type { itemBody } from './item.schemas.ts';

/** One item as a caller gives it, after validation. Decimals are in millionths until the currency is known. */
export type ItemInput = ValueOf<typeof itemBody>;
