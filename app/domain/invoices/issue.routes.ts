import type { ServerRoute } from '@hapi/hapi';
import { requires } from '../../platform/auth/route-access.ts';
import { keeping, send, sendKept } from '../../platform/http/answer.ts';
import { answers } from '../../platform/http/answers.ts';
import { commandOf } from '../../platform/http/command-of.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import type { ErrorCode } from '../../foundation/errors/error-codes.ts';
import { keyErrors, rateErrors } from './documented-errors.ts';
import { invoiceAnswer } from './invoice.answers.ts';
import { invoiceIdParams, issueBody } from './invoice.schemas.ts';
import { invoiceAnswerOf } from './invoice.view.ts';
import { issueInvoice } from './issue-invoice.ts';

/** What issuing can run into. */
export const issueErrors = [
    'INVOICE_NOT_FOUND', 'INVOICE_NOT_DRAFT', 'INVOICE_HAS_NO_LINES', 'SELLER_INCOMPLETE', 'BUYER_INCOMPLETE', 'PRICE_TOO_OLD',
    'ISSUE_DATE_BEFORE_LAST', 'ISSUE_DATE_TOO_LATE', 'NUMBER_TAKEN', 'CONTACT_NOT_FOUND', 'UPSTREAM_UNAVAILABLE', 'INVOICE_CHANGED',
    'PRECONDITION_FAILED', 'PRECONDITION_REQUIRED', ...rateErrors
] as const satisfies readonly ErrorCode[];

/** `POST /invoices/{invoiceId}/issue`: gives a draft its number and makes it final. */
export const issueRoute: ServerRoute<{ Params: ValueOf<typeof invoiceIdParams>; Payload: ValueOf<typeof issueBody> }> = {
    method: 'POST',
    path: '/invoices/{invoiceId}/issue',
    options: {
        auth: requires('invoices:issue'),
        tags: ['api', 'invoices'],
        description: 'Issue a draft',
        notes: 'Takes the next number of the series and freezes the invoice. Issuing it again answers the same invoice.',
        validate: { params: invoiceIdParams, payload: issueBody },
        ...answers('issueInvoice', { 200: invoiceAnswer }, [...issueErrors, ...keyErrors], ['ETag'])
    },
    handler: async (request, h) => {
        const { services } = request.server.app;
        const answer = invoiceAnswerOf(services, 200);
        const { invoice, issuedNow } = await issueInvoice(services, commandOf(request), request.params.invoiceId, request.payload, keeping(answer));
        if (!issuedNow) {
            return send(h, answer(invoice));
        }
        services.metrics.invoiceIssued();
        return sendKept(request, h, answer(invoice));
    }
};
