import { balanceOf, isOverdue, type Invoice } from '../../domain/invoices/invoice.ts';
import type { PageStateName } from './page-texts.ts';

/** The state of a document today, as its customer wants to know it. */
export type PageState = {
    readonly name: PageStateName;
    /** The document that money is owed on: of a corrective the invoice that it corrects. */
    readonly debt: Invoice;
    /** Amount still to be paid, in minor units; 0 where nothing is. */
    readonly dueMinor: bigint;
};

/**
 * The state of a document's page. Pure.
 * @param original - The invoice that the document corrects; undefined where it is no corrective.
 * @param today - Calendar date in the seller's time zone, `YYYY-MM-DD`.
 */
export function pageStateOf(invoice: Invoice, original: Invoice | undefined, today: string): PageState {
    const debt = original ?? invoice;
    const name = nameOf(invoice, debt, today);
    const isOwed = name === 'due' || name === 'overdue' || name === 'partial' || name === 'offer';
    return { name, debt, dueMinor: isOwed ? balanceOf(debt) : 0n };
}

function nameOf(invoice: Invoice, debt: Invoice, today: string): PageStateName {
    if (invoice.cancellation !== null) {
        return 'cancelled';
    }
    if (invoice.invoiceType === 'advance_invoice') {
        return 'received';
    }
    if (invoice.invoiceType === 'proforma' && invoice.convertedToId !== null) {
        return 'converted';
    }
    if (balanceOf(debt) <= 0n || debt.cancellation !== null) {
        return debt.paidAt === null || debt !== invoice ? 'settled' : 'paid';
    }
    if (invoice.invoiceType === 'proforma') {
        return 'offer';
    }
    if (isOverdue(debt, today)) {
        return 'overdue';
    }
    return debt.paidMinor > 0n ? 'partial' : 'due';
}
