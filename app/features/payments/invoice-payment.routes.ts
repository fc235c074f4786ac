import type { ServerRoute } from '@hapi/hapi';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import { keeping, sendKept } from '../../platform/http/answer.ts';
import { answers } from '../../platform/http/answers.ts';
import { commandOf } from '../../platform/http/command-of.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { invoiceAnswer } from '../../domain/invoices/invoice.answers.ts';
import { invoiceIdParams } from '../../domain/invoices/invoice.schemas.ts';
import { invoiceAnswerOf } from '../../domain/invoices/invoice.view.ts';
import { applyCredit } from './apply-credit.ts';
import { refundErrors, settleErrors } from './documented-errors.ts';
import { payInvoice } from './pay-invoice.ts';
import { invoicePaymentAnswer, invoicePaymentsAnswer } from './payment.answers.ts';
import { applyCreditBody, invoicePaymentBody, invoicePaymentsQuery, markPaidBody, refundBody, writeOffBody } from './payment.schemas.ts';
import { invoicePaymentAnswerOf, toInvoicePaymentsView } from './payment.view.ts';
import { readInvoicePayments } from './read-payments.ts';
import { refundCredit } from './refund-credit.ts';
import { paidInvoice } from './store-settlement.ts';
import { writeOff } from './write-off.ts';

type Params = ValueOf<typeof invoiceIdParams>;

const payRoute: ServerRoute<{ Params: Params; Payload: ValueOf<typeof invoicePaymentBody> }> = {
    method: 'POST',
    path: '/invoices/{invoiceId}/payments',
    options: {
        auth: requires('payments:write'),
        tags: ['api', 'payments'],
        description: 'Record a payment of an invoice',
        notes: 'What is more than the balance becomes credit of the customer. Of a proforma all of it does, as an advance: it shows on no balance, and pays the '
            + 'invoice that the proforma becomes by POST /invoices/{invoiceId}/apply-credit. If-Match is never required, and honoured when it is sent.',
        validate: { params: invoiceIdParams, payload: invoicePaymentBody },
        ...answers('payInvoice', { 201: invoicePaymentAnswer }, ['AMOUNT_TOO_LARGE', ...settleErrors], ['Location'])
    },
    handler: async (request, h) => {
        const { services } = request.server.app;
        const answer = invoicePaymentAnswerOf(services);
        const made = await payInvoice(services, commandOf(request), request.params.invoiceId, request.payload,
            { amountPath: 'amount', needsBalance: false }, keeping(answer));
        return sendKept(request, h, answer(made));
    }
};

const markPaidRoute: ServerRoute<{ Params: Params; Payload: ValueOf<typeof markPaidBody> }> = {
    method: 'PATCH',
    path: '/invoices/{invoiceId}/mark-paid',
    options: {
        app: { gateway: true },
        auth: requires('payments:write'),
        tags: ['api', 'payments'],
        description: 'Record that an invoice was paid',
        notes: 'Pays the balance, or amountPaid; an invoice with nothing left to pay is a 409, so that a call made twice pays once. For that reason a proforma, which has '
            + 'no balance, is a 409 too: record its money with POST /invoices/{invoiceId}/payments.',
        validate: { params: invoiceIdParams, payload: markPaidBody },
        ...answers('markInvoicePaid', { 200: invoiceAnswer }, ['ALREADY_SETTLED', 'AMOUNT_TOO_LARGE', ...settleErrors], ['ETag'])
    },
    handler: async (request, h) => {
        const { services } = request.server.app;
        const { amountPaid, ...details } = request.payload;
        const answer = invoiceAnswerOf(services, 200);
        const made = await payInvoice(services, commandOf(request), request.params.invoiceId,
            { ...details, ...(amountPaid === undefined ? {} : { amount: amountPaid }) },
            { amountPath: 'amountPaid', needsBalance: true }, (paid) => keeping(answer)(paidInvoice(paid)));
        return sendKept(request, h, answer(paidInvoice(made)));
    }
};

const listRoute: ServerRoute<{ Params: Params; Query: ValueOf<typeof invoicePaymentsQuery> }> = {
    method: 'GET',
    path: '/invoices/{invoiceId}/payments',
    options: {
        auth: requires('invoices:read'),
        tags: ['api', 'payments'],
        description: 'What settled an invoice',
        notes: 'Of every kind, oldest first: payments, used credit, write-offs, correctives, reversals. Where the buyer is no contact, also what moved the '
            + 'credit of this document: advances on a proforma, refunds, and credit that paid the invoice it became.',
        validate: { params: invoiceIdParams, query: invoicePaymentsQuery },
        ...answers('listInvoicePayments', { 200: invoicePaymentsAnswer }, ['INVOICE_NOT_FOUND'])
    },
    handler: async (request) => {
        const { services } = request.server.app;
        const found = await readInvoicePayments(services, callerOf(request).organisationId, request.params.invoiceId, request.query);
        return toInvoicePaymentsView(found, request.query.limit);
    }
};

const applyCreditRoute: ServerRoute<{ Params: Params; Payload: ValueOf<typeof applyCreditBody> }> = {
    method: 'POST',
    path: '/invoices/{invoiceId}/apply-credit',
    options: {
        auth: requires('payments:write'),
        tags: ['api', 'payments'],
        description: "Pay an invoice from its customer's credit",
        validate: { params: invoiceIdParams, payload: applyCreditBody },
        ...answers('applyCredit', { 201: invoicePaymentAnswer },
            ['ALREADY_SETTLED', 'CREDIT_INSUFFICIENT', 'PAYMENT_EXCEEDS_BALANCE', ...settleErrors], ['Location'])
    },
    handler: async (request, h) => {
        const { services } = request.server.app;
        const answer = invoicePaymentAnswerOf(services);
        const made = await applyCredit(services, commandOf(request), request.params.invoiceId, request.payload, keeping(answer));
        return sendKept(request, h, answer(made));
    }
};

const refundRoute: ServerRoute<{ Params: Params; Payload: ValueOf<typeof refundBody> }> = {
    method: 'POST',
    path: '/invoices/{invoiceId}/refunds',
    options: {
        auth: requires('payments:write'),
        tags: ['api', 'payments'],
        description: "Give credit of an invoice's customer back",
        notes: 'For customers that contacts-service does not know, also by the proforma that was paid; the credit of any other invoice is that of its contact.',
        validate: { params: invoiceIdParams, payload: refundBody },
        ...answers('refundInvoiceCredit', { 201: invoicePaymentAnswer }, ['INVOICE_NOT_FOUND', 'PRECONDITION_FAILED', ...refundErrors], ['Location'])
    },
    handler: async (request, h) => {
        const { services } = request.server.app;
        const { invoiceId } = request.params;
        const answer = invoicePaymentAnswerOf(services);
        const made = await refundCredit(services, commandOf(request), { invoiceId }, request.payload, keeping(answer));
        return sendKept(request, h, answer(made));
    }
};

const writeOffRoute: ServerRoute<{ Params: Params; Payload: ValueOf<typeof writeOffBody> }> = {
    method: 'POST',
    path: '/invoices/{invoiceId}/write-off',
    options: {
        auth: requires('payments:write'),
        tags: ['api', 'payments'],
        description: 'Forgive what little is left to pay',
        notes: "The whole balance, as long as it is not more than the organisation's writeOffLimit.",
        validate: { params: invoiceIdParams, payload: writeOffBody },
        ...answers('writeOffInvoice', { 201: invoicePaymentAnswer }, ['ALREADY_SETTLED', 'WRITE_OFF_TOO_LARGE', ...settleErrors], ['Location'])
    },
    handler: async (request, h) => {
        const { services } = request.server.app;
        const answer = invoicePaymentAnswerOf(services);
        const made = await writeOff(services, commandOf(request), request.params.invoiceId, request.payload, keeping(answer));
        return sendKept(request, h, answer(made));
    }
};

/** What settles one invoice. */
export const invoicePaymentRoutes = [payRoute, markPaidRoute, listRoute, applyCreditRoute, refundRoute, writeOffRoute];
