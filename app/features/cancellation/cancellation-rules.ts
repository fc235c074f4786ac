import { DomainError } from '../../foundation/errors/domain-error.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import type { Cancellation, Invoice } from '../../domain/invoices/invoice.ts';
import { presentAdvances } from '../../domain/invoices/order-advances.ts';
import { assertNotDeducted } from '../correctives/corrected-advances.ts';
import type { cancelBody } from './cancel.schemas.ts';

/** Options of a cancellation, from the caller. */
export type CancelInput = ValueOf<typeof cancelBody>;

/**
 * Way of cancelling a document. draft: it never gets a number · annulment: it keeps its number and counts as zero ·
 * corrective: the rest of it is taken back · nothing_left: its correctives took everything back before.
 */
export type CancelWay = 'draft' | 'annulment' | 'corrective' | 'nothing_left';

/**
 * The way in which a document that is not cancelled yet may be cancelled.
 * @param isTakenBack - True when its correctives took everything back.
 * @throws DomainError `CORRECTIVE_NOT_CANCELLABLE` | `CORRECTIVE_REQUIRED` | `INVOICE_HAS_CORRECTIVES` |
 *     `INVOICE_HAS_PAYMENTS` | `PROFORMA_HAS_ADVANCES` | `ADVANCE_DEDUCTED`
 */
export function cancelWayOf(
    invoice: Invoice, { createCorrective = false }: Pick<CancelInput, 'createCorrective'>, isTakenBack: boolean
): CancelWay {
    const { id, status, invoiceType, sentAt, correctives, paidMinor } = invoice;
    if (invoiceType === 'corrective') {
        throw new DomainError(
            'CORRECTIVE_NOT_CANCELLABLE', 'invoiceId: a corrective is final; cancel the invoice that it corrects',
            { id });
    }
    if (status === 'draft') {
        return 'draft';
    }
    if (invoiceType === 'proforma') {
        assertNoAdvanceInvoices(invoice);
        return 'annulment';
    }
    assertNotDeducted(invoice);
    if (isTakenBack) {
        return 'nothing_left';
    }
    if (createCorrective) {
        return 'corrective';
    }
    if (status === 'sent' || sentAt !== null) {
        throw new DomainError('CORRECTIVE_REQUIRED', 'createCorrective: this invoice was sent; it is cancelled by a '
            + 'corrective, so set createCorrective to true', { id }, {
                faults: [{
                    path: 'createCorrective', code: 'CORRECTIVE_REQUIRED',
                    message: 'must be true for an invoice that was sent'
                }]
            });
    }
    if (correctives.length > 0) {
        throw new DomainError('INVOICE_HAS_CORRECTIVES', 'createCorrective: this invoice was corrected; what is left '
            + 'of it is cancelled by a corrective, so set createCorrective to true', { id }, {
                faults: [{
                    path: 'createCorrective', code: 'INVOICE_HAS_CORRECTIVES',
                    message: 'must be true for an invoice that was corrected'
                }]
            });
    }
    // An advance invoice is paid by the money that it documents, which becomes credit again.
    if (paidMinor !== 0n && invoiceType !== 'advance_invoice') {
        throw new DomainError('INVOICE_HAS_PAYMENTS',
            'createCorrective: this invoice has payments; it is cancelled by a corrective, which makes them credit of '
                + 'the customer, so set createCorrective to true', { id }, {
                faults: [{
                    path: 'createCorrective', code: 'INVOICE_HAS_PAYMENTS',
                    message: 'must be true for an invoice that has payments'
                }]
            });
    }
    return 'annulment';
}

/** @throws DomainError `PROFORMA_HAS_ADVANCES` while an advance invoice of the proforma stands */
function assertNoAdvanceInvoices(proforma: Invoice): void {
    const advances = presentAdvances(proforma);
    if (advances.length > 0) {
        const numbers = advances.map(({ invoiceNumber }) => invoiceNumber).join(', ');
        throw new DomainError('PROFORMA_HAS_ADVANCES',
            `invoiceId: advance invoices were issued for this proforma: cancel ${numbers} first`,
            { id: proforma.id, advanceInvoiceIds: advances.map(({ invoiceId }) => invoiceId) });
    }
}

/** Day that a cancellation counts for (`YYYY-MM-DD`), instant of the call, and reason. */
export type CancelTime = { readonly date: string; readonly now: Date; readonly reason: string };

/**
 * The day a cancellation counts for: the given one, or today. A document with a future date is cancelled on that date
 * at the earliest.
 * @param given - Calendar date in the seller's time zone.
 * @throws DomainError `VALIDATION_FAILED`
 */
export function cancellationDateOf({ issueDate, number }: Invoice, given: string | undefined, today: string): string {
    const earliest = number === null ? null : issueDate;
    const latest = earliest === null || earliest < today ? today : earliest;
    if (given !== undefined && earliest !== null && given < earliest) {
        throw refusedField(
            'VALIDATION_FAILED', 'cancellationDate', `must not be before ${earliest}, the issue date`, 'BEFORE_ISSUE');
    }
    if (given !== undefined && given > latest) {
        throw refusedField('VALIDATION_FAILED', 'cancellationDate', `must not be after ${latest}`, 'IN_THE_FUTURE');
    }
    return given ?? latest;
}

/** The cancelled document. The storing function sets its version and its paid and credited sums. */
export function cancelled(invoice: Invoice, { date, now, reason }: CancelTime, annulled = false): Invoice {
    const cancellation: Cancellation = { at: now, date, reason, annulled };
    return {
        ...invoice, status: 'cancelled', paymentStatus: 'cancelled', paidAt: null, cancellation, updatedAt: now
    };
}
