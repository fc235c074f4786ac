import { eventData } from '../../app/features/event-feed/event-catalogue.ts';
import { onDatabase } from './given-lock.ts';
import { eventTypeNames } from '../../app/foundation/vocabulary/event-types.ts';

type Kept = { readonly id: string; readonly type: string; readonly payload: object };

const invented = new Set<string>();

/** Marks an event that a test made up: it does not show what the service writes. Returns its id. */
export function inventedEvent(id: string): string {
    invented.add(id);
    return id;
}

/**
 * Faults of the events that the service has written: a type that is not in the catalogue, or data that differs from it.
 * Events that tests made up, and events without data, are skipped.
 */
export async function faultsOfEvents(databaseUrl: string): Promise<readonly string[]> {
    const events = await onDatabase<Kept>(
        databaseUrl, `SELECT id, type, payload FROM outbox_event WHERE payload <> '{}' ORDER BY sequence`);
    return events.filter(({ id }) => !invented.has(id)).flatMap(({ type, payload }) => {
        const known = eventTypeNames.find((name) => name === type);
        const fault = known === undefined ? 'is not in the catalogue' : eventData[known]
            .validate(payload, { convert: false, abortEarly: false }).error?.message;
        return fault === undefined ? [] : [`${type}: ${fault}`];
    });
}
