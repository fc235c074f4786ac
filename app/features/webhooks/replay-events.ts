import type { Command } from '../../platform/commands/command.ts';
import { openOrganisation } from '../../domain/organisations/open-organisation.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { placeEvents } from '../../domain/events/place-events.ts';
import { requeueEvents, type Replayed } from './webhook-delivery-log.repository.ts';
import { allowanceSubject, withAllowance } from './webhook-allowance.ts';
import { findWebhook } from './webhook.repository.ts';
import type { WebhookDependencies } from './webhook-dependencies.ts';

/** Maximum events that one call queues; the answer says where to go on. */
const maxReplayed = 1_000;

/** Result of a replay: the number of queued events, and where to go on. */
export type Replay = {
    readonly replayed: number;
    /** Position to go on from when there may be more, else null. */
    readonly nextAfter: string | null;
    /** Number of events that may still be sent again to the webhook within the hour. */
    readonly leftThisHour: number;
};

/**
 * Queues events again that a webhook was sent before, failed to take, or missed while it was paused; they keep their
 * ids. Events of an invoice come in their order, but after the events sent before; a receiver recognises by the id an
 * event that it has.
 * @throws DomainError `WEBHOOK_NOT_FOUND` | `EVENT_NOT_FOUND` | `WEBHOOK_ALLOWANCE_USED` | `REQUEST_TIMEOUT`
 */
export async function replayEvents(
    dependencies: WebhookDependencies, command: Command, webhookId: string, replayed: Replayed
): Promise<Replay> {
    const { database, clock } = dependencies;
    const organisation = await openOrganisation(dependencies, command);
    const webhook = await findWebhook(database, organisation.id, webhookId);
    await placeEvents(database);
    // No audit entry and no kept answer, so none of the shared parts of a statement calls it.
    command.beginWrite();
    const now = clock.now();
    const { id } = webhook;
    const key = { organisationId: organisation.id, kind: 'replay', subject: allowanceSubject(webhook) } as const;
    const { count, last, limit, left } = await withAllowance(database, key, now, async (transaction, before) => {
        const requeue = { replayed, limit: Math.min(maxReplayed, before), now };
        const queued = await requeueEvents(transaction, organisation.id, id, requeue);
        return { used: queued.count, result: { ...queued, limit: requeue.limit, left: before - queued.count } };
    });
    if ('eventId' in replayed && count === 0) {
        throw new DomainError(
            'EVENT_NOT_FOUND', 'eventId: there is no such event in your organisation', { eventId: replayed.eventId });
    }
    return { replayed: count, nextAfter: count === limit ? last : null, leftThisHour: left };
}
