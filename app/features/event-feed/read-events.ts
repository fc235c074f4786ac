import type { Database } from '../../platform/database/database.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { eventsAfter, findEvent, newestPosition, type EventView, type FeedQuery } from '../../domain/events/event.repository.ts';
import { placeEvents } from '../../domain/events/place-events.ts';

/** One page of the feed. */
export type EventPage = {
    readonly data: readonly EventView[];
    readonly limit: number;
    /** Where to go on: position of the last event shown; past those of other types when no more are wanted, or what was asked for when there is none. */
    readonly nextAfter: string;
};

/**
 * The organisation's events after a position, in their order. What was committed before the call is in the feed: nobody waits for the worker.
 */
export async function readEvents({ database }: { readonly database: Database }, organisationId: string, query: FeedQuery): Promise<EventPage> {
    await placeEvents(database);
    // Read before the page, which therefore shows all that is wanted up to there. Without it a reader of a rare type would have all others looked
    // through again and again.
    const newest = query.types && await newestPosition(database, organisationId, query.after);
    const data = await eventsAfter(database, organisationId, query);
    const last = data.at(-1)?.position ?? query.after;
    return { data, limit: query.limit, nextAfter: data.length < query.limit && newest !== undefined && BigInt(newest) > BigInt(last) ? newest : last };
}

/** Position of the organisation's newest event; 0 when there is none. */
export async function readNewestPosition({ database }: { readonly database: Database }, organisationId: string): Promise<string> {
    return await newestPosition(database, organisationId, '0') ?? '0';
}

/** @throws DomainError `EVENT_NOT_FOUND`, also for another organisation's event */
export async function readEvent({ database }: { readonly database: Database }, organisationId: string, eventId: string): Promise<EventView> {
    await placeEvents(database);
    const event = await findEvent(database, organisationId, eventId);
    if (event === undefined) {
        throw new DomainError('EVENT_NOT_FOUND', 'eventId: there is no such event in your organisation', { eventId });
    }
    return event;
}
