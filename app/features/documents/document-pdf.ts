import { findInvoice } from '../../domain/invoices/invoice.repository.ts';
import { foundInvoice } from '../../domain/invoices/open-invoice.ts';
import { readOrganisation } from '../../domain/organisations/read-organisation.ts';
import { sellerOf } from '../../domain/organisations/organisation.ts';
import { printInvoice } from '../../domain/printing/print-invoice.ts';
import { archived, type DocumentOfSeller } from './archive-document.ts';
import { findCurrentFile } from './document-archive.repository.ts';
import type { DocumentDependencies } from './document-dependencies.ts';
import { archivedFileName, fileNameOf, pdfFile, type DocumentFile } from './document-file.ts';
import { lookOf } from './document-look.ts';
import { assertHasProforma, stateOf } from './document-state.ts';
import { renderDocument, type DocumentAttachment } from './render-document.ts';

/** The document that is wanted. */
export type WantedDocument = {
    readonly organisationId: string;
    readonly invoiceId: string;
    /** True: the document as a proforma, whatever its type. */
    readonly asProforma?: boolean;
    /** File that the PDF carries; such a one is rendered at each call. */
    readonly attachment?: DocumentAttachment;
};

/**
 * A document's PDF: what every route, e-mail and page gives out. Of a document with a number it is the archived file of
 * its state, the same bytes for ever; where the worker has not archived it yet, that is done now. A draft is set in
 * type each time, and so is an invoice as a proforma.
 * @throws DomainError `INVOICE_NOT_FOUND` | `NO_PROFORMA_OF_DOCUMENT`, those of `renderDocument`
 */
export async function documentPdf(
    dependencies: DocumentDependencies, { organisationId, invoiceId, asProforma = false, attachment }: WantedDocument
): Promise<DocumentFile> {
    const { database } = dependencies;
    const current = await findCurrentFile(database, organisationId, invoiceId);
    if (attachment === undefined && current !== undefined && (!asProforma || current.isProforma)) {
        const { state, day, content } = current.file;
        return pdfFile(archivedFileName({ id: invoiceId, number: current.number }, state, day), content);
    }
    const invoice = foundInvoice(await findInvoice(database, organisationId, invoiceId), invoiceId);
    if (asProforma) {
        assertHasProforma(invoice);
    }
    const document = { invoice, organisation: await readOrganisation(dependencies, organisationId) };
    const state = stateOf(invoice);
    if (state === undefined || attachment !== undefined || (asProforma && invoice.invoiceType !== 'proforma')) {
        return preview(dependencies, document, { asProforma, attachment });
    }
    const { content } = await archived(dependencies, document, state);
    return pdfFile(archivedFileName(invoice, state.state, state.day), content);
}

/** A file that is not archived. */
async function preview(
    { typesetter, database }: DocumentDependencies, { organisation, invoice }: DocumentOfSeller,
    { asProforma, attachment }: { readonly asProforma: boolean; readonly attachment: DocumentAttachment | undefined }
): Promise<DocumentFile> {
    // The XML of a file shows the document as it was issued, and so does the page around it.
    const printed = printInvoice(invoice, {
        seller: sellerOf(organisation, invoice.currency), asProforma, asIssued: attachment !== undefined
    });
    const createdAt = invoice.issuedAt ?? invoice.updatedAt;
    const suffix = asProforma && invoice.invoiceType !== 'proforma' ? '-proforma' : '';
    const look = await lookOf(database, organisation);
    const bytes = await renderDocument(typesetter, printed, { look, createdAt, attachment });
    return pdfFile(fileNameOf(invoice, { suffix }), bytes);
}
