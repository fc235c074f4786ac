import type { ServerRoute } from '@hapi/hapi';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import { commandRoute } from '../../platform/http/command-route.ts';
import { answers } from '../../platform/http/answers.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { upstreamErrors } from '../../domain/invoices/documented-errors.ts';
import { contactIdParams } from '../../domain/invoices/invoice.schemas.ts';
import { refundErrors } from './documented-errors.ts';
import { payInvoices } from './pay-invoices.ts';
import { creditAnswer, paymentAnswer, paymentPageAnswer, paymentWithInvoicesAnswer } from './payment.answers.ts';
import { paymentBody, paymentIdParams, paymentListQuery, refundBody, reversalBody } from './payment.schemas.ts';
import { paymentAnswerOf, toCreditView, toPaymentPage } from './payment.view.ts';
import { listPayments, readCredits, readPayment } from './read-payments.ts';
import { refundCredit } from './refund-credit.ts';
import { reversePayment } from './reverse-payment.ts';
import { paymentDocument } from './settlement.document.ts';

const payRoute = commandRoute({
    method: 'POST',
    path: '/payments',
    id: 'recordPayment',
    tag: 'payments',
    scope: 'payments:write',
    description: 'Record a payment of a customer',
    notes: 'Spread over invoices of one customer and one currency; what is left becomes credit of the customer. '
        + 'Without allocations all of it is credit, and a contact that has no issued document and never had credit '
        + 'is looked up in contacts-service.',
    payload: paymentBody,
    success: { 201: paymentWithInvoicesAnswer },
    errors: [
        'INVOICE_NOT_FOUND', 'INVOICE_NOT_ISSUED', 'INVOICE_NOT_PAYABLE', 'INVOICE_CANCELLED', 'INVOICE_CHANGED',
        'AMOUNT_TOO_LARGE', 'PAYMENT_CUSTOMER_MISMATCH', 'PAYMENT_CURRENCY_MISMATCH', 'PAYMENT_EXCEEDS_BALANCE',
        'CONTACT_NOT_FOUND', ...upstreamErrors
    ],
    headers: ['Location'],
    answer: paymentAnswerOf,
    run: (dependencies, command, { payload }) => payInvoices(dependencies, command, payload)
});

const listRoute: ServerRoute<{ Query: ValueOf<typeof paymentListQuery> }> = {
    method: 'GET',
    path: '/payments',
    options: {
        auth: requires('invoices:read'),
        tags: ['api', 'payments'],
        description: 'List payments and everything else that settles invoices',
        notes: 'The newest day first; by cursor, stable while payments are added.',
        validate: { query: paymentListQuery },
        ...answers('listPayments', { 200: paymentPageAnswer })
    },
    handler: async (request) => {
        const page = await listPayments(
            request.server.app.dependencies, callerOf(request).organisationId, request.query);
        return toPaymentPage(page, request.query.limit);
    }
};

const readRoute: ServerRoute<{ Params: ValueOf<typeof paymentIdParams> }> = {
    method: 'GET',
    path: '/payments/{paymentId}',
    options: {
        auth: requires('invoices:read'),
        tags: ['api', 'payments'],
        description: 'Read a payment',
        validate: { params: paymentIdParams },
        ...answers('readPayment', { 200: paymentAnswer }, ['PAYMENT_NOT_FOUND'])
    },
    handler: async (request) =>
        paymentDocument(await readPayment(
            request.server.app.dependencies, callerOf(request).organisationId, request.params.paymentId))
};

const reverseRoute = commandRoute({
    method: 'POST',
    path: '/payments/{paymentId}/reversal',
    id: 'reversePayment',
    tag: 'payments',
    scope: 'payments:write',
    description: 'Reverse a payment',
    notes: 'Undoes a payment, a use of credit, a refund or a write-off, once. What a corrective released of it to '
        + 'the credit is taken from there.',
    params: paymentIdParams,
    payload: reversalBody,
    success: { 201: paymentWithInvoicesAnswer },
    errors: [
        'PAYMENT_NOT_FOUND', 'PAYMENT_ALREADY_REVERSED', 'PAYMENT_NOT_REVERSIBLE', 'CREDIT_ALREADY_USED',
        'INVOICE_CANCELLED', 'INVOICE_CHANGED'
    ],
    headers: ['Location'],
    answer: paymentAnswerOf,
    run: (dependencies, command, { params, payload }) =>
        reversePayment(dependencies, command, params.paymentId, payload)
});

const creditRoute: ServerRoute<{ Params: ValueOf<typeof contactIdParams> }> = {
    method: 'GET',
    path: '/customers/{contactId}/credit',
    options: {
        auth: requires('invoices:read'),
        tags: ['api', 'payments'],
        description: "A customer's credit",
        notes: 'Money that the customer paid and no invoice took, in each currency.',
        validate: { params: contactIdParams },
        ...answers('readCustomerCredit', { 200: creditAnswer })
    },
    handler: async (request) => {
        const { contactId } = request.params;
        return toCreditView(contactId, await readCredits(
            request.server.app.dependencies, callerOf(request).organisationId, contactId));
    }
};

const refundRoute = commandRoute({
    method: 'POST',
    path: '/customers/{contactId}/refunds',
    id: 'refundCustomerCredit',
    tag: 'payments',
    scope: 'payments:write',
    description: "Give a customer's credit back",
    params: contactIdParams,
    payload: refundBody,
    success: { 201: paymentWithInvoicesAnswer },
    errors: refundErrors,
    headers: ['Location'],
    answer: paymentAnswerOf,
    run: (dependencies, command, { params: { contactId }, payload }) =>
        refundCredit(dependencies, command, { contactId }, payload)
});

/** Routes for payments of customers, and their credit. */
export const paymentRoutes = [payRoute, listRoute, readRoute, reverseRoute, creditRoute, refundRoute];
