import { readInvoice } from '../../domain/invoices/read-invoice.ts';
import type { InvoiceDependencies } from '../../domain/invoices/invoice-dependencies.ts';
import { listDeliveries } from '../mail/mail-delivery.repository.ts';
import { deliveryView, type DeliveryView } from '../mail/mail-delivery.ts';

/** One page of an invoice's deliveries, oldest first. */
export type DeliveryPage = {
    readonly data: readonly DeliveryView[]; readonly limit: number; readonly nextAfter: string | null
};

/** Reads a page of an invoice's deliveries, with what became of them. @throws DomainError `INVOICE_NOT_FOUND` */
export async function readDeliveries(
    dependencies: Pick<InvoiceDependencies, 'database'>, organisationId: string, invoiceId: string,
    { after, limit }: { readonly after?: string; readonly limit: number }
): Promise<DeliveryPage> {
    await readInvoice(dependencies, organisationId, invoiceId);
    const rows = await listDeliveries(dependencies.database, organisationId, invoiceId, { after, limit: limit + 1 });
    const data = rows.slice(0, limit).map(deliveryView);
    return { data, limit, nextAfter: rows.length > limit ? data.at(-1)?.id ?? null : null };
}
