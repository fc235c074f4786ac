import type { EventType } from '../../foundation/vocabulary/event-types.ts';
import type { PausedReason, WebhookStatus } from '../../foundation/vocabulary/webhook-states.ts';

/** Pause of a webhook, during which nothing is sent: its reason and its beginning. */
export type Pause = { readonly reason: PausedReason; readonly at: Date };

/** An address that an organisation's events are sent to. */
export type Webhook = {
    /** UUID version 7. */
    readonly id: string;
    readonly organisationId: string;
    /** Number that grows with each change, also with a worker's; the ETag. */
    readonly version: number;
    /** URL in the form that is called. */
    readonly url: string;
    /** Types that are sent; empty: every type, also future ones. */
    readonly types: readonly EventType[];
    readonly description: string | null;
    readonly pause: Pause | null;
    /**
     * Position in the feed after which events may not have been queued, because of a pause; null once they were
     * replayed.
     */
    readonly missedAfter: string | null;
    /** Secret that signs every delivery, as it is stored: sealed, or in plain where an earlier build stored it. */
    readonly secret: string;
    /** The secret before the last rotation, as it is stored, which also signs up to `until`. */
    readonly previous: { readonly secret: string; readonly until: Date } | null;
    /** Time at which it last took an event. */
    readonly lastSuccessAt: Date | null;
    readonly createdAt: Date;
    readonly updatedAt: Date;
};

/** A webhook with its new secret in plain, which is shown once. */
export type RevealedWebhook = { readonly webhook: Webhook; readonly secret: string };

/** Fields of a webhook that its owner may set. */
export type WebhookInput = {
    readonly url?: string;
    readonly types?: readonly EventType[];
    readonly description?: string | null;
    readonly status?: WebhookStatus;
};

/** A webhook that is sent every event from now on. Pure. */
export function newWebhook(
    { id, organisationId, secret, now }: {
        readonly id: string; readonly organisationId: string; readonly secret: string; readonly now: Date
    },
    { url, types = [], description = null }: Omit<WebhookInput, 'status'> & { readonly url: string }
): Webhook {
    return {
        id, organisationId, version: 1, url, types, description, pause: null, missedAfter: null, secret, previous: null,
        lastSuccessAt: null, createdAt: now, updatedAt: now
    };
}

/**
 * The webhook after a change by its owner: absent fields keep their values. A pause keeps its first reason. Pure.
 * @param newest - Position of an event up to which none is missed; read when a pause begins.
 */
export function editWebhook(webhook: Webhook, input: WebhookInput, now: Date, newest: string | undefined): Webhook {
    const pauses = { active: null, paused: webhook.pause ?? { reason: 'by_request', at: now } } as const;
    return {
        ...webhook,
        version: webhook.version + 1,
        url: input.url ?? webhook.url,
        types: input.types ?? webhook.types,
        description: input.description === undefined ? webhook.description : input.description,
        pause: input.status === undefined ? webhook.pause : pauses[input.status],
        missedAfter: webhook.missedAfter ?? newest ?? null,
        updatedAt: now
    };
}

/**
 * Tells if a change lets waiting deliveries start afresh: the webhook is active, and was resumed or has another URL.
 * Pure.
 */
export function startsAnew(before: Webhook, after: Webhook): boolean {
    return after.pause === null && (before.pause !== null || before.url !== after.url);
}

const hourMs = 3_600_000;

/**
 * The webhook with a new secret; the present one also signs for `graceHours`, or ends at once when they are 0. Pure.
 */
export function rotateSecret(webhook: Webhook, secret: string, graceHours: number, now: Date): Webhook {
    const previous = graceHours === 0
        ? null : { secret: webhook.secret, until: new Date(now.getTime() + graceHours * hourMs) };
    return { ...webhook, version: webhook.version + 1, secret, previous, updatedAt: now };
}

/** The secrets that sign at a time, as they are stored, the newest first. Pure. */
export function secretsAt({ secret, previous }: Pick<Webhook, 'secret' | 'previous'>, now: Date): readonly string[] {
    return previous !== null && previous.until > now ? [secret, previous.secret] : [secret];
}
