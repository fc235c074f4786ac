import Joi from 'joi';
import { calendarDate, text, uuid, yesNo } from '../../foundation/schema/fields.ts';
import { decimalNanos } from '../../foundation/schema/decimal-field.ts';
import { patternOfCodes, withOpenApi } from '../../foundation/schema/openapi-meta.ts';
import { form } from '../../foundation/schema/form.ts';
import { listOf, nullable, oneOf, shape, type ValueOf } from '../../foundation/schema/shape.ts';
import { currencyCodes, isCurrency } from '../../foundation/money/currencies.ts';
import { regonForm, taxNumberForm } from '../organisations/number-forms.ts';
import { parseBuyerTaxId, parseRegon } from '../organisations/tax-ids.ts';
import { buyerFields, eInvoiceFields } from './buyer.schemas.ts';
import { maxLines } from './draft.ts';
import { maxTermsDays, namedDays } from './payment-terms.ts';
import { amount, itemBody, percent } from '../pricing/item.schemas.ts';
import { draftTypes } from '../../foundation/vocabulary/document-types.ts';
import { paymentMethods } from '../../foundation/vocabulary/payment-methods.ts';
import { pricesIncludes } from '../../foundation/vocabulary/prices-include.ts';

/** Maximum characters of the note on an invoice. */
const maxNotesLength = 4_000;

/** Maximum characters of an order number (FA(3) NrZamowienia). */
const maxOrderNumberLength = 256;

/** The document types that a caller may draft. A corrective is made from the invoice that it corrects. */
export const draftInvoiceType = oneOf('DraftInvoiceType', draftTypes)
    .description('Type of the document: VAT invoice (the default) or proforma.');

/** The note that is printed on an invoice. */
export const invoiceNotes = text(maxNotesLength).description('Note that is printed (EN 16931 BT-22).');

/** The buyer's purchase order number. */
export const orderNumber = text(maxOrderNumberLength).example('PO-2026-118')
    .description("Buyer's purchase order number, as printed (EN 16931 BT-13).");

/** The person that a caller acts for, as the caller claims. */
export const onBehalfOf = text(200).description(
    'Person that the caller acts for, kept in the history as onBehalfOf. The actor is whoever the token names.');

/** Id of an invoice in a path. */
export const invoiceId = uuid.description('Id of the document.');

/** A flag that the CRM's callers send and nothing reads; documentation shows it struck out. */
function withoutEffect(text: string) {
    return withOpenApi(yesNo, { set: { deprecated: true } }).description(text);
}

/** `{invoiceId}` of a path. */
export const invoiceIdParams = shape('InvoiceId', { invoiceId });

/** `{invoiceId}/items/{itemId}` */
export const itemIdParams = shape('ItemId', { invoiceId, itemId: uuid.description('Id of the item.') });

/** `{contactId}` of a path. */
export const contactIdParams = shape('ContactId', {
    contactId: uuid.description('Customer in contacts-service.')
        .example('c0000000-0000-4000-8000-000000000001', { override: true })
});

/** ISO 4217. */
export const currency = Joi.string()
    .custom((value: string, helpers) => (isCurrency(value) ? value : helpers.error('INVALID_CURRENCY')))
    .messages({ INVALID_CURRENCY: 'must be an active ISO 4217 currency in capitals, such as PLN' }).example('PLN')
    .meta({ openapi: { set: { pattern: patternOfCodes(currencyCodes) } } })
    .description('Currency, ISO 4217 (EN 16931 BT-5).');

/** The method by which the customer pays. */
export const paymentMethod = oneOf('PaymentMethod', paymentMethods);

/** The buyer's tax number. */
export const customerNip = Joi.string().custom((value: string, helpers) =>
    parseBuyerTaxId(value) ?? helpers.error('INVALID_NIP'))
    .messages({
        INVALID_NIP: 'must be a NIP with a correct checksum, or the VAT number of another EU country with its prefix',
        'string.empty': 'must not be empty'
    })
    .meta({ openapi: { set: taxNumberForm } }).example('1234563218')
    .description(
        'NIP of the buyer, or VAT number of another EU country or of Northern Ireland, XI (EN 16931 BT-48). Greek '
        + 'numbers begin with EL; GR is read as EL.');
/** The buyer's REGON. */
export const customerRegon = Joi.string().custom((value: string, helpers) =>
    parseRegon(value) ?? helpers.error('INVALID_REGON'))
    .messages({
        INVALID_REGON: 'must be a REGON of 9 or 14 digits with a correct checksum', 'string.empty': 'must not be empty'
    }).meta({ openapi: { set: regonForm } })
    .description('REGON of the buyer: 9 or 14 digits.');

/** Payment terms as text. Made once: making a schema takes longer than checking with it. */
export const paymentTermsText = text(200).required();

/** Days as a number, or any text: `14`, `Przelew 30 dni`, `po odbiorze`. */
export const paymentTerms = Joi.any<string>().custom((value: unknown, helpers) => {
    if (typeof value === 'number') {
        const isAllowed = Number.isInteger(value) && value >= 0 && value <= maxTermsDays;
        return isAllowed ? String(value) : helpers.error('INVALID_TERMS');
    }
    const checked = paymentTermsText.validate(value);
    if (checked.error !== undefined) {
        return helpers.error('INVALID_TERMS');
    }
    return (namedDays(checked.value)?.days ?? 0) <= maxTermsDays ? checked.value : helpers.error('TERMS_TOO_LONG');
}).messages({
    INVALID_TERMS: `must be a number of days from 0 to ${maxTermsDays}, or a text of at most 200 characters`,
    TERMS_TOO_LONG: `must not name more than ${maxTermsDays} days to pay`
}).meta({
    openapi: {
        set: {
            oneOf: [
                { type: 'integer', minimum: 0, maximum: maxTermsDays },
                { type: 'string', maxLength: 200, pattern: '\\S' }
            ],
            example: '14 dni'
        },
        drop: ['type']
    }
}).description('Payment terms (EN 16931 BT-20): a number of days to pay, or any text to print. A text that names one '
    + `number of days, ${maxTermsDays} at most, or the end of the month gives the due date: "Przelew 30 dni", `
    + '"net 30", "30 dni od końca miesiąca", "do końca miesiąca".');

const maxRateSourceLength = 100;

/**
 * Maximum exchange rate in billionths, below one billion: one unit of the most valuable currency in the least valuable
 * one.
 */
const maxRateNanos = 999_999_999_999_999_999n;

/** Fields of an exchange rate that is given by hand. */
export const rateBody = {
    exchangeRate: nullable(decimalNanos({ min: 1n, max: maxRateNanos, example: '4.3215' })
        .description(
            'Units of the VAT currency for one unit of the currency. Absent: read when the invoice is issued. '
            + 'Refused in the VAT currency.')),
    exchangeRateDate: nullable(calendarDate.description(
        'Day of the exchange rate. For VAT in PLN at most 31 days before the last day that the law allows: the day '
        + 'before the tax point, or before the issue where that is earlier. Absent: the last working day before the '
        + 'earliest of sale, issue and today.')),
    exchangeRateSource: nullable(text(maxRateSourceLength)
        .description('Source of the exchange rate, as printed. Absent: manual.'))
};

const draftFields = {
    invoiceType: draftInvoiceType,
    contactId: nullable(uuid).description('Customer in contacts-service, whose data fill what is absent here.'),
    customerName: nullable(text(300)).description('Name of the buyer (EN 16931 BT-44).'),
    customerNIP: nullable(customerNip),
    customerREGON: nullable(customerRegon),
    customerAddress: nullable(text(500)).description('Address of the buyer on one line (EN 16931 BG-8). Enough by '
        + 'itself; with parts beside it both are printed as given.'),
    ...buyerFields,
    customerVATPayer: nullable(yesNo).description('True for a buyer who is a taxable person.'),
    validateCustomer: yesNo.description(
        'True, or absent: a customer with errors is refused, in PATCH only where the buyer is touched. False leaves it '
        + 'to the issue, which always checks.'),
    issueDate: nullable(calendarDate)
        .description('Issue date (EN 16931 BT-2). Absent: the day on which it is issued. A draft may be dated ahead; '
            + 'it can be issued from that day on.'),
    saleDate: nullable(calendarDate)
        .description('Day of the delivery or service (EN 16931 BT-72). Absent: the issue date. An invoice is issued at '
            + 'most 60 days before its sale.'),
    taxPointDate: nullable(calendarDate).description('Day on which the tax arises (EN 16931 BT-7), for all items. '
        + 'Absent: each item has its own, by its taxPointRule.'),
    dueDate: nullable(calendarDate)
        .description('Last day to pay on time (EN 16931 BT-9). Absent: as the payment terms say. A date that '
            + 'contradicts them is refused, at the latest when the document is issued.'),
    paymentMethod,
    paymentTerms: nullable(paymentTerms),
    notes: nullable(invoiceNotes),
    orderNumber: nullable(orderNumber),
    ...eInvoiceFields,
    quoteId: nullable(uuid).description('Quote in quotes-service that the document belongs to.'),
    currency,
    pricesInclude: oneOf('PricesInclude', pricesIncludes),
    language: Joi.string().pattern(/^[a-z]{2}(-[A-Z]{2})?$/)
        .messages({ 'string.pattern.base': 'must be a language such as pl or en-GB' }).example('pl')
        .description('Language of the printed document, such as pl or en-GB.'),
    discountPercent: nullable(percent).description('Discount on the whole document in percent (EN 16931 BT-94).'),
    discountAmount: nullable(amount)
        .description('Discount on the whole document as an amount, taken off after discountPercent (EN 16931 BT-92). '
            + 'While items are added or removed one by one it counts up to their sum; an invoice is issued only when '
            + 'they reach it.'),
    ...rateBody,
    items: listOf('Items', itemBody, maxLines).description('Items in their order (EN 16931 BG-25).'),
    createdBy: onBehalfOf,
    autoGenerateNumber: withoutEffect('Flag without effect: a draft has no number.'),
    autoCalculateTotals: withoutEffect('Flag without effect: totals are always computed.')
};

const draftExample = {
    contactId: 'c0000000-0000-4000-8000-000000000001',
    currency: 'PLN',
    paymentTerms: '14',
    items: [
        {
            itemType: 'custom', description: 'Montaż paneli', quantity: '24.5', unit: 'm²',
            unitPriceNet: '45.00', vatRate: 8
        },
        {
            itemType: 'custom', description: 'Listwa przypodłogowa', quantity: '18', unit: 'mb', unitPriceNet: '19.90',
            vatRate: 23, discountPercent: '5'
        }
    ]
};

/**
 * The body of a change of a draft: PATCH and calculate-totals. `null` and a blank text empty a field; one that always
 * has a value, such as the currency, keeps it.
 */
export const draftBody = form('Draft', {}, draftFields).example(draftExample);

/** Body of a new invoice: POST and rows of a bulk. */
export const newInvoiceBody = form('NewInvoice', {}, {
    ...draftFields,
    issue: yesNo.description(
        'True to issue the invoice as it is stored: it never is a draft, and the answer has its number. Needs the '
        + 'scope invoices:issue.')
}).example({ ...draftExample, issue: false });

/** A new invoice as a caller gives it. */
export type NewInvoiceInput = ValueOf<typeof newInvoiceBody>;

/** `POST …/issue` */
export const issueBody = form('IssueOptions', {}, {
    issueDate: calendarDate.description("Issue date instead of the draft's own, or today; not in the future."),
    keepPrices: yesNo.description('True to issue although prices are older than the limit.')
}).example({ keepPrices: false });

/** A draft as a caller gives it. `null` empties a field; an absent field stays (PATCH) or gets its default (POST). */
export type DraftInput = ValueOf<typeof draftBody>;
