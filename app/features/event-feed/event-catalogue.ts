import Joi from 'joi';
import { oneOf, shape } from '../../foundation/schema/shape.ts';
import { invoiceDocumentAnswer } from '../../domain/invoices/invoice.answers.ts';
import { accountsChangeData, organisationChangedData } from '../../domain/organisations/organisation.schemas.ts';
import { viewedData } from '../customer-page/page-link.schemas.ts';
import { mailEventData } from '../mail/mail-event.ts';
import { paymentAnswer } from '../payments/payment.answers.ts';
import { eventFields, testedWebhook } from './event.schemas.ts';
import { eventTypeNames, eventTypes, type EventType } from '../../foundation/vocabulary/event-types.ts';

/** Schema of `data` for each type of event. Receivers rely on it: members are added, never renamed or removed. */
export const eventData = {
    'invoice.issued': invoiceDocumentAnswer,
    'invoice.sent': invoiceDocumentAnswer,
    'invoice.corrected': invoiceDocumentAnswer,
    'invoice.cancelled': invoiceDocumentAnswer,
    'invoice.receipt_confirmed': invoiceDocumentAnswer,
    'invoice.converted': invoiceDocumentAnswer,
    'invoice.paid': invoiceDocumentAnswer,
    'invoice.unpaid': invoiceDocumentAnswer,
    'invoice.overdue': invoiceDocumentAnswer,
    'invoice.emailed': mailEventData,
    'invoice.email_failed': mailEventData,
    'invoice.email_bounced': mailEventData,
    'invoice.reminded': mailEventData,
    'invoice.viewed': viewedData,
    'payment.recorded': paymentAnswer,
    'payment.refunded': paymentAnswer,
    'payment.reversed': paymentAnswer,
    'organisation.changed': organisationChangedData,
    'organisation.change_requested': accountsChangeData,
    'organisation.change_rejected': accountsChangeData,
    'webhook.test': testedWebhook
} as const satisfies Record<EventType, Joi.ObjectSchema>;

const { createdAt: timestamp, position, invoiceId } = eventFields;

/** The catalogue as the OpenAPI document shows it: for each type the body that is sent to a webhook. */
export const documentedEvents: Readonly<
    Record<string, { readonly description: string; readonly body: Joi.ObjectSchema }>
> = Object.fromEntries(
    eventTypeNames.map((type) => [type, { description: eventTypes[type], body: bodyOf(type) }])
);

function bodyOf(type: EventType): Joi.ObjectSchema {
    const name = type.split(/[._]/).map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}`).join('');
    return shape(`${name}Event`, {
        type: oneOf(`${name}Type`, [type]).description('Type of the event.'),
        timestamp,
        position,
        organisation: Joi.string().example('default').description('Id of the organisation that it happened in.'),
        invoiceId,
        data: eventData[type]
    });
}
