import { commandRoute } from '../../platform/http/command-route.ts';
import { correctionErrors, treatmentErrors } from '../../domain/invoices/documented-errors.ts';
import { invoiceIdParams } from '../../domain/invoices/invoice.schemas.ts';
import { newInvoiceAnswerOf } from '../../domain/invoices/invoice.view.ts';
import { correctInvoice } from './correct-invoice.ts';
import type { Corrected } from './issue-corrective.ts';
import { correctiveAnswer } from './corrective.answers.ts';
import { correctiveBody } from './corrective.schemas.ts';

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
        + 'changes. What it lowers is credited to the invoice; what was paid beyond that becomes the credit of the '
        + 'customer.',
    params: invoiceIdParams,
    payload: correctiveBody,
    success: { 201: correctiveAnswer },
    errors: [
        'INVOICE_NOT_FOUND', 'INVOICE_NOT_ISSUED', 'INVOICE_NOT_CORRECTABLE', 'CORRECTION_EMPTY', 'ITEM_NOT_FOUND',
        'DISCOUNT_EXCEEDS_LINE', 'ADVANCE_EXCEEDS_RATE', 'ADVANCE_DEDUCTED', ...treatmentErrors, ...correctionErrors,
        'INVOICE_CHANGED', 'PRECONDITION_FAILED',
        'PRECONDITION_REQUIRED'
    ],
    headers: ['ETag', 'Location'],
    answer: ({ corrective }: Corrected, dependencies) => newInvoiceAnswerOf(corrective, dependencies),
    run: async (dependencies, command, { params, payload }) => {
        const corrected = await correctInvoice(dependencies, command, params.invoiceId, payload);
        dependencies.metrics.invoiceIssued();
        return corrected;
    }
});
