import { v7 as uuidv7 } from 'uuid';
import type { EventType } from '../../foundation/vocabulary/event-types.ts';

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
