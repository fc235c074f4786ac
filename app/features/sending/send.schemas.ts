import { text, yesNo } from '../../foundation/schema/fields.ts';
import { form } from '../../foundation/schema/form.ts';
import { mailAddress, singleLine } from '../../foundation/schema/mail-fields.ts';

/** `PATCH …/send` */
export const sendBody = form('SendOptions', {}, {
    emailTo: mailAddress.description("E-mail address to send to, instead of the buyer's.")
        .example('ksiegowosc@klient.example'),
    emailSubject: singleLine(200).description("Subject of the e-mail, instead of the organisation's text."),
    emailMessage: text(4_000).description("Text before the document, instead of the organisation's. An empty line "
        + 'begins a paragraph.'),
    sendCopy: yesNo.description('True to send a copy to mailCopyTo of the organisation, or to its email. Default '
        + 'false.'),
    includePaymentInstructions: yesNo.description('True to add how to pay. Default true.')
}).example({ emailSubject: 'Faktura za montaż paneli', sendCopy: true });
