import Joi from 'joi';
import { decimalMicros } from '../../foundation/schema/decimal-field.ts';
import { calendarDate, limitOf, text, uuid } from '../../foundation/schema/fields.ts';
import { listParameter } from '../../foundation/schema/list-parameter.ts';
import { described, withOpenApi } from '../../foundation/schema/openapi-meta.ts';
import { form } from '../../foundation/schema/form.ts';
import { listOf, nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { currency } from '../../domain/invoices/invoice.schemas.ts';
import { maxAllocations } from './pay-invoices.ts';
import { paymentMethods } from '../../foundation/vocabulary/payment-methods.ts';
import { settlementKinds } from '../../foundation/vocabulary/settlement-kinds.ts';

/** `{paymentId}` of a path. */
export const paymentIdParams = shape('PaymentId', { paymentId: uuid
    .description('Id of the payment or other settlement.') });

// The currency determines the number of decimals, which is checked when the currency is known; 4 is the maximum of all
// currencies.
const amount = decimalMicros({ decimals: 4, min: 100n, example: '1230.00' })
    .description('Amount in the currency of the payment.');
const paymentDate = calendarDate.description(
    'Day of the payment, as a date or an instant (the day it is then where the seller is). Not after today; '
    + 'default today.');
const paymentMethod = described(oneOf('PaymentMethod', paymentMethods), 'Way in which the money moved.');
const details = {
    paymentReference: nullable(text(200)).description('Reference of the payment, such as the title of the transfer.'),
    notes: nullable(text(4_000)).description('Note, for people.')
};
const reason = text(1_000).description('Reason, for people.');

/** `POST /invoices/{id}/payments` */
export const invoicePaymentBody = form('InvoicePaymentBody', { amount, paymentMethod }, { paymentDate, ...details })
    .example({
        amount: '1230.00', paymentDate: '2026-11-23', paymentMethod: 'bank_transfer',
        paymentReference: 'FV/2026/11/0001'
    });

/** `PATCH /invoices/{id}/mark-paid` */
export const markPaidBody = form('MarkPaid', { paymentDate, paymentMethod }, { amountPaid: amount
    .description('Amount that was paid. Default: the balance; of a proforma what its advances leave of the gross.'),
    ...details })
    .example({ paymentDate: '2026-11-23', paymentMethod: 'bank_transfer' });

const allocation = form('AllocationBody', { invoiceId: uuid.description('Invoice that is paid.') }, {
    amount: amount.description(
        'Part of the payment for this invoice. Default: as much of the balance as is left of the payment, in '
        + 'the order given.')
});

/** `POST /payments` */
export const paymentBody = withOpenApi(form('PaymentBody', { amount, paymentMethod }, {
    contactId: uuid.description(
        'Customer who pays; needed without allocations. It is looked up in contacts-service unless it is known here.'),
    currency: currency.description("Currency, ISO 4217. Default: that of the invoices, or the organisation's own."),
    paymentDate,
    ...details,
    allocations: listOf('AllocationBodies', allocation, maxAllocations).unique('invoiceId')
        .messages({
            'array.unique': 'names an invoice twice', 'array.max': `must have at most ${maxAllocations} invoices`
        })
        .description('Invoices that the payment pays. What is left becomes credit of the customer.')
}).example({
    contactId: 'c0000000-0000-4000-8000-000000000001', amount: '2000.00', paymentMethod: 'bank_transfer',
    allocations: [{ invoiceId: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5a', amount: '1230.00' }, {
        invoiceId: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5b'
    }]
}), { set: { anyOf: [{ required: ['contactId'] }, { required: ['allocations'] }] } });

/** `POST /customers/{contactId}/refunds` and `POST /invoices/{id}/refunds` */
export const refundBody = form('RefundBody', { amount, paymentMethod }, { currency, paymentDate, ...details })
    .example({ amount: '20.00', paymentMethod: 'bank_transfer' });

/** `POST /invoices/{id}/apply-credit` */
export const applyCreditBody = form('ApplyCreditBody', {}, {
    amount: amount
        .description("Amount of credit to use. Default: as much as the customer's credit and the balance allow.")
}).example({ amount: '20.00' });

/** `POST /payments/{id}/reversal` */
export const reversalBody = form('ReversalBody', { reason }, {
    reversalDate: calendarDate
        .description('Day of the reversal: not before the payment and not after today. Default today.')
}).example({ reason: 'Przelew został zwrócony' });

/** `POST /invoices/{id}/write-off` */
export const writeOffBody = form('WriteOffBody', { reason }).example({ reason: 'Różnica groszowa' });

/** `GET /payments` */
export const paymentListQuery = shape('PaymentListQuery', { limit: limitOf(100, 20) }, {
    contactId: uuid.description('Customer in contacts-service.'),
    kind: listParameter('PaymentKindFilter', oneOf('PaymentKind', settlementKinds), settlementKinds.length)
        .description('Kinds of settlement wanted.'),
    fromDate: calendarDate.description('First payment date wanted.'),
    toDate: calendarDate.description('Last payment date wanted.'),
    cursor: Joi.string().max(100).pattern(/^[A-Za-z0-9_-]+$/)
        .messages({ 'string.pattern.base': 'is not a cursor of this list' })
        .description('Cursor of the page: nextCursor of the page before.')
});

/** `GET /invoices/{id}/payments` */
export const invoicePaymentsQuery = shape('InvoicePaymentsQuery', { limit: limitOf(100, 50) }, {
    after: uuid.description('Id after which the page begins: nextAfter of the page before.')
});
