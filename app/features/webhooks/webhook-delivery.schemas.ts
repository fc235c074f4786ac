import Joi from 'joi';
import { eventType, position } from '../event-feed/event.schemas.ts';
import { id, instant, nextCursor, pageLimit } from '../../foundation/schema/answer-fields.ts';
import { instantOrDate, limitOf, uuid } from '../../foundation/schema/fields.ts';
import { described } from '../../foundation/schema/openapi-meta.ts';
import { form } from '../../foundation/schema/form.ts';
import { listOf, nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { deliveryStates } from '../../foundation/vocabulary/webhook-states.ts';

/** `GET …/deliveries` */
export const deliveriesQuery = shape('WebhookDeliveriesQuery', { limit: limitOf(100, 50) }, {
    state: described(oneOf('DeliveryState', deliveryStates), 'State of the deliveries wanted.'),
    cursor: position.description('Cursor of the page: nextCursor of the page before.')
});

/** `POST …/replay` */
export const replayBody = form('Replay', {}, {
    eventId: uuid.description('Event to send again, of any type.'),
    after: position.description('Position after which events are sent again; 0 for all there are.'),
    from: instantOrDate.description('Instant from which events are sent again; a date begins at 00:00 UTC.')
}).xor('eventId', 'after', 'from').messages({
    'object.missing': 'needs one of eventId, after, from',
    'object.xor': 'needs one of eventId, after, from and no other'
}).example({ after: '1042' });

const delivery = shape('WebhookDelivery', {
    eventId: id.description('Id of the event: the webhook-id of each attempt.')
        .example('0199f3d2-7c1a-7b55-9c57-6a2f0d3c4c01', { override: true }),
    position: position.description('Position of the event in the feed.'),
    type: eventType,
    invoiceId: nullable(id).description('Document that the event is about, or null.'),
    state: oneOf('DeliveryState', deliveryStates)
        .description('State of the delivery. failed: given up after three days.'),
    attempts: Joi.number().integer().description('Number of attempts since the event was queued, or queued again.'),
    nextAttemptAt: nullable(instant).description(
        'Instant of the next attempt of a pending delivery. While the webhook is paused, or an earlier event of '
        + 'the invoice is '
        + 'pending, it comes later.'),
    lastAttemptAt: nullable(instant).description('Instant of the last attempt; null before the first.'),
    lastStatus: nullable(Joi.number().integer().example(503))
        .description('HTTP status of the last attempt; null when there was no answer.'),
    lastError: nullable(Joi.string().example('timeout'))
        .description(
            'Reason why the last attempt had no answer: refused_address, dns, connection, tls, connect_timeout, '
            + 'timeout; secret_unreadable: nothing is sent until POST …/rotate-secret makes a new secret.'),
    deliveredAt: nullable(instant).description('Instant in which the event was taken, or null.')
});

/** `GET …/deliveries` */
export const deliveriesAnswer = shape('WebhookDeliveries', {
    data: listOf('WebhookDeliveryList', delivery, 100)
        .description('Deliveries, the newest event first.'), limit: pageLimit, nextCursor
}).example({
    data: [{
        eventId: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4c01', position: '1042', type: 'invoice.issued',
        invoiceId: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5a', state: 'pending', attempts: 2,
        nextAttemptAt: '2026-11-23T10:16:05.000Z', lastAttemptAt: '2026-11-23T10:15:05.000Z', lastStatus: 503,
        lastError: null, deliveredAt: null
    }],
    limit: 50, nextCursor: null
});

/** `POST …/replay` */
export const replayAnswer = shape('Replayed', {
    replayed: Joi.number().integer().description('Number of events that were queued; at most 1000.').example(12),
    nextAfter: nullable(position).description('Position to go on after, with another call; null when that was all.'),
    leftThisHour: Joi.number().integer().example(9_988)
        .description('Number of events that may still be sent again to the webhook, of 10000 within an hour.')
}).example({ replayed: 12, nextAfter: null, leftThisHour: 9_988 });
