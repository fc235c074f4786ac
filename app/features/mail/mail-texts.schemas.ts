import type Joi from 'joi';
import { anyText, version } from '../../foundation/schema/answer-fields.ts';
import { text } from '../../foundation/schema/fields.ts';
import { singleLine } from '../../foundation/schema/mail-fields.ts';
import { described } from '../../foundation/schema/openapi-meta.ts';
import { listOf, oneOf, shape } from '../../foundation/schema/shape.ts';
import { printLanguages } from '../../domain/printing/printed-document.ts';
import { mailTemplates } from '../../foundation/vocabulary/mail-states.ts';
import { mailPlaces, unknownPlaces, type MailPlace } from './mail-places.ts';

const placeNames = Object.keys(mailPlaces).filter((name): name is MailPlace => Object.hasOwn(mailPlaces, name));

/** A text whose places are all known. */
function withKnownPlaces(schema: Joi.StringSchema<string>): Joi.StringSchema<string> {
    return schema.custom((value: string, helpers) => {
        const [unknown] = unknownPlaces(value);
        return unknown === undefined ? value : helpers.error('UNKNOWN_PLACE', { place: `{${unknown}}` });
    }).messages({
        UNKNOWN_PLACE: `has the place {#place}, which there is not; places are ${placeNames.join(', ')}`
    });
}

const parts = {
    subject: withKnownPlaces(singleLine(200)).example('{document} {number} – {sellerName}')
        .description('Subject. Absent: that of the service.'),
    opening: withKnownPlaces(text(4_000)).example('Dzień dobry,\n\nprzesyłamy dokument: {document} {number}.')
        .description('Text before the document. An empty line begins a paragraph. Absent: that of the service.'),
    closing: withKnownPlaces(text(2_000)).example('Z poważaniem\n{sellerName}')
        .description('Text behind the document. Absent: that of the service.')
};

/** Texts of an e-mail in one language, all optional. */
const ownParts = shape('MailTextsInLanguage', {}, parts);

/** Texts of an e-mail by language. */
export const textsByLanguage = shape('MailTextsByLanguage', {}, {
    pl: described(ownParts, 'Polish texts.'),
    en: described(ownParts, 'English texts, also for documents in any other language.')
});

/** Texts of all e-mails. */
export const ownTexts = shape('MailTexts', {}, {
    invoice: described(textsByLanguage, 'E-mail with a document.'),
    reminder_before: described(textsByLanguage, 'Reminder before the due date.'),
    reminder_due: described(textsByLanguage, 'Reminder on the due date.'),
    reminder_overdue: described(textsByLanguage, 'Reminder after the due date.')
});

const exampleTexts = { invoice: { pl: { subject: 'Faktura {number} – {sellerName}' } } };

/** `PUT /organisation/mail-texts` */
export const textsBody = shape('MailTextsChange', {
    texts: described(ownTexts, 'Texts of the organisation: the whole of them. What is absent is that of the service.')
}).example({ texts: exampleTexts });

const usual = listOf('UsualMailTexts', shape('UsualMailText', {
    template: oneOf('MailTemplate', mailTemplates).description('E-mail that the texts are for.'),
    language: oneOf('MailLanguage', printLanguages).description('Language of the texts.'),
    subject: anyText.description('Subject.'),
    opening: anyText.description('Text before the document.'),
    closing: anyText.description('Text behind the document.')
}), mailTemplates.length * printLanguages.length);

/** `GET /organisation/mail-texts` */
export const textsAnswer = shape('MailTextsOfOrganisation', {
    version,
    texts: described(ownTexts, 'Texts of the organisation.'),
    usual: described(usual, "The service's own texts, which stand where the organisation has none."),
    places: described(listOf('MailPlaces', shape('MailPlaceMeaning', {
        name: oneOf('MailPlaceName', placeNames).description('Name of the place, written in braces.'),
        meaning: anyText.description('Text that takes the place.')
    }), placeNames.length), 'Places that texts may have.')
}).example({
    version: 1, texts: exampleTexts,
    usual: [{
        template: 'invoice', language: 'pl', subject: '{document} {number} – {sellerName}',
        opening: 'Dzień dobry,\n\nw załączniku przesyłamy dokument: {document} {number}.',
        closing: 'Z poważaniem\n{sellerName}'
    }],
    places: [{ name: 'number', meaning: mailPlaces.number }]
});
