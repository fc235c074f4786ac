import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { ErrorCode } from '../../foundation/errors/error-codes.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';

/**
 * Asserts that money can be recorded for a document: it settles an invoice, and is an advance on a proforma.
 * @param path - The field that names the document, for the error.
 * @throws DomainError `INVOICE_NOT_PAYABLE` | `INVOICE_CANCELLED` | `INVOICE_NOT_ISSUED`
 */
export function assertTakesMoney({ id, invoiceType, status }: Invoice, path = 'invoiceId'): void {
    if (invoiceType === 'corrective') {
        throw refused(
            'INVOICE_NOT_PAYABLE', path, id, 'is a corrective, which is settled with the invoice that it corrects');
    }
    if (status === 'cancelled') {
        throw refused('INVOICE_CANCELLED', path, id, 'is cancelled: there is nothing to pay');
    }
    if (status === 'draft') {
        throw refused('INVOICE_NOT_ISSUED', path, id, 'is a draft, which has no number yet: send it first (PATCH '
            + '/invoices/{invoiceId}/send)');
    }
}

/**
 * Asserts that an invoice can be settled by a payment, by credit or by a write-off.
 * @param path - The field that names the invoice, for the error.
 * @throws DomainError `INVOICE_NOT_PAYABLE` | `INVOICE_CANCELLED` | `INVOICE_NOT_ISSUED`
 */
export function assertPayable(invoice: Invoice, path = 'invoiceId'): void {
    if (invoice.invoiceType === 'proforma') {
        throw refused('INVOICE_NOT_PAYABLE', path, invoice.id, 'is a proforma, on which nothing is owed: record an '
            + 'advance with PATCH /invoices/{invoiceId}/mark-paid, convert the proforma, and pay the invoice that it '
            + 'becomes');
    }
    assertTakesMoney(invoice, path);
}

function refused(code: ErrorCode, path: string, invoiceId: string, clause: string): DomainError {
    return new DomainError(code, `${path}: the invoice ${clause}`, { invoiceId },
        { faults: [{ path, code, message: `the invoice ${clause}` }] });
}
