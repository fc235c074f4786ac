import Joi from 'joi';
import { uuid, wholeNumber } from '../../foundation/schema/fields.ts';
import { listParameter } from '../../foundation/schema/list-parameter.ts';
import { listOf, nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { exampleIssued } from '../../domain/invoices/invoice.example.ts';
import { invoiceDocument } from '../../domain/invoices/invoice.document.ts';
import { eventTypeNames } from '../../foundation/vocabulary/event-types.ts';

/** Position in the feed as a caller sends it: text, because it may exceed what a JSON number holds. */
export const position = Joi.string().pattern(/^\d{1,18}$/).messages({ 'string.pattern.base': 'must be the position of an event, in digits' }).example('1042');

/** The type of an event. */
export const eventType = oneOf('EventType', eventTypeNames);

/** `GET /events` */
export const feedQuery = shape('FeedQuery', {
    after: position.default('0').description('nextAfter of the page before; 0 from the beginning'),
    limit: wholeNumber(1, 100).default(50)
}, {
    types: listParameter('EventTypeList', eventType, eventTypeNames.length).description('Only these types')
});

/** `GET /events/{eventId}` */
export const eventIdParams = shape('EventIdParams', { eventId: uuid });

/** Fields of every event, in the feed and in a webhook. */
export const eventFields = {
    id: Joi.string().guid().description('Stable: drop an event whose id you have seen').example('0199f3d2-7c1a-7b55-9c57-6a2f0d3c4c01'),
    position: position.description('Grows; whoever has read up to here has missed nothing'),
    type: eventType,
    createdAt: Joi.string().isoDate().example('2026-11-23T10:15:00.000Z'),
    invoiceId: nullable(Joi.string().guid().example(exampleIssued.id)).description('Events of one invoice come in the order in which they happened')
};

const example = {
    id: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4c01', position: '1042', type: 'invoice.issued', createdAt: '2026-11-23T10:15:00.000Z',
    invoiceId: exampleIssued.id, data: invoiceDocument(exampleIssued)
};

/** One event. */
export const eventAnswer = shape('Event', {
    ...eventFields,
    data: Joi.object().unknown(true).label('EventData').description('As the catalogue of events says for the type (x-webhooks of this document)')
}).example(example);

/** `GET /events` */
export const feedAnswer = shape('EventPage', {
    data: listOf('Events', eventAnswer, 100),
    limit: Joi.number().integer(),
    nextAfter: position.description('Ask with it for what comes after, now or later. Fewer events than the limit: there are no more at the moment')
}).example({ data: [example], limit: 50, nextAfter: '1042' });
