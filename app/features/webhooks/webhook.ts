import type { EventType } from '../../foundation/vocabulary/event-types.ts';
import type { PausedReason, WebhookStatus } from '../../foundation/vocabulary/webhook-states.ts';

/** That and why nothing is sent; null while events are sent. */
export type Pause = { readonly reason: PausedReason; readonly at: Date };

/** An address that an organisation's events are sent to. */
export type Webhook = {
    /** UUID version 7. */
    readonly id: string;
    readonly organisationId: string;
    /** Grows with each change, the worker's own too; the ETag. */
    readonly version: number;
    /** In the form that is called. */
    readonly url: string;
    /** Empty: every type, also those to come. */
    readonly types: readonly EventType[];
    readonly description: string | null;
    readonly pause: Pause | null;
    /** Position in the feed after which events may not have been queued, because it was paused; null once they were asked for. */
    readonly missedAfter: string | null;
    /** Signs every delivery: `whsec_` and base64. */
    readonly secret: string;
    /** The secret before the last rotation, which signs too until then. */
    readonly previous: { readonly secret: string; readonly until: Date } | null;
    /** The last time that it took an event. */
    readonly lastSuccessAt: Date | null;
    readonly createdAt: Date;
    readonly updatedAt: Date;
};

/** What its owner may say of it. */
export type WebhookInput = {
    readonly url?: string;
    readonly types?: readonly EventType[];
    readonly description?: string | null;
    readonly status?: WebhookStatus;
};

/** A webhook that is sent every event from now on. Pure. */
export function newWebhook(
    { id, organisationId, secret, now }: { readonly id: string; readonly organisationId: string; readonly secret: string; readonly now: Date },
    { url, types = [], description = null }: Omit<WebhookInput, 'status'> & { readonly url: string }
): Webhook {
    return {
        id, organisationId, version: 1, url, types, description, pause: null, missedAfter: null, secret, previous: null, lastSuccessAt: null, createdAt: now, updatedAt: now
    };
}

/**
 * The webhook after its owner changed it: what is absent stays. A pause keeps the reason it began with. Pure.
 * @param newest - Position of an event before which none is missed; read when a pause begins.
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

/** Whether a change gives deliveries that wait a new start: the webhook is sent to again, or somewhere else. Pure. */
export function startsAnew(before: Webhook, after: Webhook): boolean {
    return after.pause === null && (before.pause !== null || before.url !== after.url);
}

const hourMs = 3_600_000;

/** The webhook with a new secret; the present one signs for some hours more, unless it is none. Pure. */
export function rotateSecret(webhook: Webhook, secret: string, graceHours: number, now: Date): Webhook {
    const previous = graceHours === 0 ? null : { secret: webhook.secret, until: new Date(now.getTime() + graceHours * hourMs) };
    return { ...webhook, version: webhook.version + 1, secret, previous, updatedAt: now };
}

/** The secrets that sign at a time, the newest first. Pure. */
export function secretsAt({ secret, previous }: Pick<Webhook, 'secret' | 'previous'>, now: Date): readonly string[] {
    return previous !== null && previous.until > now ? [secret, previous.secret] : [secret];
}
