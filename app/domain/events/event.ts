import { v7 as uuidv7 } from 'uuid';
import type { EventType } from '../../foundation/vocabulary/event-types.ts';

/** One event as a command writes it, together with its change. */
export type OutgoingEvent = {
    /** Stable id, UUID version 7: receivers use it to drop duplicates. */
    readonly id: string;
    readonly type: EventType;
    /** The invoice of the event; null when the event is not about one. Events of one invoice keep their order. */
    readonly invoiceId: string | null;
    /** Subject of the event in the words of the API. */
    readonly data: Readonly<Record<string, unknown>>;
    readonly now: Date;
};

/** A new event about something that happens now. */
export function eventOf(
    type: EventType, invoiceId: string | null, data: Readonly<Record<string, unknown>>, now: Date
): OutgoingEvent {
    return { id: uuidv7(), type, invoiceId, data, now };
}

/** Events as JSON for the `emitting` part of a statement. */
export function eventValues(events: readonly OutgoingEvent[]): string {
    return JSON.stringify(events.map(({ id, type, invoiceId, data, now }) =>
        ({ id, type, invoice_id: invoiceId, payload: data, created_at: now })));
}
