import type { DomainError } from '../../foundation/errors/domain-error.ts';
import type { RecordedInvoice } from '../../domain/invoices/store-new-invoice.ts';

/** Outcome of each row, in the caller's order: its invoice or its error. */
export type RowResults = readonly (RecordedInvoice | DomainError)[];

/** Outcome of all rows of one call, with the option that decides whether each row is answered separately. */
export type CreatedInvoices = { readonly rows: RowResults; readonly continueOnError: boolean };
