import type { RevealedWebhook, Webhook } from './webhook.ts';

/** A webhook in the words of the API, as answers and audit entries show it: without its secrets. */
export type WebhookDocument = ReturnType<typeof webhookDocument>;

/** The webhook as JSON. Pure. */
export function webhookDocument(webhook: Webhook) {
    return {
        id: webhook.id,
        version: webhook.version,
        url: webhook.url,
        types: webhook.types,
        description: webhook.description,
        status: webhook.pause === null ? 'active' : 'paused',
        pausedReason: webhook.pause?.reason ?? null,
        pausedAt: webhook.pause?.at.toISOString() ?? null,
        missedAfter: webhook.missedAfter,
        previousSecretUntil: webhook.previous?.until.toISOString() ?? null,
        lastSuccessAt: webhook.lastSuccessAt?.toISOString() ?? null,
        createdAt: webhook.createdAt.toISOString(),
        updatedAt: webhook.updatedAt.toISOString()
    };
}

/** The webhook as JSON with its secret, which is shown when it is made and never again. Pure. */
export function webhookWithSecret({ webhook, secret }: RevealedWebhook) {
    return { ...webhookDocument(webhook), secret };
}
