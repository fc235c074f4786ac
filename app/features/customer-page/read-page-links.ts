import { readInvoice } from '../../domain/invoices/read-invoice.ts';
import type { PageDependencies } from './open-page.ts';
import { linkDocument } from './page-link.document.ts';
import { listLinks, viewsOf } from './page-links.repository.ts';

/** Reads a page of an invoice's links, and how often its page was looked at. @throws DomainError `INVOICE_NOT_FOUND` */
export async function readPageLinks(
    { database }: Pick<PageDependencies, 'database'>, organisationId: string, invoiceId: string,
    { after, limit }: { readonly after?: string; readonly limit: number }
) {
    await readInvoice({ database }, organisationId, invoiceId);
    const rows = await listLinks(database, organisationId, invoiceId, { after, limit: limit + 1 });
    const { firstViewedAt, lastViewedAt, views } = await viewsOf(database, organisationId, invoiceId);
    const data = rows.slice(0, limit).map(linkDocument);
    return {
        data,
        page: {
            firstViewedAt: firstViewedAt?.toISOString() ?? null, lastViewedAt: lastViewedAt?.toISOString() ?? null,
            views
        },
        limit,
        nextAfter: rows.length > limit ? data.at(-1)?.id ?? null : null
    };
}
