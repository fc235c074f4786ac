import Joi from 'joi';
import { anyText, currencyCode, id, instant, money } from '../../foundation/schema/answer-fields.ts';
import { listOf, nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { warningsAnswer } from '../../foundation/schema/warnings.ts';
import { withExample } from '../../foundation/schema/openapi-meta.ts';
import { maxLines } from './draft.ts';
import { exampleDraft } from './invoice.example.ts';
import { customerTaxIdAnswer } from './buyer.answers.ts';
import { invoiceAnswer, today } from './invoice.answers.ts';
import { itemFields, itemsAnswer, vatBreakdownAnswer } from './item.answers.ts';
import { toInvoiceView, toTotalsView } from './invoice.view.ts';
import { pricesIncludes } from '../../foundation/vocabulary/prices-include.ts';
import { roundingModels } from '../../foundation/vocabulary/rounding-models.ts';

/** Answers about drafts. */

const draftView = toInvoiceView(exampleDraft, today);

/** One draft with its items: an invoice that has no number yet. */
export const draftAnswer = withExample('DraftInvoice', invoiceAnswer, draftView);

/** The item that was added, and beside its own members the invoice it was added to. */
export const addedItemAnswer = shape('AddedItem', { ...itemFields, invoice: invoiceAnswer }, {
    warnings: warningsAnswer
})
    .example({ ...draftView.items[0], invoice: draftView });

const lineNumber = Joi.number().integer().description('Place among the items, from 1.');

const movedField = shape('MovedField', {
    itemId: id.description('Id of the item.'),
    lineNumber,
    field: Joi.string().example('unitPriceNet').description('Name of the member that changed.'),
    before: Joi.alternatives(Joi.string(), Joi.number()).example('45').description('Value before.'),
    after: Joi.alternatives(Joi.string(), Joi.number()).example('47.5').description('Value from now on.')
});

const notRefreshedItem = shape('NotRefreshedItem', {
    itemId: id.description('Id of the item.'),
    lineNumber,
    fetchedAt: instant.description('Instant in which its price was last read.')
});
const notRefreshed = listOf('NotRefreshed', notRefreshedItem, maxLines)
    .description('Items whose service did not answer: their price is the last one known.');

/** `POST …/recalculate` */
export const recalculatedAnswer = shape('Recalculated', {
    invoice: invoiceAnswer,
    changes: listOf('MovedFields', movedField, 10 * maxLines)
        .description('Members of items that the new prices changed.'),
    notRefreshed
}, { warnings: warningsAnswer }).example({
    invoice: draftView,
    changes: [{
        itemId: draftView.items[0]?.id, lineNumber: 1, field: 'totalNet', before: '1790.10', after: '1823.72'
    }],
    notRefreshed: []
});

/** `POST …/calculate-totals` */
export const totalsAnswer = shape('Totals', {
    invoiceId: id.description('Id of the draft, which stays as it is.'),
    currency: currencyCode,
    pricesInclude: oneOf('PricesInclude', pricesIncludes),
    roundingModel: oneOf('RoundingModel', roundingModels),
    totalNet: money.description('Net amount (EN 16931 BT-109).'),
    totalVAT: money.description('VAT (EN 16931 BT-110).'),
    totalGross: money.description('Gross amount (EN 16931 BT-112).'),
    vatBreakdown: vatBreakdownAnswer,
    items: itemsAnswer
}).example(toTotalsView(exampleDraft));

const customerInfo = shape('CustomerInfo', {
    name: nullable(anyText).description('Name, or null.'),
    nip: nullable(anyText).description('NIP, or VAT number of another EU country, or null.'),
    regon: nullable(anyText).description('REGON, or null.'),
    address: nullable(anyText).description('Address on one line, or null.'),
    vatPayer: Joi.boolean().description('True for a taxable person.'),
    taxId: customerTaxIdAnswer,
    street: nullable(anyText).description('Street and house number, or null.'),
    postalCode: nullable(anyText).description('Postal code, or null.'),
    city: nullable(anyText).description('City, or null.'),
    country: nullable(anyText).description('Country: ISO 3166-1 alpha-2, or the words of contacts-service.')
}).description('Customer as the document would print it.');

/** `POST …/validate-customer` */
export const customerCheckAnswer = shape('CustomerCheck', {
    isValid: Joi.boolean().description('True when there are no errors.'),
    errors: listOf('CustomerErrors', Joi.string(), 10)
        .description('Faults that make an invoice for this customer wrong.'),
    warnings: listOf('CustomerWarnings', Joi.string(), 30).description('Findings that may be intended.'),
    customerInfo
}).example({
    isValid: false,
    errors: ['customerNIP: the checksum of the NIP is wrong; correct the contact, or give customerNIP'],
    warnings: ['customerName differs from contacts-service; the given value is printed'],
    customerInfo: {
        name: 'Dom i Ogród Przykładowy', nip: '1234563217', regon: null,
        address: 'ul. Lipowa 2, 30-001 Kraków', vatPayer: true, taxId: null, street: 'ul. Lipowa 2',
        postalCode: '30-001', city: 'Kraków', country: 'PL'
    }
});
