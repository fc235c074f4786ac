import type { ServerRoute } from '@hapi/hapi';
import { readHistory } from './read-history.ts';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import { answers } from '../../platform/http/answers.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { invoiceIdParams } from '../../domain/invoices/invoice.schemas.ts';
import { historyQuery } from './history.schemas.ts';
import { historyAnswer, organisationHistoryAnswer } from './history.answers.ts';

/** `GET /invoices/{invoiceId}/history` */
export const historyRoute: ServerRoute<{
    Params: ValueOf<typeof invoiceIdParams>; Query: ValueOf<typeof historyQuery>
}> = {
    method: 'GET',
    path: '/invoices/{invoiceId}/history',
    options: {
        auth: requires('invoices:read'),
        tags: ['api', 'invoices'],
        description: 'History of an invoice',
        notes: 'Who, what and when, oldest first; append-only. The history of a deleted draft stays; what it shows of '
            + 'the draft is erased after some time (DELETED_DRAFTS_KEEP_DAYS).',
        validate: { params: invoiceIdParams, query: historyQuery },
        ...answers('readInvoiceHistory', { 200: historyAnswer }, ['INVOICE_NOT_FOUND'])
    },
    handler: (request) =>
        readHistory(request.server.app.dependencies.database, callerOf(request).organisationId,
            request.params.invoiceId, request.query)
};

/** `GET /organisation/history` */
export const organisationHistoryRoute: ServerRoute<{ Query: ValueOf<typeof historyQuery> }> = {
    method: 'GET',
    path: '/organisation/history',
    options: {
        auth: requires('organisation:read'),
        tags: ['api', 'organisation'],
        description: 'History of the seller profile',
        notes: 'Who changed which field and when, with the values before and after, oldest first; append-only.',
        validate: { query: historyQuery },
        ...answers('readOrganisationHistory', { 200: organisationHistoryAnswer })
    },
    handler: (request) =>
        readHistory(request.server.app.dependencies.database, callerOf(request).organisationId, null, request.query)
};
