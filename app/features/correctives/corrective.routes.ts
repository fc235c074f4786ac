import { commandRoute } from '../../platform/http/command-route.ts';
import { correctionErrors, pricingErrors, treatmentErrors } from '../../domain/invoices/documented-errors.ts';
import { invoiceIdParams } from '../../domain/invoices/invoice.schemas.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { invoiceAnswerOf, newInvoiceAnswerOf } from '../../domain/invoices/invoice.view.ts';
import { confirmReceipt } from './confirm-receipt.ts';
import { correctInvoice } from './correct-invoice.ts';
import type { Corrected } from './issue-corrective.ts';
import { correctiveAnswer } from './corrective.answers.ts';
import { correctiveBody, receiptConfirmationBody } from './corrective.schemas.ts';

/** `POST /invoices/{invoiceId}/correctives`: makes and issues a corrective. */
export const correctiveRoute = commandRoute({
    method: 'POST',
    path: '/invoices/{invoiceId}/correctives',
    id: 'correctInvoice',
    tag: 'invoices',
    scope: 'invoices:issue',
    description: 'Correct an issued invoice',
    notes: 'Makes and issues a corrective; the invoice itself never changes. It shows each item that it changes '
        + 'twice: as it stood, its amounts negated, and as it is from now on, so that all its amounts are what '
        + 'changes. It may add items that were forgotten, and change data of the document alone: amounts of 0.00, and '
        + 'changedData says what changed. What it lowers is credited to the invoice; what was paid beyond that '
        + 'becomes the credit of the customer.',
    params: invoiceIdParams,
    payload: correctiveBody,
    success: { 201: correctiveAnswer },
    errors: [
        'INVOICE_NOT_FOUND', 'INVOICE_NOT_ISSUED', 'INVOICE_NOT_CORRECTABLE', 'CORRECTION_EMPTY', 'ITEM_NOT_FOUND',
        ...pricingErrors.filter((code) => code !== 'AMOUNT_TOO_LARGE'), 'ADVANCE_EXCEEDS_RATE', 'ADVANCE_DEDUCTED',
        'ADVANCE_NOT_RAISED', 'SALE_DATE_TOO_LATE', 'DATE_TOO_EARLY',
        ...treatmentErrors, ...correctionErrors, 'EXCHANGE_RATE_MISSING', 'EXCHANGE_RATE_UNAVAILABLE',
        'INVOICE_CHANGED', 'PRECONDITION_FAILED', 'PRECONDITION_REQUIRED'
    ],
    headers: ['ETag', 'Location'],
    answer: ({ corrective }: Corrected, dependencies) => newInvoiceAnswerOf(corrective, dependencies),
    run: async (dependencies, command, { params, payload }) => {
        const corrected = await correctInvoice(dependencies, command, params.invoiceId, payload);
        dependencies.metrics.invoiceIssued();
        return corrected;
    }
});

/** `POST /invoices/{invoiceId}/receipt-confirmation`: the buyer confirmed the receipt of a corrective. */
export const receiptConfirmationRoute = commandRoute({
    method: 'POST',
    path: '/invoices/{invoiceId}/receipt-confirmation',
    id: 'confirmReceipt',
    tag: 'invoices',
    scope: 'invoices:issue',
    description: 'Confirm that the buyer received a corrective',
    notes: 'A corrective that lowers the VAT counts when the seller has the confirmation that the buyer received it '
        + '(Ustawa o VAT art. 29a ust. 13a). Until then countedOn of its tax points is null. The day is recorded '
        + 'once; the same day again answers the same corrective.',
    params: invoiceIdParams,
    payload: receiptConfirmationBody,
    success: { 200: correctiveAnswer },
    errors: [
        'INVOICE_NOT_FOUND', 'RECEIPT_NOT_AWAITED', 'RECEIPT_ALREADY_CONFIRMED', 'INVOICE_CHANGED',
        'PRECONDITION_FAILED', 'PRECONDITION_REQUIRED'
    ],
    headers: ['ETag'],
    answer: (corrective: Invoice, dependencies) => invoiceAnswerOf(corrective, dependencies),
    run: (dependencies, command, { params, payload }) =>
        confirmReceipt(dependencies, command, params.invoiceId, payload.confirmedOn)
});
