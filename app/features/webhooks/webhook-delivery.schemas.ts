import Joi from 'joi';
import { eventType, position } from '../event-feed/event.schemas.ts';
import { instantOrDate, uuid, wholeNumber } from '../../foundation/schema/fields.ts';
import { listOf, nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { deliveryStates } from '../../foundation/vocabulary/webhook-states.ts';

/** `GET …/deliveries` */
export const deliveriesQuery = shape('WebhookDeliveriesQuery', { limit: wholeNumber(1, 100).default(50) }, {
    state: oneOf('DeliveryState', deliveryStates),
    cursor: position.description('nextCursor of the page before')
});

/** `POST …/replay` */
export const replayBody = shape('Replay', {}, {
    eventId: uuid.description('One event, of any type'),
    after: position.description('Events after this position; 0 for all there are'),
    from: instantOrDate.description('Events that happened from then on; a date begins at 00:00 UTC')
}).xor('eventId', 'after', 'from').messages({
    'object.missing': 'needs one of eventId, after, from', 'object.xor': 'needs one of eventId, after, from and no other'
}).example({ after: '1042' });

const instant = Joi.string().isoDate().example('2026-11-23T10:15:00.000Z');

const delivery = shape('WebhookDelivery', {
    eventId: Joi.string().guid().description('webhook-id of each attempt').example('0199f3d2-7c1a-7b55-9c57-6a2f0d3c4c01'),
    position,
    type: eventType,
    invoiceId: nullable(Joi.string().guid()),
    state: oneOf('DeliveryState', deliveryStates).description('failed: given up after three days'),
    attempts: Joi.number().integer().description('Since it was queued, or queued again'),
    nextAttemptAt: nullable(instant).description('Of a pending one. While the webhook is paused, or an earlier event of the invoice is pending, it comes later'),
    lastAttemptAt: nullable(instant),
    lastStatus: nullable(Joi.number().integer().example(503)).description('HTTP status of the last attempt; null when there was no answer'),
    lastError: nullable(Joi.string().example('timeout'))
        .description('Why the last attempt had no answer: refused_address, dns, connection, tls, connect_timeout, timeout'),
    deliveredAt: nullable(instant)
});

/** `GET …/deliveries` */
export const deliveriesAnswer = shape('WebhookDeliveries', {
    data: listOf('WebhookDeliveryList', delivery, 100), limit: Joi.number().integer(), nextCursor: nullable(Joi.string())
}).example({
    data: [{
        eventId: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4c01', position: '1042', type: 'invoice.issued', invoiceId: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5a', state: 'pending',
        attempts: 2, nextAttemptAt: '2026-11-23T10:16:05.000Z', lastAttemptAt: '2026-11-23T10:15:05.000Z', lastStatus: 503, lastError: null, deliveredAt: null
    }],
    limit: 50, nextCursor: null
});

/** `POST …/replay` */
export const replayAnswer = shape('Replayed', {
    replayed: Joi.number().integer().description('Events that were queued; at most 1000').example(12),
    nextAfter: nullable(position).description('Ask again with after: this position; null when that was all')
}).example({ replayed: 12, nextAfter: null });
