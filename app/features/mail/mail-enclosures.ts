import type { Invoice } from '../../domain/invoices/invoice.ts';
import type { MailAttachment } from '../../platform/mail/outgoing-mail.ts';
import { pdfMediaType } from '../documents/document-file.ts';
import { documentPdf } from '../documents/document-pdf.ts';
import type { MailDependencies } from './mail-dependencies.ts';

/**
 * The files that go with an e-mail: the document as everyone gets it. The one place where a further file, such as the
 * e-invoice of a document that has one, is added.
 * @throws DomainError those of `documentPdf`
 */
export async function mailAttachments(
    dependencies: MailDependencies, { organisationId, id }: Invoice
): Promise<readonly MailAttachment[]> {
    const { fileName, bytes } = await documentPdf(dependencies, { organisationId, invoiceId: id });
    return [{ fileName, mediaType: pdfMediaType, content: bytes }];
}

/** Address of the customer's page of a document, made for one e-mail; undefined while documents have no page. */
export async function customerPageLink(
    _dependencies: MailDependencies, _invoice: Invoice
): Promise<string | undefined> {
    return undefined;
}

/** Address that stands for such a link in a preview, which makes none. */
export function previewedPageLink(_dependencies: MailDependencies): string | undefined {
    return undefined;
}
