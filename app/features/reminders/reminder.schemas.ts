import Joi from 'joi';
import { anyText, date, id, instant, version } from '../../foundation/schema/answer-fields.ts';
import { wholeNumber, yesNo } from '../../foundation/schema/fields.ts';
import { described } from '../../foundation/schema/openapi-meta.ts';
import { listOf, nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { mailStates } from '../../foundation/vocabulary/mail-states.ts';
import { textsByLanguage } from '../mail/mail-texts.schemas.ts';

/** Maximum steps of a schedule. */
const maxSteps = 10;

/** Maximum invoices that a preview shows. */
export const maxPreviewed = 500;

const days = wholeNumber(-30, 365).example(7)
    .description('Days from the due date: negative before it, 0 on it.');
const stepTexts = described(
    textsByLanguage, 'Texts of this step by language. What is absent is that of the organisation (mail-texts).');
const stepsText = 'Steps of the schedule, at most 10. Of several steps that are due the newest is sent, and no other.';
const givenSteps = listOf('ReminderStepsInput', shape('ReminderStep', { days }, { texts: stepTexts }), maxSteps)
    .unique('days').messages({ 'array.unique': 'must not have two steps of the same days' }).description(stepsText);
const storedSteps = listOf('ReminderSteps', shape('StoredReminderStep', { days, texts: stepTexts }), maxSteps)
    .description(stepsText);
const meanings = {
    enabled: 'True to send reminders. Look at GET /organisation/reminders/preview first.',
    withoutEmail: 'True to remind of invoices too that were not sent by e-mail, where the customer has an address.'
};

const example = {
    enabled: true, withoutEmail: false,
    steps: [{ days: -3, texts: {} }, { days: 0, texts: {} }, { days: 7, texts: {} }]
};

/** `PUT /organisation/reminders` */
export const remindersBody = shape('RemindersInput', {
    enabled: yesNo.description(meanings.enabled), steps: givenSteps
}, { withoutEmail: yesNo.description(`${meanings.withoutEmail} Default false.`) }).example(example);

/** `GET /organisation/reminders` */
export const remindersAnswer = shape('Reminders', {
    version, enabled: Joi.boolean().description(meanings.enabled),
    withoutEmail: Joi.boolean().description(meanings.withoutEmail), steps: storedSteps
}).example({ version: 2, ...example });

/** `GET /organisation/reminders/preview` */
export const previewAnswer = shape('RemindersPreview', {
    today: date.description('Day that the preview is for.'),
    enabled: Joi.boolean().description('True while reminders are sent: those shown go out at business hours.'),
    data: listOf('PreviewedReminders', shape('PreviewedReminder', {
        invoiceId: id.description('Id of the invoice.'),
        invoiceNumber: anyText.example('FV/2026/11/0001').description('Number of the invoice.'),
        dueDate: date.description('Due date of what is left to pay.'),
        days: Joi.number().integer().example(7).description('Days of the step that is due.'),
        emailTo: nullable(anyText).description('Address that it goes to; null: there is none, or its last e-mail '
            + 'came back, so it is not sent.')
    }), maxPreviewed).description(`Reminders that are due, at most ${maxPreviewed}.`)
}).example({
    today: '2026-12-14', enabled: false,
    data: [{
        invoiceId: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5a', invoiceNumber: 'FV/2026/11/0001', dueDate: '2026-12-07',
        days: 7, emailTo: 'ksiegowosc@klient.example'
    }]
});

/** `PATCH /invoices/{invoiceId}/reminders` */
export const pauseBody = shape('RemindersPause', {
    paused: yesNo.description('True to send no reminders of this invoice; false to go on.')
}).example({ paused: true });

/** `GET /invoices/{invoiceId}/reminders` */
export const invoiceRemindersAnswer = shape('InvoiceReminders', {
    paused: Joi.boolean().description('True: no reminders of this invoice are sent.'),
    data: listOf('SentReminders', shape('SentReminder', {
        dueDate: date.description('Due date that it was for.'),
        days: Joi.number().integer().example(7).description('Days of the step from the due date.'),
        deliveryId: id.description('Id of the delivery.'),
        state: oneOf('ReminderMailState', mailStates).description('State of its e-mail.'),
        createdAt: instant.description('Instant in which it fell due and was queued.')
    }), 100).description('Reminders so far, the oldest first, at most 100.')
}).example({
    paused: false,
    data: [{
        dueDate: '2026-12-07', days: 7, deliveryId: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b77', state: 'sent',
        createdAt: '2026-12-14T07:00:00.000Z'
    }]
});
