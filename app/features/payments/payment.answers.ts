import Joi from 'joi';
import {
    currencyCode, date, id, instant, money, nextAfter, nextCursor, pageLimit
} from '../../foundation/schema/answer-fields.ts';
import { listOf, nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { invoiceAnswer, invoiceSummary, methodOfSettlement } from '../../domain/invoices/invoice.answers.ts';
import { toInvoiceSummary, toInvoiceView } from '../../domain/invoices/invoice.view.ts';
import { maxAllocations } from './pay-invoices.ts';
import { examplePaid, examplePayment } from './payment.example.ts';
import { paymentDocument } from './settlement.document.ts';
import { invoiceAccounts } from '../../foundation/vocabulary/settlement-accounts.ts';
import { settlementKinds } from '../../foundation/vocabulary/settlement-kinds.ts';

/** Shapes of the answers about payments. */

const allocation = shape('Allocation', {
    invoiceId: id.description('Id of the invoice.'),
    account: oneOf('SettlementAccount', invoiceAccounts).description(
        'Account of the document. paid: money; credited: no longer owed, by a write-off or a corrective; '
        + 'advance: received on a proforma, and part of creditAmount.'),
    amount: money.description('Amount that was moved, signed.')
});

const paymentFields = {
    id: id.description('Id of the settlement.'),
    kind: oneOf('PaymentKind', settlementKinds).description(
        'Kind of settlement. payment: money received; refund: credit given back; credit_use: credit that pays '
        + 'an invoice; write_off: a residue written off; '
        + 'corrective, annulment: what is no longer owed; reversal: undoes another one.'),
    contactId: nullable(id).description('Customer in contacts-service; null for a buyer who is not a contact.'),
    currency: currencyCode,
    amount: money.description('Amount of the settlement.'),
    paymentMethod: methodOfSettlement,
    paymentDate: date.description('Day that the settlement counts for.'),
    paymentReference: nullable(Joi.string())
        .description('Reference of the payment, such as the title of the transfer.'),
    notes: nullable(Joi.string()).description('Note, for people.'),
    reason: nullable(Joi.string()).description('Reason of a write-off or reversal.'),
    // An invoice can occur twice, once for each account, as in the settlement of a corrective.
    allocations: listOf('Allocations', allocation, 2 * maxAllocations)
        .description('Parts of the settlement, one for each account of an invoice; signed.'),
    creditAmount: money.example('0.00')
        .description("Amount that was moved on the customer's credit; negative when credit was taken."),
    reversesId: nullable(id).description('Settlement that this reversal undoes.'),
    reversedById: nullable(id).description('Reversal that undid this settlement.'),
    correctiveId: nullable(id).description('Corrective that this settlement belongs to.'),
    createdBy: Joi.string().description('Subject of the token that made the settlement, or gateway.'),
    createdAt: instant.description('Instant in which the settlement was made.')
};

const document = paymentDocument(examplePayment);
const exampleDay = '2026-11-23';

/** One payment, or another settlement. */
export const paymentAnswer = shape('Payment', paymentFields)
    .description('Payment, or another settlement.').example(document);

/** A payment with its invoice. */
export const invoicePaymentAnswer = shape('PaymentOfInvoice', { ...paymentFields, invoice: invoiceAnswer })
    .example({ ...document, invoice: toInvoiceView(examplePaid, exampleDay) });

/** A payment with its invoices. */
export const paymentWithInvoicesAnswer = shape('PaymentOfInvoices', {
    ...paymentFields, invoices: listOf('PaidInvoices', invoiceSummary, maxAllocations)
        .description('Invoices that the settlement is about.')
}).example({ ...document, invoices: [toInvoiceSummary(examplePaid, exampleDay)] });

/** `GET /payments` */
export const paymentPageAnswer = shape('PaymentPage', {
    data: listOf('Payments', paymentAnswer, 100).description('Settlements of the page.'), limit: pageLimit, nextCursor
}).example({ data: [document], limit: 20, nextCursor: null });

/** `GET /invoices/{id}/payments` */
export const invoicePaymentsAnswer = shape('InvoicePayments', {
    data: listOf('Payments', paymentAnswer, 100).description('Settlements of the page.'),
    limit: pageLimit,
    nextAfter,
    currency: currencyCode,
    paidAmount: money
        .description('Sum of what was paid on the invoice (EN 16931 BT-113); of a proforma the sum of its advances.'),
    creditedAmount: money.description('Sum of what is no longer owed on the invoice.'),
    customerCredit: money.description("Credit of the invoice's customer in this currency.")
}).example({
    data: [document], limit: 50, nextAfter: null, currency: 'PLN', paidAmount: '1000.00',
    creditedAmount: '0.00', customerCredit: '0.00'
});

const creditRow = shape('CreditInCurrency', { currency: currencyCode, amount: money
    .description('Money that no invoice has used yet.') });

/** `GET /customers/{contactId}/credit` */
export const creditAnswer = shape('CustomerCredit', {
    contactId: id.description('Customer in contacts-service.'),
    credits: listOf('CreditsInCurrencies', creditRow, 200).description('Credit in each currency that has any.')
})
    .example({ contactId: 'c0000000-0000-4000-8000-000000000001', credits: [{ currency: 'PLN', amount: '20.00' }] });
