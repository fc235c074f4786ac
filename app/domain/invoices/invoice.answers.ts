import Joi from 'joi';
import {
    anyText, currencyCode, date, decimal, id, instant, money, version
} from '../../foundation/schema/answer-fields.ts';
import { listOf, nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { warningsAnswer } from '../../foundation/schema/warnings.ts';
import { addressAnswers, customerTaxIdAnswer, eInvoiceAnswers, membershipAnswers } from './buyer.answers.ts';
import { invoiceDocument } from './invoice.document.ts';
import { exampleIssued } from './invoice.example.ts';
import { advanceFields, orderLinesAnswer } from './advance.answers.ts';
import { correctionAnswer, itemsAnswer, vatBreakdownAnswer } from './item.answers.ts';
import { toInvoiceView } from './invoice.view.ts';
import { maxAdvances, maxCorrectives } from './invoice.ts';
import { sellerAnswer } from '../organisations/organisation.schemas.ts';
import { paymentMethods } from '../../foundation/vocabulary/payment-methods.ts';
import { invoiceStatuses } from '../../foundation/vocabulary/invoice-statuses.ts';
import { paymentStatuses } from '../../foundation/vocabulary/payment-statuses.ts';
import { documentTypes } from '../../foundation/vocabulary/document-types.ts';
import { pricesIncludes } from '../../foundation/vocabulary/prices-include.ts';
import { roundingModels } from '../../foundation/vocabulary/rounding-models.ts';

/** Answers about invoices. Amounts are text with the currency's decimals; quantities and prices with up to 6. */

const corrective = shape('CorrectiveLink', {
    invoiceId: id.description('Id of the corrective.'),
    invoiceNumber: Joi.string().example('FK/2026/11/0001').description('Number of the corrective.'),
    issueDate: date.description('Issue date of the corrective.'),
    totalGross: money.example('-123.00')
        .description('Gross amount of the corrective: the difference, negative when it lowers.')
});
const cancellation = shape('Cancellation', {
    date: date.description('Day that the cancellation counts for.'),
    reason: Joi.string().description('Reason as the caller gave it.'),
    annulled: Joi.boolean()
        .description('True for an invoice that was issued and never sent: it keeps its number and counts as zero.'),
    cancelledAt: instant.description('Instant of the cancellation.')
}).description('Cancellation of the document; null when it is not cancelled.');

const customerSource = shape('CustomerSource', {
    version: Joi.string().example('W/"5a1-2c4"').description('ETag of the contact, or the hash of the answer.'),
    fetchedAt: instant.description('Instant in which contacts-service answered.'),
    stale: Joi.boolean().description('True when contacts-service did not answer later, so that an older answer counts.')
}).description('Answer of contacts-service that completes the buyer; null when the caller gave all of it.');

/** Method of a settlement. */
export const methodOfSettlement = nullable(oneOf('NullablePaymentMethod', paymentMethods))
    .description('Way in which the money moved; null where none did, such as for credit of the customer.');
const paymentReference = nullable(Joi.string().example('Przelew 1'))
    .description('Reference of the payment, such as the title of the transfer.');
const lastPaymentShape = shape('LastPayment', {
    date: date.description('Day of the payment.'), method: methodOfSettlement, reference: paymentReference
}).description(
    'Payment with the latest day, without reversed ones; null when the document holds no money.');
const advancePayment = shape('AdvancePayment', {
    paymentId: id.description('Id of the payment.'),
    date: date.description('Day of the payment.'),
    method: methodOfSettlement,
    amount: money.description('Part of the payment that is an advance on this proforma.'),
    reference: paymentReference
}, {
    advanceInvoiceId: nullable(id).description('Advance invoice of this payment; null where it has none.')
});

const summaryFields = {
    id: id.description('Id of the document.'),
    version,
    status: oneOf('InvoiceStatus', invoiceStatuses)
        .description('State of the document: draft → issued → sent → paid, or cancelled.'),
    paymentStatus: oneOf('PaymentStatus', paymentStatuses)
        .description('Part of the gross amount that is settled: pending none, partial some, paid all of it. '
            + 'cancelled: the document was cancelled or annulled.'),
    overdue: Joi.boolean()
        .description('True past the due date with a balance left. It is computed for the day of the answer.'),
    invoiceType: oneOf('InvoiceType', documentTypes)
        .description('Type of the document (EN 16931 BT-3). Each type has its own series of numbers.'),
    invoiceNumber: nullable(Joi.string().example('FV/2026/11/0001'))
        .description('Number of the document (EN 16931 BT-1); null on a draft.'),
    contactId: nullable(id).description('Customer in contacts-service; null for a buyer who is not a contact.'),
    customerName: nullable(anyText).description('Name of the buyer (EN 16931 BT-44).'),
    customerNIP: nullable(anyText)
        .description('NIP of the buyer, or VAT number of another EU country (EN 16931 BT-48).'),
    customerTaxId: customerTaxIdAnswer,
    customerREGON: nullable(anyText).description('REGON of the buyer: 9 or 14 digits.'),
    customerAddress: nullable(anyText).description('Address of the buyer on one line (EN 16931 BG-8).'),
    ...addressAnswers,
    customerVATPayer: Joi.boolean().description('True for a buyer who is a taxable person.'),
    ...membershipAnswers,
    customerSource: nullable(customerSource),
    issueDate: nullable(date).description('Issue date (EN 16931 BT-2); null on a draft that leaves it open.'),
    saleDate: nullable(date).description('Day of the delivery or service (EN 16931 BT-72).'),
    taxPointDate: nullable(date).description('Tax point of all items that was given by hand (EN 16931 BT-7), or null.'),
    dueDate: nullable(date).description(
        'Last day to pay on time (EN 16931 BT-9). Of a corrective: for what it raises.'),
    openDueDate: nullable(date).description(
        'Last day to pay the oldest part that is not paid, where a corrective makes it another than dueDate; else '
        + 'null. overdue counts from it.'),
    paymentMethod: oneOf('PaymentMethod', paymentMethods).description('Way to pay (EN 16931 BT-81).'),
    paymentTerms: nullable(Joi.string())
        .description('Payment terms as printed (EN 16931 BT-20): days to pay, or any text.'),
    notes: nullable(Joi.string()).description('Note that is printed (EN 16931 BT-22).'),
    orderNumber: nullable(Joi.string().example('PO-2026-118'))
        .description("Buyer's purchase order number, as printed (EN 16931 BT-13)."),
    ...eInvoiceAnswers,
    quoteId: nullable(id).description('Quote that the document was made from.'),
    currency: currencyCode,
    pricesInclude: oneOf('PricesInclude', pricesIncludes)
        .description('Content of unit prices and their discounts: net amounts, or gross amounts that include VAT.'),
    roundingModel: oneOf('RoundingModel', roundingModels).description(
        'Place where VAT is rounded: once for each rate (EN 16931 BR-CO-17), or on every line (Ustawa o VAT '
        + 'art. 106e ust. 10).'),
    language: Joi.string().example('pl').description('Language of the printed document, such as pl or en-GB.'),
    discountPercent: decimal.example('0').description('Discount on the whole document in percent (EN 16931 BT-94).'),
    discountAmount: money.example('0.00')
        .description('Discount on the whole document as an amount, taken off after discountPercent (EN 16931 BT-92).'),
    totalNet: money.description('Net amount of the document (EN 16931 BT-109).'),
    totalVAT: money.description('VAT of the document (EN 16931 BT-110).'),
    totalGross: money.description('Gross amount of the document (EN 16931 BT-112).'),
    paidAmount: money.example('0.00')
        .description('Sum of what was paid (EN 16931 BT-113); of a proforma the sum of its advances.'),
    creditedAmount: money.example('0.00').description(
        'Sum of what is no longer owed, by correctives, write-offs and annulment; negative where correctives raised '
        + 'the invoice by more.'),
    balance: money.description('Amount still to be paid (EN 16931 BT-115): totalGross − paidAmount − creditedAmount.'),
    paidAt: nullable(instant).description(
        'Instant in which a payment last left nothing to pay. Null while the document is not paid, and where a '
        + 'write-off or a corrective settled the rest. The day of the payment is in lastPayment.'),
    lastPayment: nullable(lastPaymentShape),
    advancePayments: listOf('AdvancePayments', advancePayment, maxAdvances).description(
        'Advances on this proforma, in the order of their days; they add up to paidAmount. Empty on other documents. '
        + 'The money is credit of the customer and counts in no report until an invoice uses it.'),
    splitPayment: Joi.boolean()
        .description('True when the words for mandatory split payment (MPP) are printed (Ustawa o VAT art. 108a).'),
    exchangeRate: nullable(Joi.string().example('4.3215'))
        .description('Units of the VAT currency for one unit of the currency (Ustawa o VAT art. 31a).'),
    exchangeRateDate: nullable(date).description('Day of the exchange rate.'),
    exchangeRateSource: nullable(Joi.string().example('manual'))
        .description('Source of the exchange rate: number of the NBP table, or manual.'),
    vatCurrency: nullable(Joi.string().example('PLN'))
        .description('Currency in which the VAT is reported, ISO 4217 (EN 16931 BT-6): that of the organisation when '
            + 'the document was issued, also where it equals the currency. On a draft that of a rate given by hand, '
            + 'which is dropped when the organisation changes it; else null.'),
    totalVATInVatCurrency: nullable(money)
        .description('VAT in the VAT currency (EN 16931 BT-111). Null when both currencies are the same: '
            + 'totalVAT says it then.'),
    correction: nullable(correctionAnswer),
    correctives: listOf('CorrectiveLinks', corrective, maxCorrectives)
        .description('Correctives of this invoice, in their order.'),
    convertedFromId: nullable(id).description('Proforma that became this invoice.'),
    convertedToId: nullable(id).description('Invoice that this proforma became.'),
    ...advanceFields,
    cancellation: nullable(cancellation),
    createdBy: Joi.string().description('Subject of the token that made the document, or gateway.'),
    createdAt: instant.description('Instant in which the document was made.'),
    updatedAt: instant.description('Instant of the last change.'),
    issuedAt: nullable(instant).description('Instant in which the document got its number; null on a draft.'),
    sentAt: nullable(instant).description('Instant of the first delivery to the buyer, or null.'),
    receiptConfirmedOn: nullable(date).description(
        "Day on which the seller had the buyer's confirmation of a corrective (Ustawa o VAT art. 29a ust. 13a), or "
        + 'null.'),
    contentHash: nullable(Joi.string())
        .description('SHA-256 of the frozen content in canonical form (RFC 8785), hex; null without frozen content.'),
    chainHash: nullable(Joi.string()).description(
        'SHA-256 over the chain hash of the document before in the series, the number and contentHash, hex; '
        + 'null without contentHash.')
};

const invoiceFields = {
    ...summaryFields,
    items: itemsAnswer,
    vatBreakdown: vatBreakdownAnswer,
    orderLines: orderLinesAnswer,
    seller: nullable(sellerAnswer)
};

/** Calendar date on which the examples are read. */
export const today = '2026-11-23';

/** One invoice with its items. */
export const invoiceAnswer = shape('Invoice', invoiceFields, { warnings: warningsAnswer })
    .description('One document with its items.').example(toInvoiceView(exampleIssued, today));

const { overdue: _dependsOnTheDay, ...documentFields } = invoiceFields;
const {
    orderNumber, customerSource: sourceOfBuyer, paidAt, lastPayment, advancePayments, taxPointDate, openDueDate,
    receiptConfirmedOn, customerTaxId, customerStreet, customerPostalCode, customerCity, customerCountry,
    buyerIsJstUnit, buyerIsVatGroupMember, buyerReference, buyerEndpoint, recipient, eInvoice,
    advances, receivedPayments, advanceInvoices, proformaId, proformaNumber, orderGross, deductedBy, orderLines,
    ...firstFields
} = documentFields;

/** An invoice as events carry it: its state at that time, without members that depend on the day of reading. */
export const invoiceDocumentAnswer = shape('InvoiceDocument', firstFields, {
    orderNumber, customerSource: sourceOfBuyer, paidAt, lastPayment, advancePayments, taxPointDate, openDueDate,
    receiptConfirmedOn, customerTaxId, customerStreet, customerPostalCode, customerCity, customerCountry,
    buyerIsJstUnit, buyerIsVatGroupMember, buyerReference, buyerEndpoint, recipient, eInvoice,
    advances, receivedPayments, advanceInvoices, proformaId, proformaNumber, orderGross, deductedBy, orderLines
}).description(
    'Document as it was when the event happened. What depends on the day of reading is left out, and so is a '
    + 'member that was added to the API after the event.'
).example(invoiceDocument(exampleIssued));

/** The members of an invoice that a change touched, as the history keeps them. */
export const invoiceChangesAnswer = shape('InvoiceChanges', {}, {
    ...documentFields,
    paymentId: nullable(id).description('Payment or other settlement that made the change; null before it.')
}).unknown(true).description(
    'Members of the document that the change touched; all of them where the document is new or was deleted.');

/** One invoice of a list: without items, breakdown and seller. */
export const invoiceSummary = shape('InvoiceSummary', summaryFields)
    .description('One document without items, breakdown and seller.');
