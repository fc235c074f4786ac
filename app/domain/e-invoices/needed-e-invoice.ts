import type { Invoice } from '../invoices/invoice.ts';
import type { EInvoice } from './e-invoice.ts';
import { faultsOfEInvoice } from './e-invoice-rules.ts';
import { toEInvoice } from './to-e-invoice.ts';

/** Tells whether a document goes out with an e-invoice once it is issued: its buyer needs one, and it can have one. */
export function needsEInvoice(
    { eInvoice, invoiceType, cancellation }: Pick<Invoice, 'eInvoice' | 'invoiceType' | 'cancellation'>
): boolean {
    return eInvoice !== null && invoiceType !== 'proforma' && cancellation?.annulled !== true;
}

/**
 * The e-invoice that an issued document goes out with; undefined where none is needed, and for a document that was
 * issued before its rules were checked and breaks one. Pure.
 */
export function neededEInvoice(invoice: Invoice): EInvoice | undefined {
    const { eInvoice: profile, number, issueDate, seller } = invoice;
    if (!needsEInvoice(invoice) || profile === null || number === null || issueDate === null || seller === null) {
        return undefined;
    }
    const needed = toEInvoice({ invoice, number, issueDate, seller }, profile);
    return faultsOfEInvoice(needed).length === 0 ? needed : undefined;
}
