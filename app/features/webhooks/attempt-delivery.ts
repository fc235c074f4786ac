import type { Clock } from '../../foundation/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Secrets } from '../../platform/secrets/secrets.ts';
import { afterAttempt } from './webhook-delivery.ts';
import type { DeliveryState } from '../../foundation/vocabulary/webhook-states.ts';
import { giveBackDelivery, settleDelivery, type ClaimedDelivery } from './webhook-delivery.repository.ts';
import { bodyOf, signatureHeaders } from './message.ts';
import { sendWebhook, type SendOutcome, type Transport } from './send-webhook.ts';
import { signingSecrets } from './signing-secrets.ts';

/** Dependencies of an attempt. */
export type AttemptDependencies = {
    readonly database: Pick<Database, 'query'>;
    readonly clock: Clock;
    readonly transport: Transport;
    readonly secrets: Pick<Secrets, 'open'>;
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
    dependencies: AttemptDependencies, claimed: ClaimedDelivery, signal: AbortSignal
): Promise<{ readonly outcome: AttemptOutcome; readonly paused: boolean }> {
    const { database, clock, random } = dependencies;
    const { attempts, firstAttemptAt } = claimed;
    const startedAt = performance.now();
    const sent = await send(dependencies, claimed, signal);
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

/** Signs and sends. Nothing is sent without the signature of the present secret. */
async function send(
    { clock, transport, secrets, version }: AttemptDependencies, claimed: ClaimedDelivery, signal: AbortSignal
): Promise<SendOutcome> {
    const at = clock.now();
    const { eventId, url } = claimed;
    const { endpointId: id, organisationId, previousSecret, previousSecretUntil } = claimed;
    const before = previousSecret === null || previousSecretUntil === null
        ? null : { secret: previousSecret, until: previousSecretUntil };
    const [secret, ...previous] = signingSecrets(
        secrets, { id, organisationId, secret: claimed.secret, previous: before }, at);
    if (secret === undefined) {
        return { failure: 'secret_unreadable' };
    }
    const body = bodyOf(claimed);
    const headers = {
        'content-type': 'application/json',
        'user-agent': `invoices-service/${version}`,
        ...signatureHeaders([secret, ...previous], eventId, at, body)
    };
    return sendWebhook({ url, headers, body }, transport, signal);
}
