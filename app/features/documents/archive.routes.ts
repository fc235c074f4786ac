import type { ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { invoiceId, invoiceIdParams } from '../../domain/invoices/invoice.schemas.ts';
import { shape, type ValueOf } from '../../foundation/schema/shape.ts';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import type { Answer } from '../../platform/http/answer.ts';
import { answers } from '../../platform/http/answers.ts';
import { commandRoute } from '../../platform/http/command-route.ts';
import { sendFile } from '../../platform/http/file-answer.ts';
import { maxDuplicates } from './archive-limits.ts';
import { archivedFileAnswer, archivedFilesAnswer, toArchivedFileView } from './document.answers.ts';
import { pdfByAccept, renderingErrors } from './document.routes.ts';
import { issueDuplicate, type Duplicate } from './issue-duplicate.ts';
import { readArchive, readArchivedFile } from './read-archive.ts';

const fileParams = shape('ArchivedFileId', {
    invoiceId,
    sha256: Joi.string().lowercase().hex().length(64)
        .example('9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08')
        .description('SHA-256 of the file, hex, as the list of files has it.')
});

/** `GET /invoices/{invoiceId}/documents`: the archived files of a document. */
const listRoute: ServerRoute<{ Params: ValueOf<typeof invoiceIdParams> }> = {
    method: 'GET',
    path: '/invoices/{invoiceId}/documents',
    options: {
        auth: requires('invoices:read'),
        tags: ['api', 'invoices'],
        description: 'List the archived files of a document',
        notes: 'One for each state that the document had, and one for each day on which a duplicate was issued. None '
            + 'is ever changed or removed.',
        validate: { params: invoiceIdParams },
        ...answers('listArchivedFiles', { 200: archivedFilesAnswer }, ['INVOICE_NOT_FOUND'])
    },
    handler: async (request) => {
        const { invoice, files } = await readArchive(
            request.server.app.dependencies, callerOf(request).organisationId, request.params.invoiceId);
        return { data: files.map((file) => toArchivedFileView(invoice, file)) };
    }
};

/** `GET /invoices/{invoiceId}/documents/{sha256}`: one archived file. */
const fileRoute: ServerRoute<{ Params: ValueOf<typeof fileParams> }> = {
    method: 'GET',
    path: '/invoices/{invoiceId}/documents/{sha256}',
    options: {
        auth: requires('invoices:read'),
        tags: ['api', 'invoices'],
        description: 'One archived file of a document',
        notes: 'Also of a state that the document no longer has, and of a duplicate.',
        validate: { params: fileParams },
        ...answers('readArchivedFile', { 200: pdfByAccept }, ['INVOICE_NOT_FOUND', 'DOCUMENT_NOT_FOUND'], ['ETag'])
    },
    handler: async (request) => {
        const { params, server } = request;
        const file = await readArchivedFile(
            server.app.dependencies, callerOf(request).organisationId, params.invoiceId, params.sha256);
        return sendFile(request, file, { isImmutable: true });
    }
};

/** `POST /invoices/{invoiceId}/duplicates`: issues the duplicate of today. */
const duplicateRoute = commandRoute({
    method: 'POST',
    path: '/invoices/{invoiceId}/duplicates',
    id: 'issueDuplicate',
    tag: 'invoices',
    scope: 'invoices:issue',
    description: 'Issue a duplicate of an invoice',
    notes: 'The invoice once more, marked DUPLIKAT with the date of today, for a buyer whose copy was lost (Ustawa o '
        + 'VAT art. 106l). Location is the address of its PDF. A second one of the same day is the same file. An '
        + `invoice has at most ${maxDuplicates} of them.`,
    params: invoiceIdParams,
    success: { 201: archivedFileAnswer },
    errors: ['INVOICE_NOT_FOUND', 'INVOICE_NOT_ISSUED', 'DUPLICATE_NOT_ALLOWED', 'INVOICE_CHANGED', ...renderingErrors],
    headers: ['Location'],
    answer: ({ invoice, file }: Duplicate): Answer => ({
        statusCode: 201, headers: { location: `/invoices/${invoice.id}/documents/${file.sha256}` },
        view: toArchivedFileView(invoice, file)
    }),
    run: (dependencies, command, { params }) => issueDuplicate(dependencies, command, params.invoiceId)
});

/** Routes of the archive of documents' files. */
export const archiveRoutes = [listRoute, fileRoute, duplicateRoute];
