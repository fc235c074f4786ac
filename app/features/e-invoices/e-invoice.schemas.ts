import { described } from '../../foundation/schema/openapi-meta.ts';
import { oneOf, shape } from '../../foundation/schema/shape.ts';
import { eInvoiceFormats } from '../../foundation/vocabulary/e-invoice-formats.ts';
import { eInvoiceFiles } from './wanted-form.ts';

/** `GET /invoices/{invoiceId}/e-invoice` */
export const eInvoiceQuery = shape('EInvoiceQuery', {}, {
    format: described(oneOf('EInvoiceFile', eInvoiceFiles),
        'File: ubl and cii are XML, facturx is a PDF/A-3 with the XML in it. Absent: facturx where the document needs '
        + 'it, else ubl.'),
    profile: described(oneOf('EInvoiceProfile', eInvoiceFormats),
        'Specification: ubl has en16931, peppol and xrechnung; cii has en16931, xrechnung and facturx; facturx has '
        + "facturx. Absent: the document's eInvoice, as far as the file can have it, else en16931.")
});
