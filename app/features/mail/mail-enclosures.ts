import type { Invoice } from '../../domain/invoices/invoice.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { MailAttachment } from '../../platform/mail/outgoing-mail.ts';
import { newPageAddress } from '../customer-page/new-page-address.ts';
import type { DocumentFile } from '../documents/document-file.ts';
import { documentPdf } from '../documents/document-pdf.ts';
import { eInvoiceFile, needsEInvoice } from '../e-invoices/e-invoice-file.ts';
import type { MailDependencies } from './mail-dependencies.ts';

/**
 * The files that go with an e-mail: the document's PDF as everyone gets it, and its e-invoice where the buyer needs
 * one. A Factur-X is both in one file.
 * @throws DomainError those of `documentPdf`
 */
export async function mailAttachments(
    dependencies: MailDependencies, invoice: Invoice
): Promise<readonly MailAttachment[]> {
    const eInvoice = await eInvoiceOf(dependencies, invoice);
    const files = eInvoice !== undefined && invoice.eInvoice === 'facturx' ? [eInvoice]
        : [await documentPdf(dependencies, idsOf(invoice)), ...eInvoice === undefined ? [] : [eInvoice]];
    return files.map(({ fileName, mediaType, bytes }) => ({ fileName, mediaType, content: bytes }));
}

/** The e-invoice; undefined where none is needed, and for a document that was issued before its rules were checked. */
async function eInvoiceOf(dependencies: MailDependencies, invoice: Invoice): Promise<DocumentFile | undefined> {
    if (!needsEInvoice(invoice)) {
        return undefined;
    }
    try {
        return await eInvoiceFile(dependencies, idsOf(invoice));
    } catch (error) {
        if (error instanceof DomainError && error.code === 'E_INVOICE_RULE') {
            return undefined;
        }
        throw error;
    }
}

function idsOf({ organisationId, id }: Invoice): { readonly organisationId: string; readonly invoiceId: string } {
    return { organisationId, invoiceId: id };
}

/**
 * Address of the customer's page of a document, by a link of its own; undefined while the service has no pages.
 * @param requestedBy - Subject who asked for the e-mail.
 */
export function customerPageLink(
    dependencies: MailDependencies, invoice: Invoice, requestedBy: string
): Promise<string | undefined> {
    return newPageAddress(dependencies, invoice, requestedBy);
}

/** Address that stands for such a link in a preview, which makes none; undefined while the service has no pages. */
export function previewedPageLink({ config: { pages } }: MailDependencies): string | undefined {
    return pages.publicUrl === undefined ? undefined : `${pages.publicUrl}/i/…`;
}
