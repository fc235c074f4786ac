import { findInvoice } from '../../domain/invoices/invoice.repository.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { foundInvoice } from '../../domain/invoices/open-invoice.ts';
import { readOrganisation } from '../../domain/organisations/read-organisation.ts';
import { sellerOf, type Organisation } from '../../domain/organisations/organisation.ts';
import { printInvoice } from '../../domain/printing/print-invoice.ts';
import type { DocumentDependencies } from './document-dependencies.ts';
import { documentFile, fileNameOf, type DocumentFile } from './document-file.ts';
import { renderDocument, type DocumentLook } from './render-document.ts';

/** The document that is wanted. */
export type WantedDocument = {
    readonly organisationId: string;
    readonly invoiceId: string;
    /** True: the document as a proforma, whatever its type. */
    readonly asProforma?: boolean;
};

/**
 * A document's PDF: what every route, e-mail and page gives out. The one place where a document becomes a file.
 * @throws DomainError `INVOICE_NOT_FOUND`, those of `renderDocument`
 */
export async function documentPdf(
    dependencies: DocumentDependencies, { organisationId, invoiceId, asProforma = false }: WantedDocument
): Promise<DocumentFile> {
    const { database, typesetter } = dependencies;
    const organisation = await readOrganisation(dependencies, organisationId);
    const invoice = foundInvoice(await findInvoice(database, organisationId, invoiceId), invoiceId);
    const printed = printInvoice(invoice, { seller: sellerOf(organisation, invoice.currency), asProforma });
    const madeAt = invoice.issuedAt ?? invoice.updatedAt;
    const bytes = await renderDocument(typesetter, printed, lookOf(organisation), madeAt);
    return documentFile(fileNameFor(invoice, asProforma), bytes);
}

function fileNameFor({ number, id, invoiceType }: Invoice, asProforma: boolean): string {
    const name = fileNameOf(number ?? `draft ${id.slice(-12)}`);
    return `${asProforma && invoiceType !== 'proforma' ? `proforma ${name}` : name}.pdf`;
}

/** The look of an organisation's documents. */
function lookOf(_organisation: Organisation): DocumentLook {
    return { accent: '#1f4e79', footer: '' };
}
