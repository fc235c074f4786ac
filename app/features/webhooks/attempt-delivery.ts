import type { Clock } from '../../foundation/clock/clock.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Secrets } from '../../platform/secrets/secrets.ts';
import { afterAttempt } from './webhook-delivery.ts';
import type { DeliveryState } from '../../foundation/vocabulary/webhook-states.ts';
import { giveBackDelivery, settleDelivery, type ClaimedDelivery } from './webhook-delivery.repository.ts';
import { bodyOf, signatureHeaders } from './message.ts';
import { sendWebhook, type SendOutcome, type Transport } from './send-webhook.ts';
import { openedSecret, placeOfSecret } from './webhook-secret.ts';
import { secretsAt } from './webhook.ts';

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
    const [secret, ...previous] = signingSecrets(secrets, claimed, at);
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

/**
 * The secrets that sign at a time, opened, the present one first. A previous one that cannot be opened is left out;
 * none is there when the present one cannot be opened. The observer of the secrets is told of each.
 */
function signingSecrets(
    secrets: Pick<Secrets, 'open'>, claimed: ClaimedDelivery, at: Date
): readonly string[] {
    const { endpointId: id, organisationId, secret, previousSecret, previousSecretUntil } = claimed;
    const previous = previousSecret === null || previousSecretUntil === null
        ? null : { secret: previousSecret, until: previousSecretUntil };
    const opened = secretsAt({ secret, previous }, at)
        .map((stored) => openedOrNone(secrets, stored, { id, organisationId }));
    return opened[0] === undefined ? [] : opened.filter((text) => text !== undefined);
}

function openedOrNone(
    secrets: Pick<Secrets, 'open'>, stored: string, webhook: { readonly id: string; readonly organisationId: string }
): string | undefined {
    try {
        return openedSecret(secrets, stored, placeOfSecret(webhook));
    } catch (error) {
        if (error instanceof DomainError && error.code === 'SECRET_UNREADABLE') return undefined;
        throw error;
    }
}
