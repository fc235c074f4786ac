import { DomainError } from '../../foundation/errors/domain-error.ts';
import { faultSentence } from '../../foundation/errors/fault-sentence.ts';
import { toCii } from '../../domain/e-invoices/cii.ts';
import { faultsOfEInvoice } from '../../domain/e-invoices/e-invoice-rules.ts';
import type { EInvoice } from '../../domain/e-invoices/e-invoice.ts';
import { toEInvoice, type NumberedDocument } from '../../domain/e-invoices/to-e-invoice.ts';
import { toUbl } from '../../domain/e-invoices/ubl.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { readInvoice } from '../../domain/invoices/read-invoice.ts';
import type { DocumentDependencies } from '../documents/document-dependencies.ts';
import { documentFile, fileNameOf, type DocumentFile } from '../documents/document-file.ts';
import { facturXPdf } from '../documents/document-pdf.ts';
import { formOf, type WantedForm } from './wanted-form.ts';

/** Media type of the XML. @see RFC 7303 */
export const xmlMediaType = 'application/xml';

/** The e-invoice that is wanted. */
export type WantedEInvoice = WantedForm & { readonly organisationId: string; readonly invoiceId: string };

/**
 * A document's e-invoice, for whoever knows only its id.
 * @throws DomainError `INVOICE_NOT_FOUND`, those of {@link eInvoiceFileOf}
 */
export async function eInvoiceFile(
    dependencies: DocumentDependencies, { organisationId, invoiceId, ...wanted }: WantedEInvoice
): Promise<DocumentFile> {
    return eInvoiceFileOf(dependencies, await readInvoice(dependencies, organisationId, invoiceId), wanted);
}

/**
 * A document's e-invoice: what the route, the page and the e-mail give out. The one place where one becomes a file.
 * @throws DomainError `INVOICE_NOT_ISSUED` | `INVOICE_CANCELLED` | `NOT_A_VAT_INVOICE` | `E_INVOICE_RULE` |
 *     `VALIDATION_FAILED`, those of `documentPdf`
 */
export async function eInvoiceFileOf(
    dependencies: DocumentDependencies, invoice: Invoice, wanted: WantedForm = {}
): Promise<DocumentFile> {
    const document = issuedDocument(invoice);
    const { format, profile } = formOf(wanted, invoice.eInvoice);
    const eInvoice = toEInvoice(document, profile);
    assertKeepsRules(eInvoice);
    if (format !== 'facturx') {
        const xml = format === 'ubl' ? toUbl(eInvoice) : toCii(eInvoice);
        return documentFile(fileNameOf(invoice, { extension: 'xml' }), xmlMediaType, Buffer.from(xml, 'utf8'));
    }
    return facturXPdf(dependencies, invoice, eInvoice);
}

/**
 * The document as it was issued.
 * @throws DomainError `INVOICE_NOT_ISSUED` | `INVOICE_CANCELLED` | `NOT_A_VAT_INVOICE`
 */
function issuedDocument(invoice: Invoice): NumberedDocument {
    const { id, number, issueDate, seller, invoiceType, cancellation } = invoice;
    if (invoiceType === 'proforma') {
        throw new DomainError('NOT_A_VAT_INVOICE', 'invoiceId: this is a proforma, which is an offer and no invoice: '
            + 'take its PDF, or convert it', { id });
    }
    if (cancellation?.annulled === true) {
        throw new DomainError('INVOICE_CANCELLED', 'invoiceId: this document was annulled, so that it has no '
            + 'e-invoice; its PDF says so', { id });
    }
    if (number === null || issueDate === null || seller === null) {
        throw new DomainError('INVOICE_NOT_ISSUED', 'invoiceId: this is a draft, whose e-invoice is made when it is '
            + 'issued: issue it first', { id });
    }
    return { invoice, number, issueDate, seller };
}

/** @throws DomainError `E_INVOICE_RULE` for a document that was issued without these rules */
function assertKeepsRules(eInvoice: EInvoice): void {
    const faults = faultsOfEInvoice(eInvoice);
    if (faults.length > 0) {
        throw new DomainError('E_INVOICE_RULE', `${faultSentence(faults)}. An issued document stays as it is: ask for `
            + 'another profile or the PDF, or issue the next one with eInvoice, so that its rules are checked before',
        { rules: faults.map(({ code }) => code) }, { faults });
    }
}
