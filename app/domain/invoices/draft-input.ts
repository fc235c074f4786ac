import type { ValueOf } from '../../foundation/schema/shape.ts';
import type { draftBody } from './invoice.schemas.ts';

/** A draft as a caller gives it. `null` empties a field; an absent field stays (PATCH) or gets its default (POST). */
export type DraftInput = ValueOf<typeof draftBody>;
