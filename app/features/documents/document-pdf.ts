import { findInvoice } from '../../domain/invoices/invoice.repository.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { foundInvoice } from '../../domain/invoices/open-invoice.ts';
import { findLogo } from '../../domain/organisations/organisation.repository.ts';
import type { Database } from '../../platform/database/database.ts';
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
    const seller = sellerOf(organisation, invoice.currency);
    const printed = printInvoice(invoice, { seller, asProforma, asIssued: true });
    const look = await lookOf(database, organisation);
    const madeAt = invoice.issuedAt ?? invoice.updatedAt;
    const bytes = await renderDocument(typesetter, printed, look, madeAt);
    return documentFile(fileNameFor(invoice, asProforma), bytes);
}

function fileNameFor({ number, id, invoiceType }: Invoice, asProforma: boolean): string {
    const name = fileNameOf(number ?? `draft ${id.slice(-12)}`);
    return `${asProforma && invoiceType !== 'proforma' ? `proforma ${name}` : name}.pdf`;
}

/** Colour of documents of an organisation that chose none. */
const defaultAccent = '#1f4e79';

/** The look of an organisation's documents. */
async function lookOf(
    database: Database, { id, accentColor, documentFooter, logo }: Organisation
): Promise<DocumentLook> {
    return {
        accent: accentColor ?? defaultAccent, footer: documentFooter ?? '',
        logo: logo === null ? null : await findLogo(database, id) ?? null
    };
}
