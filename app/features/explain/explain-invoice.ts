import { readInvoice } from '../../domain/invoices/read-invoice.ts';
import type { InvoiceServices } from '../../domain/invoices/invoice-services.ts';
import { explain, type Explanation } from './explanation.ts';

/** How each cent of one document came about. @throws DomainError `INVOICE_NOT_FOUND`, and those of `explain` */
export async function explainInvoice(services: Pick<InvoiceServices, 'database'>, organisationId: string, invoiceId: string): Promise<Explanation> {
    return explain(await readInvoice(services, organisationId, invoiceId));
}
