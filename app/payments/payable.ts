import { DomainError } from '../errors/domain-error.ts';
import type { ErrorCode } from '../errors/error-codes.ts';
import type { Invoice } from '../invoices/invoice.ts';

/**
 * Whether an invoice can be settled by a payment, by credit or by a write-off.
 * @param path - The field that names the invoice, for the error.
 * @throws DomainError `INVOICE_NOT_PAYABLE` | `INVOICE_CANCELLED` | `INVOICE_NOT_ISSUED`
 */
export function assertPayable({ id, invoiceType, status }: Invoice, path = 'invoiceId'): void {
    if (invoiceType === 'proforma') {
        throw refused('INVOICE_NOT_PAYABLE', path, id,
            'is a proforma: convert it into an invoice, or record the money as credit with POST /payments and use it once there is one');
    }
    if (invoiceType === 'corrective') {
        throw refused('INVOICE_NOT_PAYABLE', path, id, 'is a corrective, which is settled with the invoice that it corrects');
    }
    if (status === 'cancelled') {
        throw refused('INVOICE_CANCELLED', path, id, 'is cancelled: there is nothing to pay');
    }
    if (status === 'draft') {
        throw refused('INVOICE_NOT_ISSUED', path, id, 'is a draft: issue it first');
    }
}

function refused(code: ErrorCode, path: string, invoiceId: string, clause: string): DomainError {
    return new DomainError(code, `${path}: the invoice ${clause}`, { invoiceId }, { faults: [{ path, code, message: `the invoice ${clause}` }] });
}
