import type { Request, ServerRoute } from '@hapi/hapi';
import { invoiceIdParams } from '../../domain/invoices/invoice.schemas.ts';
import type { ErrorCode } from '../../foundation/errors/error-codes.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import { answers, type BytesAnswer } from '../../platform/http/answers.ts';
import { fileAnswer, sendFile } from '../../platform/http/file-answer.ts';
import { goneSignal } from '../../platform/http/gone-signal.ts';
import { waitingUntil } from '../../platform/typesetting/typesetter.ts';
import { documentPdf } from './document-pdf.ts';
import { pdfMediaType } from './document-file.ts';

type Params = ValueOf<typeof invoiceIdParams>;

/** Errors of making a document's file. */
export const renderingErrors = ['DOCUMENT_BUSY', 'DOCUMENT_FAILED'] as const satisfies readonly ErrorCode[];

/** A PDF, or JSON for a caller who takes that only. */
export const pdfByAccept = {
    description: 'The PDF. In JSON with base64 content for a caller whose Accept names JSON and not PDF',
    mediaTypes: [pdfMediaType], json: fileAnswer
} as const satisfies BytesAnswer;

const pdfErrors = ['INVOICE_NOT_FOUND', ...renderingErrors] as const;

const archiveNotes = 'Of a document with a number: the archived file of its state, the same bytes each time, also '
    + 'after templates or the seller were changed. Of a draft: a preview, marked as a draft. The ETag is the SHA-256 '
    + 'of the bytes; a Range is ignored.';

/** `GET /invoices/{invoiceId}/pdf`: the document as a PDF, in the form that Accept asks for. */
const pdfRoute: ServerRoute<{ Params: Params }> = {
    method: 'GET',
    path: '/invoices/{invoiceId}/pdf',
    options: {
        app: { gateway: true, costClass: 'reports' },
        auth: requires('invoices:read'),
        tags: ['api', 'invoices'],
        description: 'The document as a PDF',
        notes: archiveNotes,
        validate: { params: invoiceIdParams },
        ...answers('readInvoicePdf', { 200: pdfByAccept }, pdfErrors, ['ETag'])
    },
    handler: async (request) => sendFile(request, await fileOf(request))
};

/** `GET /invoices/{invoiceId}/proforma-pdf`: the document as a proforma. */
const proformaPdfRoute: ServerRoute<{ Params: Params }> = {
    method: 'GET',
    path: '/invoices/{invoiceId}/proforma-pdf',
    options: {
        app: { gateway: true, costClass: 'reports' },
        auth: requires('invoices:read'),
        tags: ['api', 'invoices'],
        description: 'The document as a proforma, in PDF',
        notes: 'Of an invoice or draft: made anew each time, marked PRO FORMA and without the number of an invoice. Of '
            + 'a proforma: its own PDF. A corrective and an annulled invoice have none (422).',
        validate: { params: invoiceIdParams },
        ...answers('readProformaPdf', { 200: pdfByAccept }, [...pdfErrors, 'NO_PROFORMA_OF_DOCUMENT'], ['ETag'])
    },
    handler: async (request) => sendFile(request, await fileOf(request, true))
};

/** `GET /invoices/{invoiceId}.pdf`: the bytes, for links and browsers. */
const pdfFileRoute: ServerRoute<{ Params: Params }> = {
    method: 'GET',
    path: '/invoices/{invoiceId}.pdf',
    options: {
        app: { costClass: 'reports' },
        auth: requires('invoices:read'),
        tags: ['api', 'invoices'],
        description: 'The document as a PDF, always as bytes',
        notes: archiveNotes,
        validate: { params: invoiceIdParams },
        ...answers('downloadInvoicePdf', { 200: { description: 'The PDF', mediaTypes: [pdfMediaType] } }, pdfErrors,
            ['ETag'])
    },
    handler: async (request) => sendFile(request, await fileOf(request), { alwaysBytes: true })
};

function fileOf(request: Request<{ Params: Params }>, asProforma = false) {
    const { params: { invoiceId }, server: { app: { dependencies } } } = request;
    const typesetter = waitingUntil(dependencies.typesetter, goneSignal(request));
    return documentPdf({ ...dependencies, typesetter },
        { organisationId: callerOf(request).organisationId, invoiceId, asProforma });
}

/** Routes of a document's PDF. */
export const documentRoutes = [pdfRoute, proformaPdfRoute, pdfFileRoute];
