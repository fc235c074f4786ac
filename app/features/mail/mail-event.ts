import type Joi from 'joi';
import { eventOf, type OutgoingEvent } from '../../domain/events/event.ts';
import { anyText, id } from '../../foundation/schema/answer-fields.ts';
import { nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import {
    mailKinds, mailReasons, mailStates, type MailKind, type MailReason, type MailState
} from '../../foundation/vocabulary/mail-states.ts';

/** Facts about an e-mail that its events tell: no address, subject or text. */
export type MailFacts = {
    readonly deliveryId: string;
    readonly kind: MailKind;
    readonly state: MailState;
    readonly reason: MailReason | null;
    readonly smtpStatus: string | null;
    readonly invoiceId: string;
    readonly invoiceNumber: string | null;
};

/** Data of the events about e-mails. */
export const mailEventData = shape('EmailedDelivery', {
    deliveryId: id.example('0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b77', { override: true })
        .description('Id of the delivery, as the list of deliveries of the invoice has it.'),
    kind: oneOf('MailedKind', mailKinds).description('Kind of the e-mail.'),
    state: oneOf('MailedState', mailStates).description('State of the e-mail.'),
    reason: nullable(oneOf('MailedReason', mailReasons)).description('Reason of the state, or null.'),
    smtpStatus: nullable(anyText).description('Last reply of the mail server, such as 550 5.1.1, or null.'),
    invoiceId: id.description('Id of the invoice.'),
    invoiceNumber: nullable(anyText).description('Number of the invoice, or null.')
}).description('Delivery of an invoice or a reminder by e-mail.').example({
    deliveryId: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b77', kind: 'invoice', state: 'sent', reason: null,
    smtpStatus: '250 2.0.0', invoiceId: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5a', invoiceNumber: 'FV/2026/11/0001'
}) satisfies Joi.ObjectSchema;

/** Events of an e-mail's new state: none of a seller's copy, and none while it waits. */
export function mailEvents(facts: MailFacts, now: Date): readonly OutgoingEvent[] {
    const { kind, state, invoiceId } = facts;
    if (kind === 'copy') {
        return [];
    }
    switch (state) {
        case 'sent':
            return [eventOf(kind === 'reminder' ? 'invoice.reminded' : 'invoice.emailed', invoiceId, facts, now)];
        case 'failed':
            return [eventOf('invoice.email_failed', invoiceId, facts, now)];
        case 'bounced':
            return [eventOf('invoice.email_bounced', invoiceId, facts, now)];
        default:
            return [];
    }
}
