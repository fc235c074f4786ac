import Joi from 'joi';
import { text, yesNo } from '../../foundation/schema/fields.ts';
import { form } from '../../foundation/schema/form.ts';
import { described, patternOfCodes, withOpenApi } from '../../foundation/schema/openapi-meta.ts';
import { nullable, oneOf } from '../../foundation/schema/shape.ts';
import { countries, isCountry } from '../../foundation/vocabulary/countries.ts';
import { eInvoiceWords } from '../../foundation/vocabulary/e-invoice-formats.ts';
import { recipientRoles } from '../../foundation/vocabulary/recipient-roles.ts';
import { faultOfForeignTaxId, maxTaxNumberLength, type ForeignTaxId } from '../organisations/foreign-tax-ids.ts';
import { taxNumberForm } from '../organisations/number-forms.ts';
import { parseBuyerTaxId } from '../organisations/tax-ids.ts';

/** Maximum characters of a name or of an address line (FA(3) TZnakowy512). */
const maxLineLength = 512;

/** Maximum characters of a buyer reference: as of an order number. */
const maxReferenceLength = 256;

/** Maximum characters of an electronic address (Peppol Policy for use of identifiers, section 4). */
const maxEndpointLength = 135;

const country = Joi.string().custom((value: string, helpers) =>
    (isCountry(value.toUpperCase()) ? value.toUpperCase() : helpers.error('INVALID_COUNTRY')))
    .messages({
        INVALID_COUNTRY: 'must be a country of ISO 3166-1 in two letters, such as PL',
        'string.empty': 'must not be empty'
    }).meta({ openapi: { set: { pattern: patternOfCodes(countries) } } }).example('PL');

const taxNumber = Joi.string().custom((value: string, helpers) =>
    parseBuyerTaxId(value) ?? helpers.error('INVALID_NIP'))
    .messages({
        INVALID_NIP: 'must be a NIP with a correct checksum, or the VAT number of another EU country with its prefix',
        'string.empty': 'must not be empty'
    }).meta({ openapi: { set: taxNumberForm } }).example('1234563218');

const customerTaxId = form('CustomerTaxId', {
    country: withOpenApi(country, { set: { pattern: patternOfCodes(countries.filter((code) => code !== 'PL')) } })
        .description('Country that gave the number, ISO 3166-1 alpha-2; another one than PL.'),
    number: text(maxTaxNumberLength).example('CHE-123.456.788')
        .description('Number as its country writes it (FA(3) NrID). Its checksum is not verified.')
}).example({ country: 'CH', number: 'CHE-123.456.788' })
    .custom((value: ForeignTaxId, helpers) => {
        const clause = faultOfForeignTaxId(value);
        return clause === undefined ? value : helpers.error('NOT_FOREIGN', { clause });
    }).messages({ NOT_FOREIGN: '{#clause}' })
    .description('Tax number that is neither a NIP nor a VAT number of the EU. A buyer has this one or customerNIP; '
        + 'both are refused.');

const recipient = form('Recipient', {
    name: text(maxLineLength).example('Szkoła Podstawowa nr 1').description('Name of the third party.')
}, {
    nip: nullable(taxNumber).description('NIP, or VAT number of another EU country.'),
    address: nullable(text(maxLineLength)).description('Address on one line.'),
    role: described(oneOf('RecipientRole', recipientRoles),
        'Role of the third party, in the order of FA(3) 1 to 11. Absent: recipient.')
}).example({
    name: 'Szkoła Podstawowa nr 1', nip: null, address: 'ul. Szkolna 1, 00-002 Warszawa', role: 'jst_recipient'
}).description('Third party beside the buyer (FA(3) Podmiot3), such as the school that receives what its municipality '
    + 'pays for. An object replaces the one before it whole.');

const buyerEndpoint = form('BuyerEndpoint', {
    scheme: Joi.string().pattern(/^\d{4}$/)
        .messages({
            'string.pattern.base': 'must be four digits, a code of the list EAS such as 9945',
            'string.empty': 'must not be empty'
        }).example('9945').description('Scheme of the address: code of the list EAS.'),
    id: text(maxEndpointLength).example('PL1234563218').description('Address in the scheme.')
}).example({ scheme: '9945', id: 'PL1234563218' }).description('Electronic address of the buyer (EN 16931 BT-49).');

/** The fields of a draft that tell who the buyer is, beside name and numbers of Poland and the EU. */
export const buyerFields = {
    customerTaxId: nullable(customerTaxId),
    customerStreet: nullable(text(200)).description('Street and house number of the buyer (EN 16931 BT-50). Without '
        + 'customerAddress the line is made of the parts. Address fields of the caller, the country apart, replace '
        + "all of the contact's."),
    customerPostalCode: nullable(text(20)).description('Postal code of the buyer (EN 16931 BT-53).'),
    customerCity: nullable(text(100)).description('City of the buyer (EN 16931 BT-52).'),
    customerCountry: nullable(country).description('Country of the buyer, ISO 3166-1 alpha-2 (EN 16931 BT-55). Absent: '
        + "the contact's, of the tax number's prefix, else the seller's."),
    buyerIsJstUnit: nullable(yesNo).description('True where the purchase is for a subordinate unit of the local '
        + 'government that buys (FA(3) JST). Such a document has a recipient of the role jst_recipient.'),
    buyerIsVatGroupMember: nullable(yesNo).description('True where the purchase is for a member of the VAT group that '
        + 'buys (FA(3) GV). Such a document has a recipient of the role vat_group_recipient.')
};

/** The fields of a draft that an e-invoice needs. */
export const eInvoiceFields = {
    buyerReference: nullable(text(maxReferenceLength).example('04011000-12345-67')).description(
        'Reference that the buyer asked for (EN 16931 BT-10), such as a Leitweg-ID.'),
    buyerEndpoint: nullable(buyerEndpoint),
    recipient: nullable(recipient),
    eInvoice: described(oneOf('EInvoice', eInvoiceWords),
        'E-invoice that the buyer needs: its rules are checked at the issue, 422 E_INVOICE_RULE. xrechnung needs the '
        + "address in parts (BR-DE-8, BR-DE-9). Absent: the organisation's.")
};
