import type { ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import { commandRoute } from '../../platform/http/command-route.ts';
import type { Warning } from '../../foundation/errors/warning.ts';
import { answers } from '../../platform/http/answers.ts';
import { instant, nextAfter, pageLimit } from '../../foundation/schema/answer-fields.ts';
import { limitOf, uuid } from '../../foundation/schema/fields.ts';
import { listOf, nullable, shape, type ValueOf } from '../../foundation/schema/shape.ts';
import { invoiceAnswer } from '../../domain/invoices/invoice.answers.ts';
import { invoiceIdParams } from '../../domain/invoices/invoice.schemas.ts';
import { draftedAnswerOf } from '../../domain/invoices/invoice.view.ts';
import type { Issued } from '../../domain/invoices/issue-invoice.ts';
import { issueErrors } from '../../domain/invoices/issue.routes.ts';
import { readDeliveries } from './read-invoice-deliveries.ts';
import { sendInvoice } from './send-invoice.ts';
import { sendBody } from './send.schemas.ts';

/** Word for whoever expects an e-mail; it goes when the service sends them. */
const notMailed: Warning = {
    path: 'emailTo', code: 'NOT_MAILED',
    message: 'emailTo: the invoice is marked as sent, and no e-mail was sent, because this service sends none yet'
};

const sendRoute = commandRoute({
    method: 'PATCH',
    path: '/invoices/{invoiceId}/send',
    id: 'sendInvoice',
    tag: 'invoices',
    scope: 'invoices:issue',
    gateway: true,
    description: 'Send an invoice',
    notes: 'Issues a draft first, in the same transaction; marks the invoice sent and records the delivery. Called '
        + 'again, it records another delivery. The service sends no e-mail itself yet: what is recorded says to '
        + 'whom and with which words.',
    params: invoiceIdParams,
    payload: sendBody,
    success: { 200: invoiceAnswer },
    errors: [...issueErrors, 'INVOICE_CANCELLED'],
    headers: ['ETag'],
    answer: ({ invoice, warnings }: Issued, dependencies) =>
        draftedAnswerOf({ invoice, warnings: [...warnings, notMailed] }, dependencies),
    run: async (dependencies, command, { params, payload }) => {
        const sent = await sendInvoice(dependencies, command, params.invoiceId, payload);
        if (sent.issuedNow) {
            dependencies.metrics.invoiceIssued();
        }
        return sent;
    }
});

const maybeText = nullable(Joi.string().allow(''));
const deliveriesAnswer = shape('Deliveries', {
    data: listOf('DeliveryList', shape('Delivery', {
        id: uuid.description('Id of the delivery.'),
        emailTo: maybeText.description('E-mail address, or null.'),
        emailSubject: maybeText.description('Subject of the e-mail, or null.'),
        emailMessage: maybeText.description('Text of the e-mail, or null.'),
        sendCopy: Joi.boolean().description('True when a copy goes to the seller.'),
        includePaymentInstructions: Joi.boolean().description('True when the e-mail says how to pay.'),
        requestedBy: Joi.string().description('Subject of the token that asked for it, or gateway.'),
        requestedAt: instant.description('Instant in which it was asked for.')
    }), 100).description('Deliveries of the page, the oldest first.'),
    limit: pageLimit,
    nextAfter
}).example({
    data: [{
        id: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b77', emailTo: 'ksiegowosc@klient.example',
        emailSubject: 'Faktura za montaż paneli', emailMessage: null, sendCopy: true,
        includePaymentInstructions: true, requestedBy: 'user-17', requestedAt: '2026-11-23T10:20:00.000Z'
    }],
    limit: 50,
    nextAfter: null
});
const deliveriesQuery = shape('DeliveriesQuery', { limit: limitOf(100, 50) }, {
    after: uuid.description('Id after which the page begins: nextAfter of the page before.')
});

const deliveriesRoute: ServerRoute<{
    Params: ValueOf<typeof invoiceIdParams>; Query: ValueOf<typeof deliveriesQuery>
}> = {
    method: 'GET',
    path: '/invoices/{invoiceId}/deliveries',
    options: {
        auth: requires('invoices:read'),
        tags: ['api', 'invoices'],
        description: 'Deliveries of an invoice',
        notes: 'Oldest first.',
        validate: { params: invoiceIdParams, query: deliveriesQuery },
        ...answers('listDeliveries', { 200: deliveriesAnswer }, ['INVOICE_NOT_FOUND'])
    },
    handler: (request) => readDeliveries(
        request.server.app.dependencies, callerOf(request).organisationId, request.params.invoiceId, request.query)
};

/** Routes that send an invoice and list its deliveries. */
export const sendRoutes = [sendRoute, deliveriesRoute];
