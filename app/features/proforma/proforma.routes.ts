import type { ServerRoute } from '@hapi/hapi';
import { requires } from '../../platform/auth/route-access.ts';
import { keeping, sendKept } from '../../platform/http/answer.ts';
import { answers } from '../../platform/http/answers.ts';
import { commandOf } from '../../platform/http/command-of.ts';
import { calendarDate, text } from '../../foundation/schema/fields.ts';
import { shape, type ValueOf } from '../../foundation/schema/shape.ts';
import { keyErrors } from '../../domain/invoices/documented-errors.ts';
import { draftAnswer } from '../../domain/invoices/draft.answers.ts';
import { invoiceIdParams } from '../../domain/invoices/invoice.schemas.ts';
import { invoiceAnswerOf } from '../../domain/invoices/invoice.view.ts';
import { convertProforma } from './convert-proforma.ts';

const convertBody = shape('ConvertOptions', {}, {
    issueDate: calendarDate.description('Issue date of the invoice. Absent: the day on which it is issued.'),
    saleDate: calendarDate.description('Day of the delivery or service (EN 16931 BT-72). Absent: the issue date.'),
    dueDate: calendarDate.description('Last day to pay on time (EN 16931 BT-9). Absent: as the payment terms say.'),
    notes: text(4_000).description("Note that is printed, instead of the proforma's.")
}).example({ saleDate: '2026-11-23' });

const convertRoute: ServerRoute<{ Params: ValueOf<typeof invoiceIdParams>; Payload: ValueOf<typeof convertBody> }> = {
    method: 'POST',
    path: '/invoices/{invoiceId}/convert',
    options: {
        auth: requires('invoices:write'),
        tags: ['api', 'invoices'],
        description: 'Turn a proforma into an invoice',
        notes: 'Makes the draft of the invoice that an issued proforma offered: same buyer, lines and prices. Once a proforma; a deleted or cancelled invoice '
            + 'frees it. What was paid on the proforma is credit that POST /invoices/{invoiceId}/apply-credit pays the issued invoice with.',
        validate: { params: invoiceIdParams, payload: convertBody },
        ...answers('convertProforma', { 201: draftAnswer }, [
            'INVOICE_NOT_FOUND', 'NOT_A_PROFORMA', 'INVOICE_NOT_ISSUED', 'INVOICE_CANCELLED', 'PROFORMA_ALREADY_CONVERTED', 'QUOTE_ALREADY_INVOICED',
            'INVOICE_CHANGED', 'PRECONDITION_FAILED', ...keyErrors
        ], ['ETag', 'Location'])
    },
    handler: async (request, h) => {
        const { services } = request.server.app;
        const answer = invoiceAnswerOf(services, 201);
        return sendKept(request, h, answer(await convertProforma(services, commandOf(request), request.params.invoiceId, request.payload, keeping(answer))));
    }
};

/** What a proforma becomes. */
export const proformaRoutes = [convertRoute];
