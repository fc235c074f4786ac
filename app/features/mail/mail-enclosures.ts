import { neededEInvoice, needsEInvoice } from '../../domain/e-invoices/needed-e-invoice.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { linkFor, type NewPageLink } from '../../domain/page-links/page-link.ts';
import type { MailAttachment } from '../../platform/mail/outgoing-mail.ts';
import { fileNameOf } from '../documents/document-file.ts';
import { documentPdf } from '../documents/document-pdf.ts';
import { eInvoiceFileOf } from '../e-invoices/e-invoice-file.ts';
import type { DueMail } from './mail-delivery.ts';
import type { MailDependencies } from './mail-dependencies.ts';

/**
 * The files that go with an e-mail: the document's PDF as everyone gets it, and the XML of its e-invoice where the
 * buyer needs one. A Factur-X is both in one file, and the archived PDF is it.
 * @throws DomainError those of `documentPdf`
 */
export async function mailAttachments(
    dependencies: MailDependencies, invoice: Invoice
): Promise<readonly MailAttachment[]> {
    const ids = { organisationId: invoice.organisationId, invoiceId: invoice.id };
    const files = [
        await documentPdf(dependencies, ids), ...hasXml(invoice) ? [await eInvoiceFileOf(dependencies, invoice)] : []
    ];
    return files.map(({ fileName, mediaType, bytes }) => ({ fileName, mediaType, content: bytes }));
}

/** Names of the files that would go with an e-mail. */
export function attachmentNames(invoice: Invoice): readonly string[] {
    return [fileNameOf(invoice), ...hasXml(invoice) ? [fileNameOf(invoice, { extension: 'xml' })] : []];
}

/** Tells whether an XML goes with the PDF. The issue of a draft holds it to the rules of its e-invoice. */
function hasXml(invoice: Invoice): boolean {
    return invoice.eInvoice !== 'facturx' && needsEInvoice(invoice)
        && (invoice.number === null || neededEInvoice(invoice) !== undefined);
}

/**
 * Link of an e-mail to the customer's page, which is stored when the e-mail is handed over; undefined while the service
 * has no pages, and in the seller's copy: who reads that is not the customer, and would count as one.
 */
export function customerPageLink(
    { config: { pages }, clock }: MailDependencies, invoice: Invoice, { kind, requestedBy }: DueMail
): NewPageLink | undefined {
    return kind === 'copy' ? undefined : linkFor(invoice, { pages, createdBy: requestedBy, now: clock.now() });
}

/** Address that stands for such a link in a preview, which makes none; undefined while the service has no pages. */
export function previewedPageLink({ config: { pages } }: MailDependencies): string | undefined {
    return pages.publicUrl === undefined ? undefined : `${pages.publicUrl}/i/…`;
}
