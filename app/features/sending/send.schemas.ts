import Joi from 'joi';
import { text, yesNo } from '../../foundation/schema/fields.ts';
import { shape } from '../../foundation/schema/shape.ts';

/** `PATCH …/send` */
export const sendBody = shape('SendOptions', {}, {
    emailTo: Joi.string().email({ tlds: false }).max(254).messages({ 'string.email': 'must be an e-mail address' })
        .description("Instead of the buyer's address").example('ksiegowosc@klient.example'),
    // A line break would end the mail header that the subject becomes.
    emailSubject: text(200).pattern(/[\r\n]/, { name: 'line break', invert: true })
        .messages({ 'string.pattern.invert.name': 'must be a single line' }),
    emailMessage: text(4_000),
    sendCopy: yesNo.description('A copy goes to the seller'),
    includePaymentInstructions: yesNo.description('Default true')
}).example({ emailSubject: 'Faktura za montaż paneli', sendCopy: true });
