import Joi from 'joi';
import { position } from '../event-feed/event.schemas.ts';
import { id, instant, version } from '../../foundation/schema/answer-fields.ts';
import { text, uuid, wholeNumber } from '../../foundation/schema/fields.ts';
import { form } from '../../foundation/schema/form.ts';
import { listOf, nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { pausedReasons, webhookStatuses } from '../../foundation/vocabulary/webhook-states.ts';
import { wantedEventTypes } from '../../foundation/vocabulary/event-types.ts';

const maxUrlLength = 2_048;
const url = Joi.string().max(maxUrlLength).custom((value: string, helpers) => {
    const parsed = URL.parse(value);
    if (parsed === null || !['http:', 'https:'].includes(parsed.protocol) || parsed.hostname === '') {
        return helpers.error('INVALID_URL');
    }
    // Measured in the form that is stored and called: percent-encoding makes several characters of one.
    return parsed.href.length > maxUrlLength ? helpers.error('TOO_LONG') : value;
}).messages({
    INVALID_URL: 'must be a full address that starts with https://',
    TOO_LONG: `must have at most ${maxUrlLength} characters, percent-encoded`,
    'string.empty': 'must not be empty', 'string.max': `must have at most ${maxUrlLength} characters`
}).meta({ openapi: { set: { format: 'uri', pattern: '^https?://[^/?#\\\\\\s]' } } })
    .example('https://crm.example/hooks/invoices').description('Address that events are sent to, https or http.');
const types = listOf('WebhookTypes', oneOf('WantedEventType', wantedEventTypes)
    .description('Type of the events wanted, in the past tense.'), wantedEventTypes.length).unique()
    .description('Types of events wanted; empty: all, also those to come.');
const description = nullable(text(200)).description('Description of the webhook, for people.');
const status = oneOf('WebhookStatus', webhookStatuses).description(
    'State of the webhook. paused: nothing is sent, and what happens meanwhile is not queued; ask for it with /replay '
    + '(see missedAfter).');

/** `POST /webhooks` */
export const createBody = form('WebhookInput', { url }, { types, description })
    .example({ url: 'https://crm.example/hooks/invoices', types: [] });

/** `PATCH /webhooks/{webhookId}` */
export const editBody = form('WebhookChange', {}, { url, types, description, status }).min(1)
    .messages({ 'object.min': 'needs at least one of url, types, description, status' }).example({ status: 'active' });

/** `POST …/rotate-secret` */
export const rotateBody = form('SecretRotation', { graceHours: wholeNumber(0, 168).default(24)
    .description('Hours for which the present secret signs beside the new one.') });

/** `POST …/test` */
export const testAnswer = shape('WebhookTested', {
    eventId: id.example('0199f3d2-7c1a-7b55-9c57-6a2f0d3c4c01', { override: true })
        .description('Id of the test event: webhook-id of the delivery.')
});

/** `/webhooks/{webhookId}` */
export const webhookIdParams = shape('WebhookIdParams', { webhookId: uuid.description('Id of the webhook.') });

const secret = Joi.string().description(
    'Secret that verifies the signatures. It is shown '
    + 'once.').example('whsec_plJ3nmyCDGBKInavdOK15jsl9dZ4Rn2m1X8nF0sYp3E=');

const fields = {
    id: id.example('0199f3d2-7c1a-7b55-9c57-6a2f0d3c4d01', { override: true }).description('Id of the webhook.'),
    version,
    url: Joi.string().example('https://crm.example/hooks/invoices').description('Address that events are sent to.'),
    types,
    description: nullable(Joi.string()).description('Description of the webhook, for people.'),
    status,
    pausedReason: nullable(oneOf('PausedReason', pausedReasons)).description(
        'Reason of the pause. by_request: its owner asked for it; gone: it answered 410; failing: nothing '
        + 'arrived for three days.'),
    pausedAt: nullable(instant).description('Instant in which the pause began; null while events are sent.'),
    missedAfter: nullable(position)
        .description(
            'Position after which events were not queued, because the webhook was paused: resume it, then POST '
            + '…/replay with it '
            + 'as `after`. Null: none was missed.'),
    previousSecretUntil: nullable(instant)
        .description('Instant until which the secret before the last rotation signs too, or null.'),
    lastSuccessAt: nullable(instant).description('Instant in which an event was last taken, or null.'),
    createdAt: instant.description('Instant in which the webhook was made.'),
    updatedAt: instant.description('Instant of the last change.')
};
const example = {
    id: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4d01', version: 1, url: 'https://crm.example/hooks/invoices', types: [],
    description: null, status: 'active', pausedReason: null, pausedAt: null, missedAfter: null,
    previousSecretUntil: null, lastSuccessAt: null, createdAt: '2026-11-23T10:15:00.000Z',
    updatedAt: '2026-11-23T10:15:00.000Z'
};

/** One webhook. */
export const webhookAnswer = shape('Webhook', fields).example(example);

/** One webhook with its new secret. */
export const webhookSecretAnswer = shape('WebhookWithSecret', { ...fields, secret })
    .example({ ...example, secret: 'whsec_plJ3nmyCDGBKInavdOK15jsl9dZ4Rn2m1X8nF0sYp3E=' });

/** `GET /webhooks` */
export const webhooksAnswer = shape('Webhooks', { data: listOf('WebhookList', webhookAnswer, 50)
    .description('Webhooks of the organisation, the oldest first.') }).example({ data: [example] });
