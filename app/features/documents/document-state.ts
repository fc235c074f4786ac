import type { Invoice } from '../../domain/invoices/invoice.ts';
import type { DocumentState } from '../../foundation/vocabulary/document-states.ts';

/** A state of a document with its day, `YYYY-MM-DD`: what its PDF is archived for. */
export type StateOfDay = { readonly state: DocumentState; readonly day: string };

/** The state that a document is in; undefined for one without a number, which is not archived. */
export function stateOf({ number, issueDate, cancellation }: Invoice): StateOfDay | undefined {
    if (number === null || issueDate === null) {
        return undefined;
    }
    return cancellation?.annulled === true
        ? { state: 'annulled', day: cancellation.date } : { state: 'issued', day: issueDate };
}

/**
 * The document as it was when a state began, so that its PDF does not depend on the moment in which it is made: a
 * cancellation by a corrective, or an annulment after it was issued, is no part of it.
 */
export function asInState(invoice: Invoice, state: DocumentState): Invoice {
    return { ...invoice, cancellation: state === 'annulled' ? invoice.cancellation : null };
}

/** Instant in which a state began, for the date in the file. */
export function beginningOf({ issuedAt, updatedAt, cancellation }: Invoice, state: DocumentState): Date {
    return (state === 'annulled' ? cancellation?.at : issuedAt) ?? updatedAt;
}
