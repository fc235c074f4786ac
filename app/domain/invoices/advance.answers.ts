import Joi from 'joi';
import { date, id, money, vatRateAnswer } from '../../foundation/schema/answer-fields.ts';
import { described } from '../../foundation/schema/openapi-meta.ts';
import { listOf, nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { invoiceStatuses } from '../../foundation/vocabulary/invoice-statuses.ts';
import { itemAnswer, maxRows, vatCategoryAnswer } from './item.answers.ts';
import { maxLines } from './draft.ts';
import { maxAdvances } from './invoice.ts';

const advanceNumber = Joi.string().example('FZ/2026/11/0001').description('Number of the advance invoice.');

const rate = shape('DeductedRate', {
    vatCategory: vatCategoryAnswer,
    vatRate: vatRateAnswer,
    net: money.description('Net amount that is deducted.'),
    vat: money.description('VAT that is deducted.'),
    gross: money.description('Gross amount that is deducted: net + vat.')
});

const deductedAdvance = shape('DeductedAdvance', {
    invoiceId: id.description('Id of the advance invoice.'),
    invoiceNumber: advanceNumber,
    issueDate: date.description('Issue date of the advance invoice.'),
    ksefNumber: nullable(Joi.string()).description('Number that KSeF gave the advance invoice, or null.'),
    gross: money.description('Gross amount of the advance invoice after its correctives.'),
    rates: listOf('DeductedRates', rate, maxRows)
        .description('Amounts of the advance invoice for each VAT category and rate.')
});

const receivedPayment = shape('ReceivedPayment', {
    date: date.description('Day on which the money was received.'),
    amount: money.description('Sum that was received, in the currency of the document.')
});

const advanceInvoice = shape('AdvanceInvoiceLink', {
    invoiceId: id.description('Id of the advance invoice.'),
    invoiceNumber: advanceNumber,
    amount: money.description('Gross amount as it was issued: the money that was received.'),
    receivedOn: date.description('Day on which the money was received.'),
    status: described(oneOf('InvoiceStatus', invoiceStatuses), 'State of the advance invoice.')
});

const finalInvoice = shape('FinalInvoiceLink', {
    invoiceId: id.description('Id of the final invoice.'),
    invoiceNumber: Joi.string().example('FV/2026/11/0001').description('Number of the final invoice.')
}).description('Final invoice that deducts this advance invoice; null until one does.');

/** The members of a document that tell of its advances. */
export const advanceFields = {
    advances: listOf('DeductedAdvances', deductedAdvance, maxAdvances).description(
        'Advance invoices of the order. A final invoice deducts them: its totals are the sums of its items less these '
        + '(Ustawa o VAT art. 106f ust. 3). A corrective that gives them back has them negated. The advance invoice '
        + 'that covers the rest of its order only names the others (art. 106f ust. 4). Empty on other documents.'),
    receivedPayments: listOf('ReceivedPayments', receivedPayment, maxAdvances).description(
        'Money that was received on the proforma of this invoice in the month of the sale, frozen at the issue: it '
        + 'needs no advance invoice, and the invoice shows its day (Ustawa o VAT art. 106b ust. 1a, art. 106e ust. 1 '
        + 'pkt 6). Empty on other documents.'),
    advanceInvoices: listOf('AdvanceInvoices', advanceInvoice, maxAdvances)
        .description('Advance invoices of this proforma, in their order; empty on other documents.'),
    proformaId: nullable(id).description('Proforma of the order of this advance invoice; null on other documents.'),
    proformaNumber: nullable(Joi.string().example('PF/2026/11/0001'))
        .description('Number of the proforma of this advance invoice; null on other documents.'),
    orderGross: nullable(money)
        .description('Gross amount of the order of this advance invoice; null on other documents.'),
    deductedBy: nullable(finalInvoice)
};

/** The lines of an order. */
export const orderLinesAnswer = listOf('OrderLines', itemAnswer, maxLines).description(
    'Lines of the order of this advance invoice as the proforma has them (Ustawa o VAT art. 106f ust. 1 pkt 4); in no '
    + 'sum of this document, and empty on other documents.');
