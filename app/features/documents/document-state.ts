import type { Invoice } from '../../domain/invoices/invoice.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
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
 * The document as it was when a state began: a cancellation by a corrective, or an annulment after it was issued, is no
 * part of it. Logo, colour, footer and templates are those of the moment in which its file is made.
 */
export function asInState(invoice: Invoice, state: DocumentState): Invoice {
    return { ...invoice, cancellation: state === 'annulled' ? invoice.cancellation : null };
}

/** Instant in which a state began, for the date in the file. */
export function beginningOf({ issuedAt, updatedAt, cancellation }: Invoice, state: DocumentState): Date {
    return (state === 'annulled' ? cancellation?.at : issuedAt) ?? updatedAt;
}

/**
 * A proforma offers what is to be paid: a corrective changes what was, and an annulled invoice asks for nothing.
 * @throws DomainError `NO_PROFORMA_OF_DOCUMENT`
 */
export function assertHasProforma({ id, invoiceType, cancellation }: Invoice): void {
    const isAnnulled = invoiceType !== 'proforma' && cancellation?.annulled === true;
    if (invoiceType === 'corrective' || isAnnulled) {
        const what = isAnnulled ? 'this document was annulled' : 'this is a corrective';
        throw new DomainError('NO_PROFORMA_OF_DOCUMENT',
            `invoiceId: ${what}, and has no proforma; take its own PDF`, { id });
    }
}
