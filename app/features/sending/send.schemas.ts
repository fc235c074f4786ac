import Joi from 'joi';
import { text, yesNo } from '../../foundation/schema/fields.ts';
import { form } from '../../foundation/schema/form.ts';

/** `PATCH …/send` */
export const sendBody = form('SendOptions', {}, {
    emailTo: Joi.string().email({ tlds: false }).max(254).messages({ 'string.email': 'must be an e-mail address' })
        .description("E-mail address to send to, instead of the buyer's.").example('ksiegowosc@klient.example'),
    // A line break would end the mail header that the subject becomes.
    emailSubject: text(200).pattern(/[\r\n]/, { name: 'line break', invert: true })
        .messages({ 'string.pattern.invert.name': 'must be a single line' })
        .description('Subject of the e-mail.'),
    emailMessage: text(4_000).description('Text of the e-mail.'),
    sendCopy: yesNo.description('True to send a copy to the seller. Default false.'),
    includePaymentInstructions: yesNo.description('True to add how to pay. Default true.')
}).example({ emailSubject: 'Faktura za montaż paneli', sendCopy: true });
