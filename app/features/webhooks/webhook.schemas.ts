import Joi from 'joi';
import { eventType, position } from '../event-feed/event.schemas.ts';
import { text, uuid, wholeNumber } from '../../foundation/schema/fields.ts';
import { listOf, nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { pausedReasons, webhookStatuses } from '../../foundation/vocabulary/webhook-states.ts';
import { eventTypeNames } from '../../foundation/vocabulary/event-types.ts';

const maxUrlLength = 2_048;
const url = Joi.string().max(maxUrlLength).custom((value: string, helpers) => {
    const parsed = URL.parse(value);
    if (parsed === null || !['http:', 'https:'].includes(parsed.protocol) || parsed.hostname === '') {
        return helpers.error('INVALID_URL');
    }
    // Measured in the form that is stored and called: percent-encoding makes several characters of one.
    return parsed.href.length > maxUrlLength ? helpers.error('TOO_LONG') : value;
}).messages({
    INVALID_URL: 'must be a full address that starts with https://', TOO_LONG: `must have at most ${maxUrlLength} characters, percent-encoded`,
    'string.empty': 'must not be empty', 'string.max': `must have at most ${maxUrlLength} characters`
}).example('https://crm.example/hooks/invoices');
const types = listOf('WebhookTypes', eventType, eventTypeNames.length).unique().description('Only these types; empty: all, also those to come');
const description = nullable(text(200));
const status = oneOf('WebhookStatus', webhookStatuses).description('paused: nothing is sent, and what happens meanwhile is not queued; ask for it with /replay (see missedAfter)');

/** `POST /webhooks` */
export const createBody = shape('WebhookInput', { url }, { types, description }).example({ url: 'https://crm.example/hooks/invoices', types: [] });

/** `PATCH /webhooks/{webhookId}` */
export const editBody = shape('WebhookChange', {}, { url, types, description, status }).min(1)
    .messages({ 'object.min': 'needs at least one of url, types, description, status' }).example({ status: 'active' });

/** `POST …/rotate-secret` */
export const rotateBody = shape('SecretRotation', { graceHours: wholeNumber(0, 168).default(24).description('How long the present secret signs beside the new one') });

/** `/webhooks/{webhookId}` */
export const webhookIdParams = shape('WebhookIdParams', { webhookId: uuid });

const instant = Joi.string().isoDate().example('2026-11-23T10:15:00.000Z');
const secret = Joi.string().description('Shown once; it verifies the signatures').example('whsec_plJ3nmyCDGBKInavdOK15jsl9dZ4Rn2m1X8nF0sYp3E=');

const fields = {
    id: Joi.string().guid().example('0199f3d2-7c1a-7b55-9c57-6a2f0d3c4d01'),
    version: Joi.number().integer().description('The ETag is this number in quotes').example(1),
    url: Joi.string().example('https://crm.example/hooks/invoices'),
    types,
    description: nullable(Joi.string()),
    status: oneOf('WebhookStatus', webhookStatuses),
    pausedReason: nullable(oneOf('PausedReason', pausedReasons)).description('gone: it answered 410; failing: nothing arrived for three days'),
    pausedAt: nullable(instant),
    missedAfter: nullable(position)
        .description('Since it was paused, events after this position were not queued: resume it, then POST …/replay with it as `after`. Null: none was missed'),
    previousSecretUntil: nullable(instant).description('Until then the secret before the last rotation signs too'),
    lastSuccessAt: nullable(instant),
    createdAt: instant,
    updatedAt: instant
};
const example = {
    id: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4d01', version: 1, url: 'https://crm.example/hooks/invoices', types: [], description: null, status: 'active',
    pausedReason: null, pausedAt: null, missedAfter: null, previousSecretUntil: null, lastSuccessAt: null, createdAt: '2026-11-23T10:15:00.000Z', updatedAt: '2026-11-23T10:15:00.000Z'
};

/** One webhook. */
export const webhookAnswer = shape('Webhook', fields).example(example);

/** One webhook with its new secret. */
export const webhookSecretAnswer = shape('WebhookWithSecret', { ...fields, secret })
    .example({ ...example, secret: 'whsec_plJ3nmyCDGBKInavdOK15jsl9dZ4Rn2m1X8nF0sYp3E=' });

/** `GET /webhooks` */
export const webhooksAnswer = shape('Webhooks', { data: listOf('WebhookList', webhookAnswer, 50) }).example({ data: [example] });
