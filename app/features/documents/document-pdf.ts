import type { EInvoice } from '../../domain/e-invoices/e-invoice.ts';
import { findInvoice } from '../../domain/invoices/invoice.repository.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { foundInvoice } from '../../domain/invoices/open-invoice.ts';
import { readOrganisation } from '../../domain/organisations/read-organisation.ts';
import { sellerOf } from '../../domain/organisations/organisation.ts';
import { printInvoice } from '../../domain/printing/print-invoice.ts';
import { archived, type DocumentOfSeller } from './archive-document.ts';
import { findCurrentFile } from './document-archive.repository.ts';
import type { DocumentDependencies } from './document-dependencies.ts';
import { archivedFile, fileNameOf, pdfFile, type DocumentFile } from './document-file.ts';
import { lookOf } from './document-look.ts';
import { assertHasProforma, stateOf } from './document-state.ts';
import { isFacturX, renderFacturX } from './factur-x.ts';
import { renderDocument } from './render-document.ts';

/** The document that is wanted. */
export type WantedDocument = {
    readonly organisationId: string;
    readonly invoiceId: string;
    /** True: the document as a proforma, whatever its type. */
    readonly asProforma?: boolean;
};

/**
 * A document's PDF: what every route, e-mail and page gives out. Of a document with a number it is the archived file of
 * its state, the same bytes for ever; where the worker has not archived it yet, that is done now. A draft is set in
 * type each time, and so is an invoice as a proforma.
 * @throws DomainError `INVOICE_NOT_FOUND` | `NO_PROFORMA_OF_DOCUMENT`, those of `renderDocument`
 */
export async function documentPdf(
    dependencies: DocumentDependencies, { organisationId, invoiceId, asProforma = false }: WantedDocument
): Promise<DocumentFile> {
    const { database } = dependencies;
    const current = await findCurrentFile(database, organisationId, invoiceId);
    if (current !== undefined && (!asProforma || current.isProforma)) {
        return archivedFile({ id: invoiceId, number: current.number }, current.file);
    }
    const invoice = foundInvoice(await findInvoice(database, organisationId, invoiceId), invoiceId);
    if (asProforma) {
        assertHasProforma(invoice);
    }
    const document = { invoice, organisation: await readOrganisation(dependencies, organisationId) };
    const state = stateOf(invoice);
    if (state === undefined || (asProforma && invoice.invoiceType !== 'proforma')) {
        return preview(dependencies, document, asProforma);
    }
    return archivedFile(invoice, await archived(dependencies, document, state));
}

/**
 * A document as a Factur-X: the archived file where that is one, as it is for a buyer who needs it. For any other it is
 * set in type with each call.
 * @param eInvoice - The XML's content.
 * @throws DomainError those of `documentPdf`
 */
export async function facturXPdf(
    dependencies: DocumentDependencies, invoice: Invoice, eInvoice: EInvoice
): Promise<DocumentFile> {
    const { organisationId, id: invoiceId } = invoice;
    const kept = invoice.eInvoice === 'facturx'
        ? await documentPdf(dependencies, { organisationId, invoiceId }) : undefined;
    if (kept !== undefined && isFacturX(kept.bytes)) {
        return kept;
    }
    const organisation = await readOrganisation(dependencies, organisationId);
    const look = await lookOf(dependencies.database, organisation);
    const printed = printInvoice(invoice, { seller: sellerOf(organisation, invoice.currency), asIssued: true });
    const createdAt = invoice.issuedAt ?? invoice.updatedAt;
    return pdfFile(fileNameOf(invoice),
        await renderFacturX(dependencies.typesetter, printed, { look, createdAt }, eInvoice));
}

/** A file that is not archived. */
async function preview(
    { typesetter, database }: DocumentDependencies, { organisation, invoice }: DocumentOfSeller, asProforma: boolean
): Promise<DocumentFile> {
    const printed = printInvoice(invoice, { seller: sellerOf(organisation, invoice.currency), asProforma });
    const createdAt = invoice.issuedAt ?? invoice.updatedAt;
    const suffix = asProforma && invoice.invoiceType !== 'proforma' ? '-proforma' : '';
    const look = await lookOf(database, organisation);
    const bytes = await renderDocument(typesetter, printed, { look, createdAt });
    return pdfFile(fileNameOf(invoice, { suffix }), bytes);
}
