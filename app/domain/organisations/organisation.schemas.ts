import Joi from 'joi';
import { decimalText } from '../../foundation/schema/decimal-field.ts';
import { text, wholeNumber, yesNo } from '../../foundation/schema/fields.ts';
import { listOf, nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { isCurrency } from '../../foundation/money/currencies.ts';
import { vatFaults } from '../../foundation/money/vat-rules.ts';
import { defaultPatterns } from '../numbering/number-pattern.ts';
import { parseIban, parseNip, parseRegon, parseVatId } from './tax-ids.ts';
import { paymentMethods } from '../../foundation/vocabulary/payment-methods.ts';
import { vatKeywords } from '../../foundation/vocabulary/vat-categories.ts';
import { itemTypes } from '../../foundation/vocabulary/item-types.ts';
import { roundingModels } from '../../foundation/vocabulary/rounding-models.ts';

/** Text in one of the forms that `parse` reads, converted to its canonical form. */
function checked(parse: (value: string) => string | undefined, clause: string, example: string): Joi.StringSchema<string> {
    return Joi.string().custom((value: string, helpers) => parse(value) ?? helpers.error('INVALID_NUMBER'))
        .messages({ INVALID_NUMBER: clause, 'string.empty': 'must not be empty' }).example(example);
}

const currency = checked((value) => (isCurrency(value) ? value : undefined), 'must be an active ISO 4217 currency in capitals, such as PLN', 'PLN');
const country = Joi.string().pattern(/^[A-Z]{2}$/).messages({ 'string.pattern.base': 'must be an ISO 3166-1 country in capitals, such as PL' }).example('PL');

/** `23`, `5.5`, `zw`: the rate in the API's words. */
const defaultVatRate = Joi.any<string>().custom((value: unknown, helpers) => {
    const isRate = (typeof value === 'number' || typeof value === 'string') && vatFaults({ rate: value }).length === 0;
    return isRate ? String(value) : helpers.error('VAT_RATE_INVALID');
}).messages({
    VAT_RATE_INVALID: `must be a percentage from 0 to 100 with at most 2 decimals, or one of ${vatKeywords.join(', ')}`
})
    .meta({ openapi: { type: undefined, oneOf: [{ type: 'number' }, { type: 'string' }], example: 23 } });

const itemTypeList = listOf('SplitPaymentItemTypes', oneOf('ItemType', itemTypes), itemTypes.length).unique();
const pattern = Joi.string().max(60).example(defaultPatterns.vat_invoice);

/** `PUT /organisation`: absent fields go back to their defaults. */
export const profileBody = shape('OrganisationProfile', {}, {
    legalName: nullable(text(300)),
    nip: nullable(checked(parseNip, 'must be a NIP of ten digits with a correct checksum', '1234563218')),
    regon: nullable(checked(parseRegon, 'must be a REGON of 9 or 14 digits with a correct checksum', '192598184')),
    vatId: nullable(checked(parseVatId, 'must be an EU VAT number with its country prefix and a correct checksum', 'PL1234563218')),
    street: nullable(text(200)),
    postalCode: nullable(text(20)),
    city: nullable(text(100)),
    country,
    email: nullable(Joi.string().email({ tlds: false }).max(254).messages({ 'string.email': 'must be an e-mail address' })),
    phone: nullable(text(50)),
    iban: nullable(checked(parseIban, 'must be an IBAN with correct check digits', 'PL61109010140000071219812874')),
    bankName: nullable(text(200)),
    defaultCurrency: currency,
    vatCurrency: currency,
    defaultVatRate,
    defaultPaymentMethod: oneOf('PaymentMethod', paymentMethods),
    paymentTermsDays: wholeNumber(0, 365).description('Days from issue date to due date'),
    defaultLanguage: Joi.string().pattern(/^[a-z]{2}(-[A-Z]{2})?$/).messages({ 'string.pattern.base': 'must be a language such as pl or en-GB' }),
    roundingModel: oneOf('RoundingModel', roundingModels),
    numberPatterns: shape('NumberPatterns', {}, { vat_invoice: pattern, proforma: pattern, corrective: pattern })
        .description('Tokens {YYYY}, {YY}, {MM} and one counter {NNNN}; the counter starts anew with each period the pattern names'),
    requireIfMatch: yesNo.description('Refuse changes without If-Match'),
    splitPaymentItemTypes: itemTypeList,
    writeOffLimit: decimalText({ decimals: 4, min: 0n, max: 1_000_000_000n, example: '1.00' })
        .description('Most that a write-off forgives, in the currency of the invoice; up to 1000')
}).example({
    legalName: 'Przykładowe Podłogi sp. z o.o.', nip: '1234563218', street: 'ul. Dębowa 1', postalCode: '00-001', city: 'Warszawa',
    iban: 'PL61109010140000071219812874', paymentTermsDays: 14, roundingModel: 'per_rate'
});

const anyText = Joi.string().allow('');
const maybe = nullable(anyText);

/** `GET /organisation` */
export const organisationAnswer = shape('Organisation', {
    id: Joi.string().example('default'),
    version: Joi.number().integer().description('The ETag is this number in quotes').example(1),
    legalName: maybe, nip: maybe, regon: maybe, vatId: maybe, street: maybe, postalCode: maybe, city: maybe, country: anyText,
    email: maybe, phone: maybe, iban: maybe, bankName: maybe,
    defaultCurrency: anyText.example('PLN'),
    vatCurrency: anyText.example('PLN'),
    defaultVatRate: anyText.example('23'),
    defaultPaymentMethod: anyText.example('bank_transfer'),
    paymentTermsDays: Joi.number().integer().example(14),
    defaultLanguage: anyText.example('pl'),
    roundingModel: oneOf('RoundingModel', roundingModels),
    numberPatterns: shape('NumberPatternsOfOrganisation', { vat_invoice: pattern, proforma: pattern, corrective: pattern }),
    requireIfMatch: Joi.boolean(),
    splitPaymentItemTypes: itemTypeList,
    writeOffLimit: anyText.example('1.00'),
    createdAt: Joi.string().isoDate().example('2026-11-23T10:15:00.000Z'),
    updatedAt: Joi.string().isoDate().example('2026-11-23T10:15:00.000Z')
}).example({
    id: 'default', version: 2, legalName: 'Przykładowe Podłogi sp. z o.o.', nip: '1234563218', regon: null, vatId: 'PL1234563218',
    street: 'ul. Dębowa 1', postalCode: '00-001', city: 'Warszawa', country: 'PL', email: 'faktury@podlogi.example', phone: null,
    iban: 'PL61109010140000071219812874', bankName: null, defaultCurrency: 'PLN', vatCurrency: 'PLN', defaultVatRate: '23',
    defaultPaymentMethod: 'bank_transfer', paymentTermsDays: 14, defaultLanguage: 'pl', roundingModel: 'per_rate',
    numberPatterns: defaultPatterns,
    requireIfMatch: false, splitPaymentItemTypes: [], writeOffLimit: '1.00', createdAt: '2026-11-23T10:15:00.000Z', updatedAt: '2026-11-23T10:15:00.000Z'
});
