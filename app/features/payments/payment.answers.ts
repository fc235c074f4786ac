import Joi from 'joi';
import { listOf, nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { date, id, instant, invoiceAnswer, invoiceSummary, money } from '../../domain/invoices/invoice.answers.ts';
import { toInvoiceSummary, toInvoiceView } from '../../domain/invoices/invoice.view.ts';
import { maxAllocations } from './pay-invoices.ts';
import { examplePaid, examplePayment } from './payment.example.ts';
import { paymentDocument } from './settlement.document.ts';
import { paymentMethods } from '../../foundation/vocabulary/payment-methods.ts';
import { invoiceAccounts } from '../../foundation/vocabulary/settlement-accounts.ts';
import { settlementKinds } from '../../foundation/vocabulary/settlement-kinds.ts';

/** Shapes of the answers about payments. */

const allocation = shape('Allocation', {
    invoiceId: id,
    account: oneOf('SettlementAccount', invoiceAccounts)
        .description('credited: no longer owed, by a write-off or a corrective'),
    amount: money
});

const paymentFields = {
    id,
    kind: oneOf('PaymentKind', settlementKinds).description(
        'payment: money received; refund: credit given back; credit_use: credit that pays an invoice; write_off: a residue forgiven; '
        + 'corrective, annulment: what is no longer owed; reversal: undoes another one'),
    contactId: nullable(id),
    currency: Joi.string().example('PLN'),
    amount: money,
    paymentMethod: nullable(oneOf('NullablePaymentMethod', paymentMethods)),
    paymentDate: date,
    paymentReference: nullable(Joi.string()),
    notes: nullable(Joi.string()),
    reason: nullable(Joi.string()),
    // An invoice can occur twice, once for each account, as in the settlement of a corrective.
    allocations: listOf('Allocations', allocation, 2 * maxAllocations).description('What it moved on each invoice; signed'),
    creditAmount: money.example('0.00').description("What it moved on the customer's credit; negative when credit was taken"),
    reversesId: nullable(id).description('Of a reversal: what it undoes'),
    reversedById: nullable(id).description('The reversal that undid it'),
    correctiveId: nullable(id).description('The corrective behind it'),
    createdBy: Joi.string(),
    createdAt: instant
};

const document = paymentDocument(examplePayment);
const exampleDay = '2026-11-23';

/** One payment, or another settlement. */
export const paymentAnswer = shape('Payment', paymentFields).example(document);

/** A payment with its invoice. */
export const invoicePaymentAnswer = shape('PaymentOfInvoice', { ...paymentFields, invoice: invoiceAnswer })
    .example({ ...document, invoice: toInvoiceView(examplePaid, exampleDay) });

/** A payment with its invoices. */
export const paymentWithInvoicesAnswer = shape('PaymentOfInvoices', {
    ...paymentFields, invoices: listOf('PaidInvoices', invoiceSummary, maxAllocations)
}).example({ ...document, invoices: [toInvoiceSummary(examplePaid, exampleDay)] });

/** `GET /payments` */
export const paymentPageAnswer = shape('PaymentPage', {
    data: listOf('Payments', paymentAnswer, 100), limit: Joi.number().integer(), nextCursor: nullable(Joi.string())
}).example({ data: [document], limit: 20, nextCursor: null });

/** `GET /invoices/{id}/payments` */
export const invoicePaymentsAnswer = shape('InvoicePayments', {
    data: listOf('Payments', paymentAnswer, 100),
    limit: Joi.number().integer(),
    nextAfter: nullable(Joi.string()),
    currency: Joi.string().example('PLN'),
    paidAmount: money,
    creditedAmount: money,
    customerCredit: money.description("Credit of the invoice's customer in this currency")
}).example({ data: [document], limit: 50, nextAfter: null, currency: 'PLN', paidAmount: '1000.00', creditedAmount: '0.00', customerCredit: '0.00' });

const creditRow = shape('CreditInCurrency', { currency: Joi.string().example('PLN'), amount: money });

/** `GET /customers/{contactId}/credit` */
export const creditAnswer = shape('CustomerCredit', { contactId: id, credits: listOf('CreditsInCurrencies', creditRow, 200) })
    .example({ contactId: 'c0000000-0000-4000-8000-000000000001', credits: [{ currency: 'PLN', amount: '20.00' }] });
