import type { ServerRoute } from '@hapi/hapi';
import { requires } from '../../platform/auth/route-access.ts';
import { keeping, sendKept } from '../../platform/http/answer.ts';
import { answers } from '../../platform/http/answers.ts';
import { commandOf } from '../../platform/http/command-of.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { correctionErrors, keyErrors } from '../../domain/invoices/documented-errors.ts';
import { invoiceIdParams } from '../../domain/invoices/invoice.schemas.ts';
import { invoiceAnswerOf } from '../../domain/invoices/invoice.view.ts';
import { correctInvoice } from './correct-invoice.ts';
import { correctiveAnswer } from './corrective.answers.ts';
import { correctiveBody } from './corrective.schemas.ts';

/** `POST /invoices/{invoiceId}/correctives`: makes and issues a corrective. */
export const correctiveRoute: ServerRoute<{ Params: ValueOf<typeof invoiceIdParams>; Payload: ValueOf<typeof correctiveBody> }> = {
    method: 'POST',
    path: '/invoices/{invoiceId}/correctives',
    options: {
        auth: requires('invoices:issue'),
        tags: ['api', 'invoices'],
        description: 'Correct an issued invoice',
        notes: 'Makes and issues a corrective; the invoice itself never changes. It shows each item that it changes twice: as it stood, its amounts '
            + 'negated, and as it is from now on, so that all its amounts are what changes. What it lowers is credited to the invoice; '
            + 'what was paid beyond that becomes the credit of the customer.',
        validate: { params: invoiceIdParams, payload: correctiveBody },
        ...answers('correctInvoice', { 201: correctiveAnswer }, [
            'INVOICE_NOT_FOUND', 'INVOICE_NOT_ISSUED', 'INVOICE_NOT_CORRECTABLE', 'CORRECTION_EMPTY', 'ITEM_NOT_FOUND', 'DISCOUNT_EXCEEDS_LINE', 'BUYER_INCOMPLETE',
            ...correctionErrors, 'INVOICE_CHANGED', 'PRECONDITION_FAILED', 'PRECONDITION_REQUIRED', ...keyErrors
        ], ['ETag', 'Location'])
    },
    handler: async (request, h) => {
        const { services } = request.server.app;
        const answer = invoiceAnswerOf(services, 201);
        const corrective = await correctInvoice(services, commandOf(request), request.params.invoiceId, request.payload, keeping(answer));
        services.metrics.invoiceIssued();
        return sendKept(request, h, answer(corrective));
    }
};
