import { eventOf, type OutgoingEvent } from '../events/event.ts';
import { invoiceDocument } from './invoice.document.ts';
import type { Invoice } from './invoice.ts';

/**
 * The event of an invoice that became paid or unpaid; none when neither. A cancelled invoice is neither.
 * @param before - Undefined for a new invoice.
 */
export function paymentStatusEvents(
    before: Pick<Invoice, 'paymentStatus'> | undefined, after: Invoice, now: Date
): readonly OutgoingEvent[] {
    const wasPaid = before?.paymentStatus === 'paid';
    const isPaid = after.paymentStatus === 'paid';
    return wasPaid === isPaid || after.status === 'cancelled'
        ? [] : [eventOf(isPaid ? 'invoice.paid' : 'invoice.unpaid', after.id, invoiceDocument(after), now)];
}
