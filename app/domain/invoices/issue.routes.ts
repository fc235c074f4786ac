import { commandRoute } from '../../platform/http/command-route.ts';
import type { ErrorCode } from '../../foundation/errors/error-codes.ts';
import { issueAtOnceErrors, upstreamErrors } from './documented-errors.ts';
import { invoiceAnswer } from './invoice.answers.ts';
import { invoiceIdParams, issueBody } from './invoice.schemas.ts';
import { draftedAnswerOf } from './invoice.view.ts';
import { issueInvoice, type Issued } from './issue-invoice.ts';

/** Errors of issuing. */
export const issueErrors = [
    'INVOICE_NOT_FOUND', 'INVOICE_NOT_DRAFT', 'CUSTOMER_INVALID', 'AMOUNT_TOO_LARGE', 'DISCOUNT_EXCEEDS_TOTAL',
    'ADVANCE_EXCEEDS_RATE', 'ADVANCE_INVOICE_MISSING', 'SALE_BEFORE_ADVANCE', 'INVOICE_CHANGED', 'PRECONDITION_FAILED',
    'PRECONDITION_REQUIRED', ...issueAtOnceErrors, ...upstreamErrors
] as const satisfies readonly ErrorCode[];

/** `POST /invoices/{invoiceId}/issue`: gives a draft its number and makes it final. */
export const issueRoute = commandRoute({
    method: 'POST',
    path: '/invoices/{invoiceId}/issue',
    id: 'issueInvoice',
    tag: 'invoices',
    scope: 'invoices:issue',
    description: 'Issue a draft',
    notes: 'Takes the next number of the series and freezes the invoice. Its buyer is the contact as it is now, but '
        + 'for the fields that the caller gave; warnings tell what differs from the draft. Issuing it again answers '
        + 'the same invoice.',
    params: invoiceIdParams,
    payload: issueBody,
    success: { 200: invoiceAnswer },
    errors: issueErrors,
    headers: ['ETag'],
    answer: (issued: Issued, dependencies) => draftedAnswerOf(issued, dependencies),
    run: async (dependencies, command, { params, payload }) => {
        const issued = await issueInvoice(dependencies, command, params.invoiceId, payload);
        if (issued.issuedNow) {
            dependencies.metrics.invoiceIssued();
        }
        return issued;
    }
});
