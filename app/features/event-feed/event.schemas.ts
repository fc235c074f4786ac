import Joi from 'joi';
import { id, instant, pageLimit } from '../../foundation/schema/answer-fields.ts';
import { limitOf, uuid } from '../../foundation/schema/fields.ts';
import { listParameter } from '../../foundation/schema/list-parameter.ts';
import { withOpenApi } from '../../foundation/schema/openapi-meta.ts';
import { listOf, nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { exampleIssued } from '../../domain/invoices/invoice.example.ts';
import { invoiceDocument } from '../../domain/invoices/invoice.document.ts';
import { eventTypeNames, wantedEventTypes, type EventType } from '../../foundation/vocabulary/event-types.ts';

/** Position in the feed as a caller sends it: text, because it may exceed what a JSON number holds. */
export const position = Joi.string().pattern(/^\d{1,18}$/)
    .messages({ 'string.pattern.base': 'must be the position of an event, in digits' })
    .description('Position of an event in the feed, in digits.').example('1042');

/** The type of an event. */
export const eventType = oneOf('EventType', eventTypeNames).description('Type of the event, in the past tense.');

/** `GET /events` */
export const feedQuery = shape('FeedQuery', {
    after: position.default('0')
        .description('Position after which the page begins: nextAfter of the page before; 0 from the beginning.'),
    limit: limitOf(100, 50)
}, {
    types: listParameter('EventTypeList', eventType, eventTypeNames.length)
        .description('Types of events wanted. Absent: all.')
});

/** `GET /events/{eventId}` */
export const eventIdParams = shape('EventIdParams', { eventId: uuid.description('Id of the event.') });

/** Fields of every event, in the feed and in a webhook. */
export const eventFields = {
    id: id.description('Id of the event, always the same: drop an event whose id you have seen.')
        .example('0199f3d2-7c1a-7b55-9c57-6a2f0d3c4c01', { override: true }),
    position: position.description('Place in the feed. It grows; whoever has read up to here has missed nothing.'),
    createdAt: instant.description('Instant in which it happened.'),
    invoiceId: nullable(id.example(exampleIssued.id, { override: true }))
        .description(
            'Document that the event is about, or null. Events of one document come in the order in which they '
            + 'happened.')
};

const example = {
    id: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4c01', position: '1042', type: 'invoice.issued',
    createdAt: '2026-11-23T10:15:00.000Z', invoiceId: exampleIssued.id, data: invoiceDocument(exampleIssued)
};

/** Data of a test event. */
export const testedWebhook = shape('TestedWebhook', {
    webhookId: id.example('0199f3d2-7c1a-7b55-9c57-6a2f0d3c4d01', { override: true })
        .description('Id of the webhook that is tested.')
}).description('Webhook that a test event is for.');

const isAboutPayment = (type: EventType): boolean => type.startsWith('payment.');

/**
 * Events whose data are one model. Data are not checked when they are read, because an older build may have written
 * them without a member that was added later. The tests check each event when it is written.
 */
function eventsWith(label: string, model: string, types: readonly EventType[]): Joi.ObjectSchema {
    const data = withOpenApi(Joi.object().unknown(true).label(`${label}Data`).description('Data of the event.'), {
        set: { allOf: [{ $ref: `#/components/schemas/${model}` }] }, drop: ['type', 'properties']
    });
    return shape(label, {
        ...eventFields,
        type: oneOf(`${label}Type`, types).description('Type of the event, in the past tense.'),
        data
    });
}

const isAboutOrganisation = (type: EventType): boolean => type.startsWith('organisation.');
const aboutMail: readonly EventType[] = [
    'invoice.emailed', 'invoice.email_failed', 'invoice.email_bounced', 'invoice.reminded'
];
const aboutInvoices = wantedEventTypes.filter((type) =>
    !isAboutPayment(type) && !isAboutOrganisation(type) && !aboutMail.includes(type) && type !== 'invoice.viewed');
const aboutPayments = eventTypeNames.filter(isAboutPayment);
const invoiceEvent = eventsWith('InvoiceEvent', 'InvoiceDocument', aboutInvoices)
    .description('Event whose data are the document as it was then.');
const mailEvent = eventsWith('MailEvent', 'EmailedDelivery', aboutMail)
    .description('Event whose data are the delivery of an e-mail.');
const viewEvent = eventsWith('ViewEvent', 'InvoiceViewed', ['invoice.viewed'])
    .description("Event whose data are a look at a document's page.");
const paymentEvent = eventsWith('PaymentEvent', 'Payment', aboutPayments)
    .description('Event whose data are the payment or other settlement.');
const organisationEvent = eventsWith('OrganisationEvent', 'OrganisationChanged', ['organisation.changed'])
    .description('Event whose data are the changed fields of the seller profile.');
const accountsEvent = eventsWith(
    'AccountsEvent', 'AccountsChange', ['organisation.change_requested', 'organisation.change_rejected']
).description('Event whose data are a change of accounts that waits, or was rejected.');
const testEvent = eventsWith('TestEvent', 'TestedWebhook', ['webhook.test'])
    .description('Event that tests one webhook.');

/** One event. Its type tells which data it has. */
export const eventAnswer = Joi.alternatives(
    invoiceEvent, mailEvent, viewEvent, paymentEvent, organisationEvent, accountsEvent, testEvent
)
    .meta({ openapi: { model: 'Event' } })
    .description('Event, whose type tells which data it has.').example(example);

/** `GET /events` */
export const feedAnswer = shape('EventPage', {
    data: listOf('Events', eventAnswer, 100).description('Events of the page, in their order.'),
    limit: pageLimit,
    nextAfter: position.description(
        'Position to go on after, now or later. Fewer events than the limit: there are no more at the moment.')
}).example({ data: [example], limit: 50, nextAfter: '1042' });
