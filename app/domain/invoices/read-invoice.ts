import { findInvoice } from './invoice.repository.ts';
import type { Invoice } from './invoice.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';
import { foundInvoice } from './open-invoice.ts';

/** One invoice with its lines. @throws DomainError `INVOICE_NOT_FOUND`, also for another organisation's invoice */
export async function readInvoice(
    { database }: Pick<InvoiceDependencies, 'database'>, organisationId: string, invoiceId: string
): Promise<Invoice> {
    return foundInvoice(await findInvoice(database, organisationId, invoiceId), invoiceId);
}
