import Joi from 'joi';
import { oneOf, shape } from '../http/shape.ts';
import { invoiceDocumentAnswer } from '../invoices/invoice.answers.ts';
import { settlementKinds } from '../payments/settlement.ts';
import { eventFields } from './event.schemas.ts';
import { eventTypeNames, eventTypes, type EventType } from './event.ts';

/** A payment as `GET /payments/{paymentId}` shows it; the members that every kind of it has. */
const payment = shape('PaymentOfEvent', {
    id: Joi.string().guid(),
    kind: oneOf('SettlementKind', settlementKinds),
    currency: Joi.string().example('PLN'),
    amount: Joi.string().example('1234.56'),
    createdAt: Joi.string().isoDate()
}).unknown(true).example({
    id: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4e01', kind: 'payment', currency: 'PLN', amount: '2661.73', createdAt: '2026-11-23T10:15:00.000Z'
});

/** What the `data` of each type of event holds. A promise to receivers: members are added, never renamed or taken away. */
export const eventData = {
    'invoice.issued': invoiceDocumentAnswer,
    'invoice.sent': invoiceDocumentAnswer,
    'invoice.corrected': invoiceDocumentAnswer,
    'invoice.cancelled': invoiceDocumentAnswer,
    'invoice.converted': invoiceDocumentAnswer,
    'invoice.paid': invoiceDocumentAnswer,
    'invoice.unpaid': invoiceDocumentAnswer,
    'invoice.overdue': invoiceDocumentAnswer,
    'payment.recorded': payment,
    'payment.refunded': payment,
    'payment.reversed': payment
} as const satisfies Record<EventType, Joi.ObjectSchema>;

const { createdAt: timestamp, position, invoiceId } = eventFields;

/** The catalogue as the OpenAPI document shows it: for each type the body that is sent to a webhook. */
export const documentedEvents: Readonly<Record<string, { readonly description: string; readonly body: Joi.ObjectSchema }>> = Object.fromEntries(
    eventTypeNames.map((type) => [type, { description: eventTypes[type], body: bodyOf(type) }])
);

function bodyOf(type: EventType): Joi.ObjectSchema {
    const name = type.split(/[._]/).map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}`).join('');
    return shape(`${name}Event`, {
        type: oneOf(`${name}Type`, [type]),
        timestamp: timestamp.description('When it happened'),
        position,
        organisation: Joi.string().example('default'),
        invoiceId,
        data: eventData[type]
    });
}
