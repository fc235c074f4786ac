import type { ServerRoute } from '@hapi/hapi';
import { invoiceIdParams } from '../../domain/invoices/invoice.schemas.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import { answers } from '../../platform/http/answers.ts';
import { documentFileAnswer } from './document.answers.ts';
import { documentPdf } from './document-pdf.ts';
import { pdfMediaType } from './document-file.ts';

const pdfAnswer = {
    description: 'The document; in JSON for a caller whose Accept names JSON and not PDF', mediaTypes: [pdfMediaType],
    json: documentFileAnswer
};

/** `GET /invoices/{invoiceId}/pdf`: the document as a PDF. */
const pdfRoute: ServerRoute<{ Params: ValueOf<typeof invoiceIdParams> }> = {
    method: 'GET',
    path: '/invoices/{invoiceId}/pdf',
    options: {
        app: { gateway: true },
        auth: requires('invoices:read'),
        tags: ['api', 'invoices'],
        description: 'The document as a PDF',
        validate: { params: invoiceIdParams },
        ...answers('readInvoicePdf', { 200: pdfAnswer },
            ['INVOICE_NOT_FOUND', 'DOCUMENT_BUSY', 'DOCUMENT_FAILED'])
    },
    handler: async (request, h) => {
        const { organisationId } = callerOf(request);
        const { bytes } = await documentPdf(
            request.server.app.dependencies, { organisationId, invoiceId: request.params.invoiceId });
        return h.response(bytes).type(pdfMediaType);
    }
};

/** Routes of printed documents. */
export const documentRoutes = [pdfRoute];
