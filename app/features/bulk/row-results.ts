import type { DomainError } from '../../foundation/errors/domain-error.ts';
import type { RecordedDraft } from '../../domain/invoices/store-new-draft.ts';

/** Outcome of each row, in the caller's order: its draft or its error. */
export type RowResults = readonly (RecordedDraft | DomainError)[];

/** Outcome of all rows of one call, with the option that decides whether each row is answered separately. */
export type CreatedDrafts = { readonly rows: RowResults; readonly continueOnError: boolean };
