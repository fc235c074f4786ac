import { v7 as uuidv7 } from 'uuid';

/** Everything that other systems are told of, with what its `data` shows. A type is a promise to receivers: it is added, never renamed. */
export const eventTypes = {
    'invoice.issued': 'A document of any type was given its number; the invoice',
    'invoice.sent': 'An invoice was sent for the first time, or again; the invoice',
    'invoice.corrected': 'A corrective was issued for an invoice; the corrected invoice, which names its correctives',
    'invoice.cancelled': 'An invoice was cancelled; the invoice',
    'invoice.converted': 'A proforma became an invoice; the proforma, which names the invoice',
    'invoice.paid': 'Nothing is left to pay; the invoice',
    'invoice.unpaid': 'An invoice that was paid has a balance again: a payment was reversed, or a corrective raised it; the invoice',
    'invoice.overdue': 'An invoice passed its due date with a balance left; the invoice',
    'payment.recorded': 'Money was received, credit used or a residue forgiven; the payment with what it settled',
    'payment.refunded': 'Credit was given back to the customer; the refund',
    'payment.reversed': 'A payment was undone; the reversal with what it took back'
} as const;

/** Type of an event, past tense. */
export type EventType = keyof typeof eventTypes;

/** Every type of the catalogue. */
export const eventTypeNames = Object.keys(eventTypes).filter((name): name is EventType => Object.hasOwn(eventTypes, name));

/** One event as a command writes it, together with its change. */
export type OutgoingEvent = {
    /** Stable id, UUID version 7: receivers use it to drop doubles. */
    readonly id: string;
    readonly type: EventType;
    /** The invoice that it is about; null when it is not about one. Events of one invoice keep their order. */
    readonly invoiceId: string | null;
    /** What it shows: the subject in the words of the API. */
    readonly data: Readonly<Record<string, unknown>>;
    readonly now: Date;
};

/** An event of something that happens now. */
export function eventOf(type: EventType, invoiceId: string | null, data: Readonly<Record<string, unknown>>, now: Date): OutgoingEvent {
    return { id: uuidv7(), type, invoiceId, data, now };
}

/** Events as the `emitting` part of a statement reads them. */
export function eventValues(events: readonly OutgoingEvent[]): string {
    return JSON.stringify(events.map(({ id, type, invoiceId, data, now }) => ({ id, type, invoice_id: invoiceId, payload: data, created_at: now })));
}
