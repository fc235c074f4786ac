import Joi from 'joi';
import { anyText } from '../../foundation/schema/answer-fields.ts';
import { described } from '../../foundation/schema/openapi-meta.ts';
import { nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { eInvoiceWords } from '../../foundation/vocabulary/e-invoice-formats.ts';
import { recipientRoles } from '../../foundation/vocabulary/recipient-roles.ts';

/** A tax number that is neither a NIP nor a VAT number of the EU. */
export const customerTaxIdAnswer = nullable(shape('CustomerTaxIdAnswer', {
    country: Joi.string().example('CH').description('Country that gave the number, ISO 3166-1 alpha-2.'),
    number: anyText.example('CHE-123.456.788').description('Number as its country writes it.')
}).description('Tax number of the buyer that is neither a NIP nor a VAT number of the EU, or null.'));

/** The parts of a buyer's address. */
export const addressAnswers = {
    customerStreet: nullable(anyText)
        .description('Street and house number of the buyer (EN 16931 BT-50); null where only the line is known.'),
    customerPostalCode: nullable(anyText).description('Postal code of the buyer (EN 16931 BT-53), or null.'),
    customerCity: nullable(anyText).description('City of the buyer (EN 16931 BT-52), or null.'),
    customerCountry: nullable(Joi.string().example('PL')).description(
        "Country of the buyer, ISO 3166-1 alpha-2 (EN 16931 BT-55). Null on a draft: the seller's when it is issued.")
};

/** Facts of a buyer that KSeF asks for. */
export const membershipAnswers = {
    buyerIsJstUnit: Joi.boolean()
        .description('True where the purchase is for a subordinate unit of the local government (FA(3) JST).'),
    buyerIsVatGroupMember: Joi.boolean()
        .description('True where the purchase is for a member of the VAT group (FA(3) GV).')
};

/** Members that an e-invoice needs of a document. */
export const eInvoiceAnswers = {
    buyerReference: nullable(Joi.string().example('04011000-12345-67'))
        .description('Reference that the buyer asked for (EN 16931 BT-10), or null.'),
    buyerEndpoint: nullable(shape('BuyerEndpointAnswer', {
        scheme: Joi.string().example('9945').description('Scheme of the address: code of the list EAS.'),
        id: anyText.example('PL1234563218').description('Address in the scheme.')
    }).description('Electronic address of the buyer (EN 16931 BT-49), or null.')),
    recipient: nullable(shape('RecipientAnswer', {
        name: anyText.description('Name of the third party.'),
        nip: nullable(anyText).description('NIP, or VAT number of another EU country, or null.'),
        address: nullable(anyText).description('Address on one line, or null.'),
        role: described(oneOf('RecipientRole', recipientRoles), 'Role of the third party (FA(3) Rola 1 to 11).')
    }).description('Third party beside the buyer (FA(3) Podmiot3), or null.')),
    eInvoice: described(oneOf('EInvoice', eInvoiceWords), 'E-invoice that the buyer needs.')
};
