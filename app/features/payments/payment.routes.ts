import type { ServerRoute } from '@hapi/hapi';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import { keeping, sendKept } from '../../platform/http/answer.ts';
import { answers } from '../../platform/http/answers.ts';
import { commandOf } from '../../platform/http/command-of.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { keyErrors, upstreamErrors } from '../../domain/invoices/documented-errors.ts';
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

const payRoute: ServerRoute<{ Payload: ValueOf<typeof paymentBody> }> = {
    method: 'POST',
    path: '/payments',
    options: {
        auth: requires('payments:write'),
        tags: ['api', 'payments'],
        description: 'Record a payment of a customer',
        notes: 'Spread over invoices of one customer and one currency; what is left becomes credit of the customer. Without allocations all of it is credit, '
            + 'and a contact that has no issued document and never had credit is looked up in contacts-service.',
        validate: { payload: paymentBody },
        ...answers('recordPayment', { 201: paymentWithInvoicesAnswer }, [
            'INVOICE_NOT_FOUND', 'INVOICE_NOT_ISSUED', 'INVOICE_NOT_PAYABLE', 'INVOICE_CANCELLED', 'INVOICE_CHANGED', 'AMOUNT_TOO_LARGE',
            'PAYMENT_CUSTOMER_MISMATCH', 'PAYMENT_CURRENCY_MISMATCH', 'PAYMENT_EXCEEDS_BALANCE', 'CONTACT_NOT_FOUND', ...upstreamErrors, ...keyErrors
        ], ['Location'])
    },
    handler: async (request, h) => {
        const { services } = request.server.app;
        const answer = paymentAnswerOf(services);
        return sendKept(request, h, answer(await payInvoices(services, commandOf(request), request.payload, keeping(answer))));
    }
};

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
        const page = await listPayments(request.server.app.services, callerOf(request).organisationId, request.query);
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
        paymentDocument(await readPayment(request.server.app.services, callerOf(request).organisationId, request.params.paymentId))
};

const reverseRoute: ServerRoute<{ Params: ValueOf<typeof paymentIdParams>; Payload: ValueOf<typeof reversalBody> }> = {
    method: 'POST',
    path: '/payments/{paymentId}/reversal',
    options: {
        auth: requires('payments:write'),
        tags: ['api', 'payments'],
        description: 'Reverse a payment',
        notes: 'Undoes a payment, a use of credit, a refund or a write-off, once. What a corrective released of it to the credit is taken from there.',
        validate: { params: paymentIdParams, payload: reversalBody },
        ...answers('reversePayment', { 201: paymentWithInvoicesAnswer }, [
            'PAYMENT_NOT_FOUND', 'PAYMENT_ALREADY_REVERSED', 'PAYMENT_NOT_REVERSIBLE', 'CREDIT_ALREADY_USED', 'INVOICE_CANCELLED', 'INVOICE_CHANGED',
            ...keyErrors
        ], ['Location'])
    },
    handler: async (request, h) => {
        const { services } = request.server.app;
        const answer = paymentAnswerOf(services);
        return sendKept(request, h, answer(await reversePayment(services, commandOf(request), request.params.paymentId, request.payload, keeping(answer))));
    }
};

const creditRoute: ServerRoute<{ Params: ValueOf<typeof contactIdParams> }> = {
    method: 'GET',
    path: '/customers/{contactId}/credit',
    options: {
        auth: requires('invoices:read'),
        tags: ['api', 'payments'],
        description: "A customer's credit",
        notes: 'What the customer paid and no invoice took, in each currency.',
        validate: { params: contactIdParams },
        ...answers('readCustomerCredit', { 200: creditAnswer })
    },
    handler: async (request) => {
        const { contactId } = request.params;
        return toCreditView(contactId, await readCredits(request.server.app.services, callerOf(request).organisationId, contactId));
    }
};

const refundRoute: ServerRoute<{ Params: ValueOf<typeof contactIdParams>; Payload: ValueOf<typeof refundBody> }> = {
    method: 'POST',
    path: '/customers/{contactId}/refunds',
    options: {
        auth: requires('payments:write'),
        tags: ['api', 'payments'],
        description: "Give a customer's credit back",
        validate: { params: contactIdParams, payload: refundBody },
        ...answers('refundCustomerCredit', { 201: paymentWithInvoicesAnswer }, [...refundErrors], ['Location'])
    },
    handler: async (request, h) => {
        const { services } = request.server.app;
        const { contactId } = request.params;
        const answer = paymentAnswerOf(services);
        return sendKept(request, h, answer(await refundCredit(services, commandOf(request), { contactId }, request.payload, keeping(answer))));
    }
};

/** Payments of customers, and their credit. */
export const paymentRoutes = [payRoute, listRoute, readRoute, reverseRoute, creditRoute, refundRoute];
