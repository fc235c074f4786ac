import { commandRoute } from '../../platform/http/command-route.ts';
import { correctionErrors } from '../../domain/invoices/documented-errors.ts';
import { invoiceAnswer } from '../../domain/invoices/invoice.answers.ts';
import { invoiceIdParams } from '../../domain/invoices/invoice.schemas.ts';
import { invoiceAnswerOf } from '../../domain/invoices/invoice.view.ts';
import { cancelInvoice, type Cancelled } from './cancel-invoice.ts';
import { cancelBody } from './cancel.schemas.ts';

/** `PATCH /invoices/{invoiceId}/cancel` */
export const cancelRoute = commandRoute({
    method: 'PATCH',
    path: '/invoices/{invoiceId}/cancel',
    id: 'cancelInvoice',
    tag: 'invoices',
    scope: 'invoices:issue',
    gateway: true,
    description: 'Cancel an invoice',
    notes: 'A draft becomes cancelled. An invoice that was issued and never sent is annulled: it keeps its number '
        + 'and counts as zero. One that was sent is taken back by a corrective, which the answer names; what was '
        + 'paid becomes the credit of the customer. A proforma with advance invoices is cancelled after them, and an '
        + 'advance invoice that a final one deducts after that. Cancelling it again answers the same invoice.',
    params: invoiceIdParams,
    payload: cancelBody,
    success: { 200: invoiceAnswer },
    errors: [
        'INVOICE_NOT_FOUND', 'CORRECTIVE_NOT_CANCELLABLE', 'CORRECTIVE_REQUIRED', 'INVOICE_HAS_CORRECTIVES',
        'INVOICE_HAS_PAYMENTS', 'PROFORMA_HAS_ADVANCES', 'ADVANCE_DEDUCTED', ...correctionErrors, 'INVOICE_CHANGED',
        'PRECONDITION_FAILED',
        'PRECONDITION_REQUIRED'
    ],
    headers: ['ETag'],
    answer: ({ invoice }: Cancelled, dependencies) => invoiceAnswerOf(invoice, dependencies),
    run: async (dependencies, command, { params, payload }) => {
        const cancelled = await cancelInvoice(dependencies, command, params.invoiceId, payload);
        if (cancelled.correctiveIssued) {
            dependencies.metrics.invoiceIssued();
        }
        return cancelled;
    }
});
