import { readInvoice } from '../../domain/invoices/read-invoice.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import type { Database } from '../../platform/database/database.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { findFileByHash, listFiles, type ArchivedFacts } from './document-archive.repository.ts';
import { archivedFile, type DocumentFile } from './document-file.ts';

type OnDatabase = { readonly database: Database };

/** A document with its archived files. */
export type DocumentArchive = { readonly invoice: Invoice; readonly files: readonly ArchivedFacts[] };

/** All archived files of a document, the oldest first. @throws DomainError `INVOICE_NOT_FOUND` */
export async function readArchive(
    dependencies: OnDatabase, organisationId: string, invoiceId: string
): Promise<DocumentArchive> {
    const invoice = await readInvoice(dependencies, organisationId, invoiceId);
    return { invoice, files: await listFiles(dependencies.database, organisationId, invoiceId) };
}

/**
 * One archived file of a document.
 * @param sha256 - Hash of the file, hex in lower case.
 * @throws DomainError `INVOICE_NOT_FOUND` | `DOCUMENT_NOT_FOUND`
 */
export async function readArchivedFile(
    dependencies: OnDatabase, organisationId: string, invoiceId: string, sha256: string
): Promise<DocumentFile> {
    const invoice = await readInvoice(dependencies, organisationId, invoiceId);
    const file = await findFileByHash(dependencies.database, organisationId, invoiceId, sha256);
    if (file === undefined) {
        throw new DomainError('DOCUMENT_NOT_FOUND',
            "sha256: the archive has no such file of this document; the list of the document's files has their hashes",
            { invoiceId });
    }
    return archivedFile(invoice, file);
}
