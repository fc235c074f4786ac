import type { ValueOf } from '../../foundation/schema/shape.ts';
import type { draftBody } from './invoice.schemas.ts';

/** A draft as a caller gives it. `null` empties a field; absent leaves it as it is (PATCH) or to its default (POST). */
export type DraftInput = ValueOf<typeof draftBody>;
