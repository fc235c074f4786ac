import type { ServerRoute } from '@hapi/hapi';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import { answers } from '../../platform/http/answers.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { invoiceIdParams } from '../../domain/invoices/invoice.schemas.ts';
import { explainInvoice } from './explain-invoice.ts';
import { explanationAnswer } from './explain.answers.ts';

/** `GET /invoices/{invoiceId}/explain`: how each cent came about. */
export const explainRoute: ServerRoute<{ Params: ValueOf<typeof invoiceIdParams> }> = {
    method: 'GET',
    path: '/invoices/{invoiceId}/explain',
    options: {
        auth: requires('invoices:read'),
        tags: ['api', 'invoices'],
        description: 'Explain how each cent came about',
        notes: 'For each line and total: what went in, the rule and its source in law, the exact value, the rounding '
            + 'and the shares of what remained. Computed from the stored inputs and compared with the stored amounts.',
        validate: { params: invoiceIdParams },
        ...answers('explainInvoice', { 200: explanationAnswer },
            ['INVOICE_NOT_FOUND', 'DISCOUNT_EXCEEDS_LINE', 'DISCOUNT_EXCEEDS_TOTAL', 'AMOUNT_TOO_LARGE'])
    },
    handler: (request) =>
        explainInvoice(request.server.app.dependencies, callerOf(request).organisationId, request.params.invoiceId)
};
