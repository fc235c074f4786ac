import type { ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import { keeping, sendKept } from '../../platform/http/answer.ts';
import { answers } from '../../platform/http/answers.ts';
import { commandOf } from '../../platform/http/command-of.ts';
import { instant, nextAfter, pageLimit } from '../../foundation/schema/answer-fields.ts';
import { limitOf, text, uuid, yesNo } from '../../foundation/schema/fields.ts';
import { listOf, nullable, shape, type ValueOf } from '../../foundation/schema/shape.ts';
import { keyErrors } from '../../domain/invoices/documented-errors.ts';
import { invoiceAnswer } from '../../domain/invoices/invoice.answers.ts';
import { invoiceIdParams } from '../../domain/invoices/invoice.schemas.ts';
import { invoiceAnswerOf } from '../../domain/invoices/invoice.view.ts';
import { issueErrors } from '../../domain/invoices/issue.routes.ts';
import { readDeliveries } from './read-invoice-deliveries.ts';
import { sendInvoice } from './send-invoice.ts';

/** `PATCH …/send` */
const sendBody = shape('SendOptions', {}, {
    emailTo: Joi.string().email({ tlds: false }).max(254).messages({ 'string.email': 'must be an e-mail address' })
        .description("E-mail address to send to, instead of the buyer's.").example('ksiegowosc@klient.example'),
    // A line break would end the header that it becomes.
    emailSubject: text(200).pattern(/[\r\n]/, { name: 'line break', invert: true })
        .messages({ 'string.pattern.invert.name': 'must be a single line' })
        .description('Subject of the e-mail.'),
    emailMessage: text(4_000).description('Text of the e-mail.'),
    sendCopy: yesNo.description('True to send a copy to the seller. Default false.'),
    includePaymentInstructions: yesNo.description('True to add how to pay. Default true.')
}).example({ emailSubject: 'Faktura za montaż paneli', sendCopy: true });

const sendRoute: ServerRoute<{ Params: ValueOf<typeof invoiceIdParams>; Payload: ValueOf<typeof sendBody> }> = {
    method: 'PATCH',
    path: '/invoices/{invoiceId}/send',
    options: {
        app: { gateway: true },
        auth: requires('invoices:issue'),
        tags: ['api', 'invoices'],
        description: 'Send an invoice',
        notes: 'Issues a draft first, in the same transaction; marks the invoice sent and records the delivery. Called again, it records another delivery. '
            + 'The service sends no e-mail itself yet: what is recorded says to whom and with which words.',
        validate: { params: invoiceIdParams, payload: sendBody },
        ...answers('sendInvoice', { 200: invoiceAnswer }, [...issueErrors, 'INVOICE_CANCELLED', ...keyErrors], ['ETag'])
    },
    handler: async (request, h) => {
        const { services } = request.server.app;
        const answer = invoiceAnswerOf(services, 200);
        const { invoice, issuedNow } = await sendInvoice(services, commandOf(request), request.params.invoiceId, request.payload, keeping(answer));
        if (issuedNow) {
            services.metrics.invoiceIssued();
        }
        return sendKept(request, h, answer(invoice));
    }
};

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
        id: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b77', emailTo: 'ksiegowosc@klient.example', emailSubject: 'Faktura za montaż paneli', emailMessage: null, sendCopy: true,
        includePaymentInstructions: true, requestedBy: 'user-17', requestedAt: '2026-11-23T10:20:00.000Z'
    }],
    limit: 50,
    nextAfter: null
});
const deliveriesQuery = shape('DeliveriesQuery', { limit: limitOf(100, 50) }, {
    after: uuid.description('Id after which the page begins: nextAfter of the page before.')
});

const deliveriesRoute: ServerRoute<{ Params: ValueOf<typeof invoiceIdParams>; Query: ValueOf<typeof deliveriesQuery> }> = {
    method: 'GET',
    path: '/invoices/{invoiceId}/deliveries',
    options: {
        auth: requires('invoices:read'),
        tags: ['api', 'invoices'],
        description: 'When an invoice was sent, and to whom',
        notes: 'Oldest first.',
        validate: { params: invoiceIdParams, query: deliveriesQuery },
        ...answers('listDeliveries', { 200: deliveriesAnswer }, ['INVOICE_NOT_FOUND'])
    },
    handler: (request) => readDeliveries(request.server.app.services, callerOf(request).organisationId, request.params.invoiceId, request.query)
};

/** Sending, and what was sent. */
export const sendRoutes = [sendRoute, deliveriesRoute];
