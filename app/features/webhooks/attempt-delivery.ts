import type { Clock } from '../../foundation/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { afterAttempt } from './webhook-delivery.ts';
import type { DeliveryState } from '../../foundation/vocabulary/webhook-states.ts';
import { giveBackDelivery, settleDelivery, type ClaimedDelivery } from './webhook-delivery.repository.ts';
import { bodyOf, signatureHeaders } from './message.ts';
import { sendWebhook, type Transport } from './send-webhook.ts';
import { secretsAt } from './webhook.ts';

/** Dependencies of an attempt. */
export type AttemptDependencies = {
    readonly database: Pick<Database, 'query'>;
    readonly clock: Clock;
    readonly transport: Transport;
    /** Random number from 0 to 1. */
    random(): number;
    /** Version of this service, sent in `user-agent`. */
    readonly version: string;
};

/** Outcome of an attempt. `handed_back`: it was stopped, and another worker makes it. */
export type AttemptOutcome = DeliveryState | 'handed_back';

/**
 * Makes the claimed attempt, and stores its outcome. The attempt may be made twice, by a worker that was presumed dead
 * and by the one that took over; the event's id is the same.
 * @param signal - Ends the attempt and hands the delivery back.
 */
export async function attemptDelivery(
    { database, clock, transport, random, version }: AttemptDependencies, claimed: ClaimedDelivery, signal: AbortSignal
): Promise<{ readonly outcome: AttemptOutcome; readonly paused: boolean }> {
    const at = clock.now();
    const { eventId, secret, previousSecret, previousSecretUntil, url, attempts, firstAttemptAt } = claimed;
    const previous = previousSecret === null || previousSecretUntil === null
        ? null : { secret: previousSecret, until: previousSecretUntil };
    const body = bodyOf(claimed);
    const headers = {
        'content-type': 'application/json',
        'user-agent': `invoices-service/${version}`,
        ...signatureHeaders(secretsAt({ secret, previous }, at), eventId, at, body)
    };
    const startedAt = performance.now();
    const sent = await sendWebhook({ url, headers, body }, transport, signal);
    if ('failure' in sent && sent.failure === 'stopped') {
        await giveBackDelivery(database, claimed);
        return { outcome: 'handed_back', paused: false };
    }
    const durationMs = performance.now() - startedAt;
    const now = clock.now();
    const after = afterAttempt(sent, { attempts, firstAttemptAt, now, durationMs, random: random() });
    const { state, paused } = await settleDelivery(database, claimed, after, now);
    return { outcome: state ?? after.state, paused };
}
