import type { ServerRoute } from '@hapi/hapi';
import { invoiceIdParams } from '../../domain/invoices/invoice.schemas.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import { answers } from '../../platform/http/answers.ts';
import { fileAnswer, sendFile } from '../../platform/http/file-answer.ts';
import { pdfMediaType } from '../documents/document-file.ts';
import { eInvoiceFile, xmlMediaType } from './e-invoice-file.ts';
import { eInvoiceQuery } from './e-invoice.schemas.ts';

const eInvoiceByAccept = {
    description: 'The e-invoice: XML, or with format=facturx a PDF/A-3 that carries it. In JSON with base64 content '
        + 'for a caller whose Accept names JSON and not the type of the file',
    mediaTypes: [xmlMediaType, pdfMediaType], json: fileAnswer
};

/** `GET /invoices/{invoiceId}/e-invoice`: the document as EN 16931 describes it. */
export const eInvoiceRoute: ServerRoute<{
    Params: ValueOf<typeof invoiceIdParams>; Query: ValueOf<typeof eInvoiceQuery>
}> = {
    method: 'GET',
    path: '/invoices/{invoiceId}/e-invoice',
    options: {
        auth: requires('invoices:read'),
        tags: ['api', 'invoices'],
        description: 'The document as an e-invoice',
        notes: 'EN 16931 as UBL 2.1 or CII, with the specification that the document needs (eInvoice) or profile '
            + 'names: Peppol BIS Billing 3 (UBL), XRechnung 3.0, Factur-X. Of issued VAT invoices, advance invoices '
            + 'and correctives, as they were issued: later payments change nothing. A document that breaks a rule of '
            + 'the specification is 422 with the id of the rule. The ETag is the SHA-256 of the bytes; a Range is '
            + 'ignored.',
        validate: { params: invoiceIdParams, query: eInvoiceQuery },
        ...answers('readEInvoice', { 200: eInvoiceByAccept }, [
            'INVOICE_NOT_FOUND', 'INVOICE_NOT_ISSUED', 'INVOICE_CANCELLED', 'NOT_A_VAT_INVOICE', 'E_INVOICE_RULE',
            'DOCUMENT_BUSY', 'DOCUMENT_FAILED'
        ], ['ETag'])
    },
    handler: async (request) => {
        const { organisationId } = callerOf(request);
        const file = await eInvoiceFile(request.server.app.dependencies, {
            organisationId, invoiceId: request.params.invoiceId, ...request.query
        });
        return sendFile(request, file, { disposition: 'attachment' });
    }
};
