import type { ServerRoute } from '@hapi/hapi';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import { commandRoute } from '../../platform/http/command-route.ts';
import { answers } from '../../platform/http/answers.ts';
import { limitOf, uuid } from '../../foundation/schema/fields.ts';
import { shape, type ValueOf } from '../../foundation/schema/shape.ts';
import { invoiceAnswer } from '../../domain/invoices/invoice.answers.ts';
import { invoiceIdParams } from '../../domain/invoices/invoice.schemas.ts';
import { draftedAnswerOf } from '../../domain/invoices/invoice.view.ts';
import type { Issued } from '../../domain/invoices/issue-invoice.ts';
import { issueErrors } from '../../domain/invoices/issue.routes.ts';
import { deliveriesAnswer } from '../mail/delivery.schemas.ts';
import { readDeliveries } from './read-invoice-deliveries.ts';
import { sendInvoice } from './send-invoice.ts';
import { sendBody } from './send.schemas.ts';

const sendRoute = commandRoute({
    method: 'PATCH',
    path: '/invoices/{invoiceId}/send',
    id: 'sendInvoice',
    tag: 'invoices',
    scope: 'invoices:issue',
    gateway: true,
    description: 'Send an invoice',
    notes: 'Issues a draft first, in the same transaction; marks the invoice sent, records the delivery and has it '
        + 'e-mailed with the document attached. Called again, it sends another e-mail. Without an address, or where '
        + 'the service has no mail server, the invoice is marked sent and warnings say that no e-mail goes out. GET '
        + '/invoices/{invoiceId}/deliveries shows what became of it, as do the events invoice.emailed, '
        + 'invoice.email_failed and invoice.email_bounced.',
    params: invoiceIdParams,
    payload: sendBody,
    success: { 200: invoiceAnswer },
    errors: [...issueErrors, 'INVOICE_CANCELLED'],
    headers: ['ETag'],
    answer: ({ invoice, warnings }: Issued, dependencies) =>
        draftedAnswerOf({ invoice, warnings }, dependencies),
    run: async (dependencies, command, { params, payload }) => {
        const sent = await sendInvoice(dependencies, command, params.invoiceId, payload);
        if (sent.issuedNow) {
            dependencies.metrics.invoiceIssued();
        }
        return sent;
    }
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
        notes: 'Oldest first, each with the state of its e-mail.',
        validate: { params: invoiceIdParams, query: deliveriesQuery },
        ...answers('listDeliveries', { 200: deliveriesAnswer }, ['INVOICE_NOT_FOUND'])
    },
    handler: (request) => readDeliveries(
        request.server.app.dependencies, callerOf(request).organisationId, request.params.invoiceId, request.query)
};

/** Routes that send an invoice and list its deliveries. */
export const sendRoutes = [sendRoute, deliveriesRoute];
