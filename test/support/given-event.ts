import { randomUUID } from 'node:crypto';
import { onDatabase } from './given-lock.ts';
import { inventedEvent } from './kept-events.ts';

/** Members of an event that a test may set. */
export type GivenEvent = {
    readonly id?: string;
    readonly type?: string;
    readonly invoiceId?: string | null;
    readonly data?: object;
    readonly createdAt?: Date;
};

/** SQL that stores one event as a command does; its values come from {@link eventRow}. */
export const insertEvent = `INSERT INTO outbox_event (id, organisation_id, invoice_id, type, payload, created_at)
    VALUES ($1, $2, $3, $4, $5, $6)`;

/** Values of {@link insertEvent}. */
export function eventRow(
    organisationId: string, event: GivenEvent = {}
): [string, string, string | null, string, string, Date] {
    return [
        inventedEvent(event.id ?? randomUUID()), organisationId,
        event.invoiceId === undefined ? randomUUID() : event.invoiceId,
        event.type ?? 'invoice.issued', JSON.stringify(event.data ?? {}), event.createdAt ?? new Date()
    ];
}

/** Stores one committed event that has no position in the feed yet. @returns Its id */
export async function givenEvent(databaseUrl: string, organisationId: string, event: GivenEvent = {}): Promise<string> {
    const row = eventRow(organisationId, event);
    await onDatabase(databaseUrl, insertEvent, row);
    return row[0];
}
