import { etagOf } from '../../platform/commands/precondition.ts';
import type { Answer, StateAnswer } from '../../platform/http/answer.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import type { Replayed } from './webhook-delivery-log.repository.ts';
import type { replayBody } from './webhook-delivery.schemas.ts';
import { webhookDocument, webhookWithSecret } from './webhook.document.ts';
import type { RevealedWebhook, Webhook } from './webhook.ts';

/** A webhook as an answer, with its ETag. A delivery changes `lastSuccessAt` and no version. */
export function webhookAnswerOf(webhook: Webhook): StateAnswer {
    const view = webhookDocument(webhook);
    return { statusCode: 200, headers: { etag: etagOf(webhook.version, view) }, view };
}

/** A webhook with its new secret as an answer, with its ETag. */
export function rotatedAnswerOf(revealed: RevealedWebhook): Answer {
    return { ...webhookAnswerOf(revealed.webhook), view: webhookWithSecret(revealed) };
}

/** A new webhook as an answer, with its address and secret. */
export function createdAnswerOf(revealed: RevealedWebhook): Answer {
    const { headers } = webhookAnswerOf(revealed.webhook);
    return {
        statusCode: 201, headers: { ...headers, location: `/webhooks/${revealed.webhook.id}` },
        view: webhookWithSecret(revealed)
    };
}

/** Selection of the events to send again, from the one field that was given. */
export function toReplayed({ eventId, after, from }: ValueOf<typeof replayBody>): Replayed {
    if (eventId !== undefined) {
        return { eventId };
    }
    return from === undefined ? { after: after ?? '0' } : { from: new Date(from) };
}
