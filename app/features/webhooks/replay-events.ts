import type { Command } from '../../platform/commands/command.ts';
import { openOrganisation } from '../../domain/organisations/open-organisation.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { placeEvents } from '../../domain/events/place-events.ts';
import { requeueEvents, type Replayed } from './webhook-delivery-log.repository.ts';
import { findWebhook } from './webhook.repository.ts';
import type { WebhookDependencies } from './webhook-dependencies.ts';

/** Maximum events that one call queues; the answer says where to go on. */
const maxReplayed = 1_000;

/** Result of a replay: the number of queued events, and where to go on. */
export type Replay = {
    readonly replayed: number;
    /** Position to go on from when there may be more, else null. */
    readonly nextAfter: string | null;
};

/**
 * Queues events again that a webhook was sent before, failed to take, or missed while it was paused; they keep their
 * ids. Events of an invoice come in their order, but after the events sent before; a receiver recognises by the id an
 * event that it has.
 * @throws DomainError `WEBHOOK_NOT_FOUND` | `EVENT_NOT_FOUND` | `REQUEST_TIMEOUT`
 */
export async function replayEvents(
    dependencies: WebhookDependencies, command: Command, webhookId: string, replayed: Replayed
): Promise<Replay> {
    const { database, clock } = dependencies;
    const organisation = await openOrganisation(dependencies, command);
    const { id } = await findWebhook(database, organisation.id, webhookId);
    await placeEvents(database);
    // No audit entry and no kept answer, so none of the shared parts of a statement calls it.
    command.beginWrite();
    const requeue = { replayed, limit: maxReplayed, now: clock.now() };
    const { count, last } = await requeueEvents(database, organisation.id, id, requeue);
    if ('eventId' in replayed && count === 0) {
        throw new DomainError(
            'EVENT_NOT_FOUND', 'eventId: there is no such event in your organisation', { eventId: replayed.eventId });
    }
    return { replayed: count, nextAfter: count === maxReplayed ? last : null };
}
