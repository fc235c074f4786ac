import type { ServerRoute } from '@hapi/hapi';
import { requires } from '../../platform/auth/route-access.ts';
import { reason } from '../correctives/corrective.schemas.ts';
import { keeping, send, sendKept } from '../../platform/http/answer.ts';
import { answers } from '../../platform/http/answers.ts';
import { commandOf } from '../../platform/http/command-of.ts';
import { instantOrDate, yesNo } from '../../foundation/schema/fields.ts';
import { shape, type ValueOf } from '../../foundation/schema/shape.ts';
import { correctionErrors, keyErrors } from '../../domain/invoices/documented-errors.ts';
import { invoiceAnswer } from '../../domain/invoices/invoice.answers.ts';
import { invoiceIdParams } from '../../domain/invoices/invoice.schemas.ts';
import { invoiceAnswerOf } from '../../domain/invoices/invoice.view.ts';
import { cancelInvoice } from './cancel-invoice.ts';

const cancelBody = shape('CancelOptions', { reason }, {
    createCorrective: yesNo
        .description('True to take the invoice back by a corrective, which one that was sent needs.'),
    cancellationDate: instantOrDate.description(
        'Day that the cancellation counts for: not before the issue date and not in the future. Absent: today.')
}).example({ reason: 'Klient zrezygnował z montażu', createCorrective: true });

/** `PATCH /invoices/{invoiceId}/cancel` */
export const cancelRoute: ServerRoute<{ Params: ValueOf<typeof invoiceIdParams>; Payload: ValueOf<typeof cancelBody> }> = {
    method: 'PATCH',
    path: '/invoices/{invoiceId}/cancel',
    options: {
        app: { gateway: true },
        auth: requires('invoices:issue'),
        tags: ['api', 'invoices'],
        description: 'Cancel an invoice',
        notes: 'A draft becomes cancelled. An invoice that was issued and never sent is annulled: it keeps its number and counts as zero. One that was '
            + 'sent is taken back by a corrective, which the answer names; what was paid becomes the credit of the customer. '
            + 'Cancelling it again answers the same invoice.',
        validate: { params: invoiceIdParams, payload: cancelBody },
        ...answers('cancelInvoice', { 200: invoiceAnswer }, [
            'INVOICE_NOT_FOUND', 'CORRECTIVE_NOT_CANCELLABLE', 'CORRECTIVE_REQUIRED', 'INVOICE_HAS_CORRECTIVES', 'INVOICE_HAS_PAYMENTS', ...correctionErrors,
            'INVOICE_CHANGED', 'PRECONDITION_FAILED', 'PRECONDITION_REQUIRED', ...keyErrors
        ], ['ETag'])
    },
    handler: async (request, h) => {
        const { services } = request.server.app;
        const answer = invoiceAnswerOf(services, 200);
        const { invoice, cancelledNow, correctiveIssued } = await cancelInvoice(
            services, commandOf(request), request.params.invoiceId, request.payload, keeping(answer));
        if (correctiveIssued) {
            services.metrics.invoiceIssued();
        }
        return cancelledNow ? sendKept(request, h, answer(invoice)) : send(h, answer(invoice));
    }
};
