import { readInvoice } from '../../domain/invoices/read-invoice.ts';
import type { InvoiceDependencies } from '../../domain/invoices/invoice-dependencies.ts';
import { explain, type Explanation } from './explanation.ts';

/**
 * Explains how each cent of one document came about. @throws DomainError `INVOICE_NOT_FOUND`, and those of `explain`
 */
export async function explainInvoice(
    dependencies: Pick<InvoiceDependencies, 'database'>, organisationId: string, invoiceId: string
): Promise<Explanation> {
    return explain(await readInvoice(dependencies, organisationId, invoiceId));
}
