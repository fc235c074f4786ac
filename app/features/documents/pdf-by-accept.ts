import type { Plugin } from '@hapi/hapi';
import { prefersFile } from '../../platform/http/accept.ts';
import { pdfMediaType } from './document-file.ts';

/** Address of one invoice. */
const invoicePath = /^\/invoices\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/?$/i;

/**
 * Answers `GET /invoices/{invoiceId}` with the PDF where the caller prefers it by `Accept: application/pdf`: the call
 * goes to the route of the PDF, whose access and errors are the same.
 */
export const pdfOfInvoiceByAccept: Plugin<void> = {
    name: 'pdf-by-accept',
    register: (server) => {
        server.ext('onRequest', (request, h) => {
            const { method, path } = request;
            if (['get', 'head'].includes(method) && invoicePath.test(path) && prefersFile(request, pdfMediaType)) {
                request.setUrl(`${path.replace(/\/$/, '')}/pdf${request.url.search}`);
            }
            return h.continue;
        });
    }
};
