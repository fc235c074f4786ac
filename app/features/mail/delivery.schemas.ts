import Joi from 'joi';
import { anyText, instant, nextAfter, pageLimit } from '../../foundation/schema/answer-fields.ts';
import { uuid } from '../../foundation/schema/fields.ts';
import { form } from '../../foundation/schema/form.ts';
import { listOf, nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import {
    bounceKinds, mailKinds, mailReasonMeanings, mailReasons, mailStates
} from '../../foundation/vocabulary/mail-states.ts';

const maybeText = nullable(anyText);
const reasons = Object.entries(mailReasonMeanings).map(([name, meaning]) => `${name}: ${meaning}`).join('; ');

const exampleDelivery = {
    id: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b77', kind: 'invoice', state: 'sent', reason: null, smtpStatus: '250 2.0.0',
    attempts: 1, lastAttemptAt: '2026-11-23T10:20:01.000Z', sentAt: '2026-11-23T10:20:02.000Z', endedAt: null,
    emailTo: 'ksiegowosc@klient.example', emailSubject: 'Faktura za montaż paneli', emailMessage: null, sendCopy: true,
    includePaymentInstructions: true, requestedBy: 'user-17', requestedAt: '2026-11-23T10:20:00.000Z'
};

/** One delivery. */
export const deliveryAnswer = shape('Delivery', {
    id: uuid.description('Id of the delivery.'),
    kind: oneOf('DeliveryKind', mailKinds)
        .description("Kind of the delivery: the invoice, the seller's copy of its e-mail, or a reminder."),
    state: nullable(oneOf('MailState', mailStates)).description(
        'State of the e-mail. queued: it waits, also for the next try; sending: a worker talks to the mail server; '
        + 'sent: the mail server took it; failed: given up; bounced: it came back; withdrawn: not sent, because there '
        + 'was no reason any more. Null: recorded without an e-mail.'),
    reason: nullable(oneOf('MailReason', mailReasons))
        .description(`Reason of the state, or of the last failed try. ${reasons}.`),
    smtpStatus: maybeText.description('Last reply of the mail server: its codes, such as 550 5.1.1, or null.'),
    attempts: Joi.number().integer().description('Number of tries.'),
    lastAttemptAt: nullable(instant).description('Instant of the last try, or null.'),
    sentAt: nullable(instant).description('Instant in which the mail server took it, or null.'),
    endedAt: nullable(instant).description('Instant in which it failed, bounced or was withdrawn, or null.'),
    emailTo: maybeText.description('E-mail address, or null.'),
    emailSubject: maybeText.description('Subject that was given for this e-mail, or null.'),
    emailMessage: maybeText.description('Text that was given for this e-mail, or null.'),
    sendCopy: Joi.boolean().description('True when a copy goes to the seller.'),
    includePaymentInstructions: Joi.boolean().description('True when the e-mail says how to pay.'),
    requestedBy: Joi.string().description('Subject of the token that asked for it, gateway, or reminders.'),
    requestedAt: instant.description('Instant in which it was asked for.')
}).example(exampleDelivery);

/** `GET …/deliveries` */
export const deliveriesAnswer = shape('Deliveries', {
    data: listOf('DeliveryList', deliveryAnswer, 100).description('Deliveries of the page, the oldest first.'),
    limit: pageLimit,
    nextAfter
}).example({ data: [exampleDelivery], limit: 50, nextAfter: null });

/** `/invoices/{invoiceId}/deliveries/{deliveryId}` */
export const deliveryParams = shape('DeliveryParams', {
    invoiceId: uuid.description('Id of the invoice.'), deliveryId: uuid.description('Id of the delivery.')
});

/** `POST …/deliveries/{deliveryId}/bounce` */
export const bounceBody = form('BounceReport', {}, {
    kind: oneOf('BounceKind', bounceKinds).description(
        'Kind of the bounce. permanent: it did not arrive and will not; temporary: other mail servers go on trying, '
        + 'so nothing changes; complaint: the recipient called it unwanted. Default permanent.')
}).example({ kind: 'permanent' });
