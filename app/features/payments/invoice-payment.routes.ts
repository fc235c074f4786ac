import type { ServerRoute } from '@hapi/hapi';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import { commandRoute } from '../../platform/http/command-route.ts';
import { answers } from '../../platform/http/answers.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { invoiceAnswer } from '../../domain/invoices/invoice.answers.ts';
import { invoiceIdParams } from '../../domain/invoices/invoice.schemas.ts';
import { invoiceAnswerOf } from '../../domain/invoices/invoice.view.ts';
import { applyCredit } from './apply-credit.ts';
import { refundErrors, settleErrors } from './documented-errors.ts';
import { payInvoice } from './pay-invoice.ts';
import { invoicePaymentAnswer, invoicePaymentsAnswer } from './payment.answers.ts';
import {
    applyCreditBody, invoicePaymentBody, invoicePaymentsQuery, markPaidBody, refundBody, writeOffBody
} from './payment.schemas.ts';
import { invoicePaymentAnswerOf, toInvoicePaymentsView } from './payment.view.ts';
import { readInvoicePayments } from './read-payments.ts';
import { refundCredit } from './refund-credit.ts';
import { paidInvoice, type MadePayment } from './store-settlement.ts';
import { writeOff } from './write-off.ts';

type Params = ValueOf<typeof invoiceIdParams>;

const payRoute = commandRoute({
    method: 'POST',
    path: '/invoices/{invoiceId}/payments',
    id: 'payInvoice',
    tag: 'payments',
    scope: 'payments:write',
    description: 'Record a payment of an invoice',
    notes: 'The part above the balance becomes credit of the customer. On a proforma the whole amount does, as an '
        + 'advance that the proforma shows in advancePayments; it pays the invoice that the proforma becomes by POST '
        + '/invoices/{invoiceId}/apply-credit. Each call records a payment: send an Idempotency-Key to be safe from '
        + 'sending it twice. If-Match is never required, and honoured when it is sent.',
    params: invoiceIdParams,
    payload: invoicePaymentBody,
    success: { 201: invoicePaymentAnswer },
    errors: ['AMOUNT_TOO_LARGE', 'TOO_MANY_ADVANCES', ...settleErrors],
    headers: ['Location'],
    answer: invoicePaymentAnswerOf,
    run: (dependencies, command, { params, payload }) =>
        payInvoice(
            dependencies, command, params.invoiceId, { payment: payload, amountPath: 'amount', needsBalance: false })
});

const markPaidRoute = commandRoute({
    method: 'PATCH',
    path: '/invoices/{invoiceId}/mark-paid',
    id: 'markInvoicePaid',
    tag: 'payments',
    scope: 'payments:write',
    gateway: true,
    description: 'Record that an invoice was paid',
    notes: 'Pays the balance, or amountPaid; what is more becomes credit of the customer. A call with the same '
        + 'paymentReference, day and amount as a payment of the invoice is answered by that one and records nothing; '
        + 'otherwise an invoice with nothing left to pay is a 409. On a proforma it records an advance, which the '
        + 'proforma shows in advancePayments and which is credit of the customer.',
    params: invoiceIdParams,
    payload: markPaidBody,
    success: { 200: invoiceAnswer },
    errors: ['ALREADY_SETTLED', 'AMOUNT_TOO_LARGE', 'TOO_MANY_ADVANCES', ...settleErrors],
    headers: ['ETag'],
    answer: (made: MadePayment, dependencies) => invoiceAnswerOf(paidInvoice(made), dependencies),
    run: (dependencies, command, { params, payload: { amountPaid, ...details } }) =>
        payInvoice(dependencies, command, params.invoiceId, {
            payment: { ...details, ...(amountPaid === undefined ? {} : { amount: amountPaid }) },
            amountPath: 'amountPaid',
            needsBalance: true
        })
});

const listRoute: ServerRoute<{ Params: Params; Query: ValueOf<typeof invoicePaymentsQuery> }> = {
    method: 'GET',
    path: '/invoices/{invoiceId}/payments',
    options: {
        auth: requires('invoices:read'),
        tags: ['api', 'payments'],
        description: 'Settlements of an invoice',
        notes: 'All kinds, oldest first: payments, used credit, write-offs, correctives, reversals. Where the '
            + 'buyer is no contact, also what moved the credit of this document: advances on a proforma, refunds, and '
            + 'credit that paid the invoice it became.',
        validate: { params: invoiceIdParams, query: invoicePaymentsQuery },
        ...answers('listInvoicePayments', { 200: invoicePaymentsAnswer }, ['INVOICE_NOT_FOUND'])
    },
    handler: async (request) => {
        const { dependencies } = request.server.app;
        const found = await readInvoicePayments(
            dependencies, callerOf(request).organisationId, request.params.invoiceId, request.query);
        return toInvoicePaymentsView(found, request.query.limit);
    }
};

const applyCreditRoute = commandRoute({
    method: 'POST',
    path: '/invoices/{invoiceId}/apply-credit',
    id: 'applyCredit',
    tag: 'payments',
    scope: 'payments:write',
    description: "Pay an invoice from its customer's credit",
    params: invoiceIdParams,
    payload: applyCreditBody,
    success: { 201: invoicePaymentAnswer },
    errors: ['ALREADY_SETTLED', 'CREDIT_INSUFFICIENT', 'PAYMENT_EXCEEDS_BALANCE', ...settleErrors],
    headers: ['Location'],
    answer: invoicePaymentAnswerOf,
    run: (dependencies, command, { params, payload }) => applyCredit(dependencies, command, params.invoiceId, payload)
});

const refundRoute = commandRoute({
    method: 'POST',
    path: '/invoices/{invoiceId}/refunds',
    id: 'refundInvoiceCredit',
    tag: 'payments',
    scope: 'payments:write',
    description: "Give credit of an invoice's customer back",
    notes: 'For customers that contacts-service does not know, also by the proforma that was paid; the credit of '
        + 'any other invoice is that of its contact.',
    params: invoiceIdParams,
    payload: refundBody,
    success: { 201: invoicePaymentAnswer },
    errors: ['INVOICE_NOT_FOUND', 'PRECONDITION_FAILED', ...refundErrors],
    headers: ['Location'],
    answer: invoicePaymentAnswerOf,
    run: (dependencies, command, { params: { invoiceId }, payload }) =>
        refundCredit(dependencies, command, { invoiceId }, payload)
});

const writeOffRoute = commandRoute({
    method: 'POST',
    path: '/invoices/{invoiceId}/write-off',
    id: 'writeOffInvoice',
    tag: 'payments',
    scope: 'payments:write',
    description: 'Write off a small residue',
    notes: "The whole balance, as long as it is not more than the organisation's writeOffLimit.",
    params: invoiceIdParams,
    payload: writeOffBody,
    success: { 201: invoicePaymentAnswer },
    errors: ['ALREADY_SETTLED', 'WRITE_OFF_TOO_LARGE', ...settleErrors],
    headers: ['Location'],
    answer: invoicePaymentAnswerOf,
    run: (dependencies, command, { params, payload }) => writeOff(dependencies, command, params.invoiceId, payload)
});

/** Routes that settle one invoice. */
export const invoicePaymentRoutes = [payRoute, markPaidRoute, listRoute, applyCreditRoute, refundRoute, writeOffRoute];
