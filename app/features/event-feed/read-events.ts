import type { Database } from '../../platform/database/database.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import {
    eventsAfter, findEvent, newestPosition, type EventView, type FeedQuery
} from '../../domain/events/event.repository.ts';
import { placeEvents } from '../../domain/events/place-events.ts';

/** One page of the feed. */
export type EventPage = {
    readonly data: readonly EventView[];
    readonly limit: number;
    /**
     * Position to go on after: of the last event shown, or of the newest one when no more of the wanted types follow;
     * without events as asked for.
     */
    readonly nextAfter: string;
};

/**
 * Reads the organisation's events after a position, in their order. Events committed before the call are in the feed
 * without waiting for the worker.
 */
export async function readEvents(
    { database }: { readonly database: Database }, organisationId: string, query: FeedQuery
): Promise<EventPage> {
    await placeEvents(database);
    // Read before the page, which therefore shows all wanted events up to this position. Without it a reader of a rare
    // type would make each call scan all other events again.
    const newest = query.types && await newestPosition(database, organisationId, query.after);
    const data = await eventsAfter(database, organisationId, query);
    const last = data.at(-1)?.position ?? query.after;
    return { data, limit: query.limit, nextAfter: data.length < query.limit && newest !== undefined
        && BigInt(newest) > BigInt(last) ? newest : last };
}

/** Reads the position of the organisation's newest event; 0 when there is none. */
export async function readNewestPosition(
    { database }: { readonly database: Database }, organisationId: string
): Promise<string> {
    return await newestPosition(database, organisationId, '0') ?? '0';
}

/** Reads one event. @throws DomainError `EVENT_NOT_FOUND`, also for another organisation's event */
export async function readEvent(
    { database }: { readonly database: Database }, organisationId: string, eventId: string
): Promise<EventView> {
    await placeEvents(database);
    const event = await findEvent(database, organisationId, eventId);
    if (event === undefined) {
        throw new DomainError('EVENT_NOT_FOUND', 'eventId: there is no such event in your organisation', { eventId });
    }
    return event;
}
