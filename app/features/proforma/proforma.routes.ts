import { commandRoute } from '../../platform/http/command-route.ts';
import { draftAnswer } from '../../domain/invoices/draft.answers.ts';
import { invoiceIdParams } from '../../domain/invoices/invoice.schemas.ts';
import { newInvoiceAnswerOf } from '../../domain/invoices/invoice.view.ts';
import { convertProforma } from './convert-proforma.ts';
import { convertBody } from './proforma.schemas.ts';

const convertRoute = commandRoute({
    method: 'POST',
    path: '/invoices/{invoiceId}/convert',
    id: 'convertProforma',
    tag: 'invoices',
    scope: 'invoices:write',
    description: 'Turn a proforma into an invoice',
    notes: 'Makes the draft of the invoice that an issued proforma offered: same buyer, lines and prices. Once a '
        + 'proforma; a deleted or cancelled invoice frees it. Its advance invoices are deducted: the draft is that of '
        + 'a final invoice. Money without an advance invoice must have been received in the month of the sale; it is '
        + 'credit that POST /invoices/{invoiceId}/apply-credit pays the issued invoice with.',
    params: invoiceIdParams,
    payload: convertBody,
    success: { 201: draftAnswer },
    errors: [
        'INVOICE_NOT_FOUND', 'NOT_A_PROFORMA', 'INVOICE_NOT_ISSUED', 'INVOICE_CANCELLED',
        'PROFORMA_ALREADY_CONVERTED', 'QUOTE_ALREADY_INVOICED', 'INVOICE_CHANGED', 'PRECONDITION_FAILED',
        'ADVANCES_COVER_ORDER', 'ADVANCE_EXCEEDS_RATE', 'ADVANCE_INVOICE_MISSING', 'SALE_BEFORE_ADVANCE'
    ],
    headers: ['ETag', 'Location'],
    answer: newInvoiceAnswerOf,
    run: (dependencies, command, { params, payload }) =>
        convertProforma(dependencies, command, params.invoiceId, payload)
});

/** Route that converts a proforma to an invoice. */
export const proformaRoutes = [convertRoute];
