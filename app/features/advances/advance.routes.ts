import { commandRoute } from '../../platform/http/command-route.ts';
import { issueAtOnceErrors, upstreamErrors } from '../../domain/invoices/documented-errors.ts';
import { invoiceAnswer } from '../../domain/invoices/invoice.answers.ts';
import { invoiceIdParams } from '../../domain/invoices/invoice.schemas.ts';
import { newDraftedAnswerOf } from '../../domain/invoices/invoice.view.ts';
import { advanceInvoiceBody } from './advance.schemas.ts';
import { issueAdvanceInvoice } from './issue-advance-invoice.ts';

/** `POST /invoices/{invoiceId}/advance-invoices`: issues the advance invoice of money for an order. */
export const advanceInvoiceRoute = commandRoute({
    method: 'POST',
    path: '/invoices/{invoiceId}/advance-invoices',
    id: 'issueAdvanceInvoice',
    tag: 'invoices',
    scope: 'invoices:issue',
    description: 'Issue an advance invoice for a proforma',
    notes: 'For an advance payment on the proforma, or for money that is recorded as such a payment with it (which '
        + 'needs the scope payments:write too). Its VAT is taken out of the amount, spread over the VAT rates of the '
        + 'order (Ustawa o VAT art. 106f). The money pays it at once; the invoice that the proforma becomes deducts '
        + 'it. If-Match is never required, and honoured when it is sent.',
    params: invoiceIdParams,
    payload: advanceInvoiceBody,
    success: { 201: invoiceAnswer },
    errors: [
        'INVOICE_NOT_FOUND', 'NOT_A_PROFORMA', 'INVOICE_NOT_ISSUED', 'INVOICE_CANCELLED', 'PROFORMA_ALREADY_CONVERTED',
        'ADVANCE_NOT_ALLOWED', 'TOO_MANY_ADVANCES', 'PAYMENT_NOT_FOUND', 'ADVANCE_ALREADY_INVOICED',
        'ADVANCE_EXCEEDS_ORDER', 'CREDIT_INSUFFICIENT', 'AMOUNT_TOO_LARGE', 'CUSTOMER_INVALID', 'INVOICE_CHANGED',
        'PRECONDITION_FAILED', ...issueAtOnceErrors, ...upstreamErrors
    ],
    headers: ['ETag', 'Location'],
    answer: newDraftedAnswerOf,
    run: async (dependencies, command, { params, payload }) => {
        const issued = await issueAdvanceInvoice(dependencies, command, params.invoiceId, payload);
        dependencies.metrics.invoiceIssued();
        return issued;
    }
});
