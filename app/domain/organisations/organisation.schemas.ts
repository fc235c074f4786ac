import Joi from 'joi';
import { anyText, id, instant, version } from '../../foundation/schema/answer-fields.ts';
import { decimalText } from '../../foundation/schema/decimal-field.ts';
import { text, uuid, wholeNumber, yesNo } from '../../foundation/schema/fields.ts';
import { form } from '../../foundation/schema/form.ts';
import { described, patternOfCodes } from '../../foundation/schema/openapi-meta.ts';
import { listOf, nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { vatRateMeta } from '../../foundation/schema/vat-rate-meta.ts';
import { currencyCodes, isCurrency } from '../../foundation/money/currencies.ts';
import { vatFaults } from '../../foundation/money/vat-rules.ts';
import { defaultPatterns } from '../numbering/number-pattern.ts';
import { checked, ibansByCurrency, rateInForce } from './organisation-fields.ts';
import { logoAnswer, lookAnswers, lookFields } from './look.schemas.ts';
import { everyPattern, somePatterns } from './pattern.schemas.ts';
import { ibanForm, nipForm, regonForm, vatIdForm } from './number-forms.ts';
import { parseIban, parseNip, parseRegon, parseVatId } from './tax-ids.ts';
import { paymentMethods } from '../../foundation/vocabulary/payment-methods.ts';
import { vatKeywords } from '../../foundation/vocabulary/vat-categories.ts';
import { itemTypes } from '../../foundation/vocabulary/item-types.ts';
import { roundingModels } from '../../foundation/vocabulary/rounding-models.ts';

const currency = checked((value) => (isCurrency(value) ? value : undefined),
    'must be an active ISO 4217 currency in capitals, such as PLN', 'PLN',
    { pattern: patternOfCodes(currencyCodes) });
const country = Joi.string().pattern(/^[A-Z]{2}$/)
    .messages({ 'string.pattern.base': 'must be an ISO 3166-1 country in capitals, such as PL' }).example('PL');

/** Maximum number of VAT rates in force: more than any country has. */
const maxVatRates = 20;

/** `23`, `5.5`, `zw`: the rate in the API's words. */
const defaultVatRate = Joi.any<string>().custom((value: unknown, helpers) => {
    const isRate = (typeof value === 'number' || typeof value === 'string') && vatFaults({ rate: value }).length === 0;
    return isRate ? String(value) : helpers.error('VAT_RATE_INVALID');
}).messages({
    VAT_RATE_INVALID: `must be a percentage from 0 to 100 with at most 2 decimals, or one of ${vatKeywords.join(', ')}`
})
    .meta({ openapi: vatRateMeta })
    .description(
        'VAT rate of lines that name none: percent, or zw (exempt), np (out of scope), oo (reverse charge), np_art100 '
        + '(services to a taxpayer of another EU country).');

const itemTypeList = listOf('SplitPaymentItemTypes', oneOf('ItemType', itemTypes), itemTypes.length).unique()
    .description(
        'Item types that fall under mandatory split payment unless the line says otherwise (Ustawa o VAT art. 108a).');
/** Meanings of the profile's fields, in requests and answers. */
const meanings = {
    legalName: 'Registered name of the seller (EN 16931 BT-27).',
    nip: 'Polish tax number of the seller: ten digits with a checksum.',
    regon: 'Polish statistical number of the seller: 9 or 14 digits with a checksum.',
    vatId: 'EU VAT number of the seller, with its country prefix (EN 16931 BT-31).',
    street: 'Street and house number (EN 16931 BT-35).',
    postalCode: 'Postal code (EN 16931 BT-38).',
    city: 'City (EN 16931 BT-37).',
    country: 'Country, ISO 3166-1 alpha-2 (EN 16931 BT-40). Default PL.',
    email: 'E-mail address of the seller (EN 16931 BT-43).',
    phone: 'Telephone number of the seller (EN 16931 BT-42).',
    iban: 'Account that customers pay to, IBAN without spaces (EN 16931 BT-84). With ibans: of all other currencies.',
    ibans: 'Accounts by currency, ISO 4217: a document shows that of its own currency, without one iban.',
    endpoint: 'Address for e-invoices (EN 16931 BT-34), or null.',
    contact: 'Person or department to ask about a document (EN 16931 BG-6), or null.',
    bankName: 'Name of the bank that has the account.',
    defaultCurrency: 'Currency of documents that name none, ISO 4217. Default PLN.',
    vatCurrency: 'Currency in which VAT is reported, ISO 4217 (EN 16931 BT-6). Default PLN.',
    vatRates: 'VAT rates of category S that are in force for the seller, in percent. Empty: those of the country that '
        + 'the service knows (PL: 23, 8, 5); of other countries every rate is taken.',
    exemptionReason: 'Provision that exempts lines at zw that name none, as it is printed (Ustawa o VAT art. 106e '
        + 'ust. 1 pkt 19, EN 16931 BT-120).',
    constructionServices: 'True where service lines are construction services: their tax point (Ustawa o VAT art. 19a '
        + 'ust. 5 pkt 3 lit. a) and split payment (art. 108a). Default false.',
    defaultPaymentMethod: 'Way to pay of documents that name none. Default bank_transfer.',
    paymentTermsDays: 'Days from issue date to due date, where a document names none. Default 14.',
    defaultLanguage: 'Language of documents that name none, such as pl or en-GB. Default pl.',
    roundingModel: 'Rounding model of new documents. Default per_rate.',
    requireIfMatch: 'True to refuse changes that come without If-Match. Default false.',
    writeOffLimit: 'Most that a write-off forgives, in the currency of the invoice.'
} as const;

/** The organisation that the documentation shows. */
const exampleOrganisation = {
    id: 'default', version: 2, legalName: 'Przykładowe Podłogi sp. z o.o.', nip: '1234563218',
    regon: null, vatId: 'PL1234563218', street: 'ul. Dębowa 1', postalCode: '00-001', city: 'Warszawa', country: 'PL',
    email: 'faktury@podlogi.example', phone: null,
    endpoint: { scheme: '9945', id: 'PL1234563218' },
    contact: { name: 'Biuro obsługi', phone: null, email: 'biuro@podlogi.example' },
    iban: 'PL61109010140000071219812874', ibans: { EUR: 'PL10105000997603123456789123' }, bankName: null,
    defaultCurrency: 'PLN', vatCurrency: 'PLN', defaultVatRate: '23', vatRates: [],
    exemptionReason: 'art. 43 ust. 1 pkt 29 ustawy o VAT', constructionServices: false,
    defaultPaymentMethod: 'bank_transfer', paymentTermsDays: 14, defaultLanguage: 'pl', roundingModel: 'per_rate',
    numberPatterns: defaultPatterns,
    requireIfMatch: false, splitPaymentItemTypes: [], writeOffLimit: '1.00', accentColor: '#14532d',
    documentFooter: 'Sąd Rejonowy w Przykładowie, KRS 0000000000', logo: null, pendingChange: null,
    createdAt: '2026-11-23T10:15:00.000Z',
    updatedAt: '2026-11-23T10:15:00.000Z'
};

const rateList = listOf('VatRatesInForce', rateInForce, maxVatRates).unique().description(meanings.vatRates);
const email = Joi.string().email({ tlds: false }).max(254).messages({ 'string.email': 'must be an e-mail address' });
const phone = text(50);
const iban = checked(parseIban, 'must be an IBAN with correct check digits', 'PL61109010140000071219812874',
    ibanForm);
const ibans = ibansByCurrency.description(meanings.ibans);
const endpoint = shape('ElectronicAddress', {
    scheme: Joi.string().pattern(/^[0-9A-Z]{2,4}$/)
        .messages({ 'string.pattern.base': 'must be a scheme of the list EAS, such as 9945' }).example('9945')
        .description('Scheme of the address, a code of the list EAS.'),
    id: text(100).example('PL1234563218').description('Address in the scheme.')
});
const contact = shape('SellerContact', {
    name: nullable(text(200)).default(null).description('Name of the person or department (EN 16931 BT-41).'),
    phone: nullable(phone).default(null).description('Telephone number (EN 16931 BT-42).'),
    email: nullable(email).default(null).description('E-mail address (EN 16931 BT-43).')
});

/** Fields of the profile that a caller sets, but the patterns of numbers. */
const profileFields = {
    legalName: nullable(text(300)).description(meanings.legalName),
    nip: nullable(checked(parseNip, 'must be a NIP of ten digits with a correct checksum', '1234563218', nipForm))
        .description(meanings.nip),
    regon: nullable(checked(
        parseRegon, 'must be a REGON of 9 or 14 digits with a correct checksum', '192598184', regonForm
    ))
        .description(meanings.regon),
    vatId: nullable(checked(
        parseVatId, 'must be an EU VAT number with its country prefix and a correct checksum', 'PL1234563218',
        vatIdForm
    )).description(meanings.vatId),
    street: nullable(text(200)).description(meanings.street),
    postalCode: nullable(text(20)).description(meanings.postalCode),
    city: nullable(text(100)).description(meanings.city),
    country: country.description(meanings.country),
    email: nullable(email).description(meanings.email),
    phone: nullable(phone).description(meanings.phone),
    endpoint: nullable(endpoint).description(meanings.endpoint),
    contact: nullable(contact).description(meanings.contact),
    iban: nullable(iban).description(meanings.iban),
    ibans,
    bankName: nullable(text(200)).description(meanings.bankName),
    defaultCurrency: currency.description(meanings.defaultCurrency),
    vatCurrency: currency.description(meanings.vatCurrency),
    defaultVatRate,
    vatRates: rateList,
    exemptionReason: nullable(text(500)).description(meanings.exemptionReason),
    constructionServices: yesNo.description(meanings.constructionServices),
    defaultPaymentMethod: described(oneOf('PaymentMethod', paymentMethods), meanings.defaultPaymentMethod),
    paymentTermsDays: wholeNumber(0, 365).description(meanings.paymentTermsDays),
    defaultLanguage: Joi.string().pattern(/^[a-z]{2}(-[A-Z]{2})?$/)
        .messages({ 'string.pattern.base': 'must be a language such as pl or en-GB' })
        .description(meanings.defaultLanguage),
    roundingModel: described(oneOf('RoundingModel', roundingModels), meanings.roundingModel),
    requireIfMatch: yesNo.description(meanings.requireIfMatch),
    splitPaymentItemTypes: itemTypeList,
    writeOffLimit: decimalText({ decimals: 4, min: 0n, max: 1_000_000_000n, example: '1.00' })
        .description(meanings.writeOffLimit),
    ...lookFields
};
const maybe = nullable(anyText);

/** The accounts of a change. */
export const accountsAnswer = shape('Accounts', {
    iban: maybe.description(meanings.iban), ibans
}).description('Accounts that customers pay to.');

const changeFields = {
    id: id.example('0199f3d2-7c1a-7b55-9c57-6a2f0d3c4e01', { override: true })
        .description('Id of the change, with which it is confirmed.'),
    requestedBy: Joi.string().example('user-17').description('Subject of the token that asked for the change.'),
    requestedAt: instant.description('Instant in which it was asked for.'),
    expiresAt: instant.description('Instant from which it can be confirmed no more, 7 days later.')
};
const exampleChange = {
    id: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4e01', requestedBy: 'user-17', requestedAt: '2026-11-23T10:15:00.000Z',
    expiresAt: '2026-11-30T10:15:00.000Z'
};

const pendingChange = nullable(shape('PendingChange', {
    ...changeFields, iban: maybe.description(meanings.iban), ibans
}).example({ ...exampleChange, iban: 'PL61109010140000071219812874', ibans: {} }))
    .description('Change of the accounts that waits for another administrator (IBAN_CHANGE_NEEDS), or null.');

/** A field that the service keeps: taken as GET answered it, and not read. */
function readOnly<Schema extends Joi.AnySchema>(schema: Schema): Schema {
    return schema.strip().description('Field that the service keeps: accepted as it was answered, without effect.');
}

/** `PUT /organisation`: every field, as GET answers them. */
export const profileBody = shape('OrganisationProfile', { ...profileFields, numberPatterns: everyPattern }, {
    id: readOnly(Joi.string().max(64)),
    version: readOnly(Joi.number().integer()),
    logo: described(
        logoAnswer.strip(), 'Logo as it was answered, without effect: it is set by PUT /organisation/logo.'),
    pendingChange: described(
        pendingChange.strip(), 'Field that the service keeps: accepted as it was answered, without effect.'),
    createdAt: readOnly(Joi.string().max(40)),
    updatedAt: readOnly(Joi.string().max(40))
}).example(exampleOrganisation);

/** `PATCH /organisation`: the fields to change. */
export const profileChangeBody = shape('OrganisationChange', {}, { ...profileFields, numberPatterns: somePatterns })
    .min(1).messages({ 'object.min': 'needs at least one field to change' })
    .example({
        legalName: 'Przykładowe Podłogi sp. z o.o.', nip: '1234563218', street: 'ul. Dębowa 1',
        postalCode: '00-001', city: 'Warszawa', endpoint: { scheme: '9945', id: 'PL1234563218' }
    });

/** The seller, as an organisation has it and as an issued document froze it. */
const sellerFields = {
    legalName: maybe.description(meanings.legalName),
    nip: maybe.description(meanings.nip),
    regon: maybe.description(meanings.regon),
    vatId: maybe.description(meanings.vatId),
    street: maybe.description(meanings.street),
    postalCode: maybe.description(meanings.postalCode),
    city: maybe.description(meanings.city),
    country: anyText.description(meanings.country),
    email: maybe.description(meanings.email),
    phone: maybe.description(meanings.phone),
    iban: maybe.description('Account that customers pay to, IBAN without spaces (EN 16931 BT-84).'),
    bankName: maybe.description(meanings.bankName),
    endpoint: nullable(endpoint).description(meanings.endpoint),
    contact: nullable(contact).description(meanings.contact)
};

/** The seller as an issued document shows it. */
export const sellerAnswer = shape('Seller', sellerFields)
    .description('Seller as it was when the document was issued (EN 16931 BG-4); null on a draft.');

/** `POST /organisation/pending-change/confirm` */
export const confirmationBody = form('PendingChangeConfirmation', {
    id: uuid.description('Id of the change as GET /organisation shows it: a later one is not confirmed with it.')
}).example({ id: exampleChange.id });

/** Data of the events about a change of accounts that waits or was rejected. */
export const accountsChangeData = shape('AccountsChange', {
    ...changeFields,
    before: described(accountsAnswer, 'Accounts of the profile.'),
    after: described(accountsAnswer, 'Accounts that were asked for.')
}).description('Change of accounts that waits for another administrator, or was rejected.').example({
    ...exampleChange, before: { iban: null, ibans: {} }, after: { iban: 'PL61109010140000071219812874', ibans: {} }
});

/** Every field of an organisation, in answers. */
const organisationFields = {
    id: Joi.string().example('default').description('Id of the organisation, as tokens name it.'),
    version,
    ...sellerFields,
    iban: maybe.description(meanings.iban),
    ibans,
    defaultCurrency: anyText.example('PLN').description(meanings.defaultCurrency),
    vatCurrency: anyText.example('PLN').description(meanings.vatCurrency),
    defaultVatRate: anyText.example('23').description('VAT rate of lines that name none, as text.'),
    vatRates: rateList,
    exemptionReason: maybe.description(meanings.exemptionReason),
    constructionServices: Joi.boolean().description(meanings.constructionServices),
    defaultPaymentMethod: anyText.example('bank_transfer').description(meanings.defaultPaymentMethod),
    paymentTermsDays: Joi.number().integer().example(14).description(meanings.paymentTermsDays),
    defaultLanguage: anyText.example('pl').description(meanings.defaultLanguage),
    roundingModel: described(oneOf('RoundingModel', roundingModels), meanings.roundingModel),
    numberPatterns: everyPattern,
    requireIfMatch: Joi.boolean().description(meanings.requireIfMatch),
    splitPaymentItemTypes: itemTypeList,
    writeOffLimit: anyText.example('1.00').description(meanings.writeOffLimit),
    ...lookAnswers,
    pendingChange,
    createdAt: instant.description('Instant in which the organisation was first used.'),
    updatedAt: instant.description('Instant of the last change.')
};

/** `GET /organisation` */
export const organisationAnswer = shape('Organisation', organisationFields).example(exampleOrganisation);

/** The members of an organisation that a change touched. Entries of earlier builds may have others. */
export const organisationChangesAnswer = shape('OrganisationChanges', {}, organisationFields).unknown(true)
    .description('Members of the organisation that the change touched.');

/** Data of the event about a changed profile. */
export const organisationChangedData = shape('OrganisationChanged', {
    version,
    fields: listOf('ChangedFields', Joi.string(), Object.keys(organisationFields).length)
        .description('Names of the fields that have another value now.'),
    before: described(organisationChangesAnswer, 'Changed fields with the values that they had.'),
    after: described(organisationChangesAnswer, 'Changed fields with the values that they have now.')
}).description('Change of the seller profile.').example({
    version: 3, fields: ['iban'], before: { iban: null }, after: { iban: 'PL61109010140000071219812874' }
});
