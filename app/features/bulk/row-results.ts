import type { DomainError } from '../../foundation/errors/domain-error.ts';
import type { RecordedDraft } from '../../domain/invoices/store-new-draft.ts';

/** What became of each row, in the caller's order: its draft, or why there is none. */
export type RowResults = readonly (RecordedDraft | DomainError)[];

/** Rows of one call that are made, and whether each is answered by itself. */
export type CreatedDrafts = { readonly rows: RowResults; readonly continueOnError: boolean };
