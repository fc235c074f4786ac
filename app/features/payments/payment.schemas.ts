import Joi from 'joi';
import { decimalMicros } from '../../foundation/schema/decimal-field.ts';
import { calendarDate, instantOrDate, text, uuid, wholeNumber } from '../../foundation/schema/fields.ts';
import { listParameter } from '../../foundation/schema/list-parameter.ts';
import { listOf, nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { currency } from '../../domain/invoices/invoice.schemas.ts';
import { maxAllocations } from './pay-invoices.ts';
import { paymentMethods } from '../../foundation/vocabulary/payment-methods.ts';
import { settlementKinds } from '../../foundation/vocabulary/settlement-kinds.ts';

/** `{paymentId}` of a path. */
export const paymentIdParams = shape('PaymentId', { paymentId: uuid });

// The currency determines the number of decimals, which is checked when the currency is known; 4 is the maximum of all currencies.
const amount = decimalMicros({ decimals: 4, min: 100n, example: '1230.00' });
const paymentDate = instantOrDate.description("A date, or an instant: the day it is then where the seller is. Not after today; default today");
const paymentMethod = oneOf('PaymentMethod', paymentMethods);
const details = {
    paymentReference: nullable(text(200)).description('Such as the title of the transfer'),
    notes: nullable(text(4_000))
};
const reason = text(1_000);

/** `POST /invoices/{id}/payments` */
export const invoicePaymentBody = shape('InvoicePaymentBody', { amount, paymentMethod }, { paymentDate, ...details })
    .example({ amount: '1230.00', paymentDate: '2026-11-23', paymentMethod: 'bank_transfer', paymentReference: 'FV/2026/11/0001' });

/** `PATCH /invoices/{id}/mark-paid` */
export const markPaidBody = shape('MarkPaid', { paymentDate, paymentMethod }, { amountPaid: amount.description('Default: the balance'), ...details })
    .example({ paymentDate: '2026-11-23T10:15:00.000Z', paymentMethod: 'bank_transfer' });

const allocation = shape('AllocationBody', { invoiceId: uuid }, {
    amount: amount.description('Default: as much of the balance as is left of the payment, in the order given')
});

/** `POST /payments` */
export const paymentBody = shape('PaymentBody', { amount, paymentMethod }, {
    contactId: uuid.description('Who pays; needed without allocations. Looked up in contacts-service unless it is known here'),
    currency: currency.description("Default: that of the invoices, or the organisation's own"),
    paymentDate,
    ...details,
    allocations: listOf('AllocationBodies', allocation, maxAllocations).unique('invoiceId')
        .messages({ 'array.unique': 'names an invoice twice', 'array.max': `must have at most ${maxAllocations} invoices` })
}).example({
    contactId: 'c0000000-0000-4000-8000-000000000001', amount: '2000.00', paymentMethod: 'bank_transfer',
    allocations: [{ invoiceId: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5a', amount: '1230.00' }, { invoiceId: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5b' }]
});

/** `POST /customers/{contactId}/refunds` and `POST /invoices/{id}/refunds` */
export const refundBody = shape('RefundBody', { amount, paymentMethod }, { currency, paymentDate, ...details })
    .example({ amount: '20.00', paymentMethod: 'bank_transfer' });

/** `POST /invoices/{id}/apply-credit` */
export const applyCreditBody = shape('ApplyCreditBody', {}, {
    amount: amount.description("Default: as much as the customer's credit and the balance allow")
}).example({ amount: '20.00' });

/** `POST /payments/{id}/reversal` */
export const reversalBody = shape('ReversalBody', { reason }, {
    reversalDate: instantOrDate.description('Not before the payment and not after today; default today')
}).example({ reason: 'Przelew został zwrócony' });

/** `POST /invoices/{id}/write-off` */
export const writeOffBody = shape('WriteOffBody', { reason }).example({ reason: 'Różnica groszowa' });

/** `GET /payments` */
export const paymentListQuery = shape('PaymentListQuery', { limit: wholeNumber(1, 100).default(20) }, {
    contactId: uuid,
    kind: listParameter('PaymentKindFilter', oneOf('PaymentKind', settlementKinds), settlementKinds.length),
    fromDate: calendarDate.description('Payment date, inclusive'),
    toDate: calendarDate,
    cursor: Joi.string().max(100).pattern(/^[A-Za-z0-9_-]+$/).messages({ 'string.pattern.base': 'is not a cursor of this list' })
        .description('nextCursor of the page before')
});

/** `GET /invoices/{id}/payments` */
export const invoicePaymentsQuery = shape('InvoicePaymentsQuery', { limit: wholeNumber(1, 100).default(50) }, {
    after: uuid.description('nextAfter of the page before')
});
