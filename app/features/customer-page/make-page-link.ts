import { auditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command } from '../../platform/commands/command.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { PagesConfig } from '../../platform/config/pages-config.ts';
import type { InvoiceDependencies } from '../../domain/invoices/invoice-dependencies.ts';
import { openInvoice } from '../../domain/invoices/open-invoice.ts';
import { linkFor, type NewPageLink } from '../../domain/page-links/page-link.ts';
import { linkDocument } from './page-link.document.ts';
import { insertLink } from './page-links.repository.ts';

/** Dependencies of the links to pages. */
export type PageLinkDependencies = InvoiceDependencies & { readonly config: { readonly pages: PagesConfig } };

/**
 * Makes a link to the page of an issued document. Its address is told once.
 * @param days - Days until it expires. @default that of the settings
 * @throws DomainError `PAGES_NOT_CONFIGURED` | `INVOICE_NOT_ISSUED` and those of `openInvoice`
 */
export async function makePageLink(
    dependencies: PageLinkDependencies, command: Command<NewPageLink>, invoiceId: string, days: number | undefined
): Promise<NewPageLink> {
    const { database, clock, config: { pages } } = dependencies;
    const { invoice } = await openInvoice(dependencies, command, invoiceId);
    if (invoice.number === null) {
        throw new DomainError('INVOICE_NOT_ISSUED',
            'invoiceId: a draft has no page; issue it first', { id: invoiceId });
    }
    const now = clock.now();
    const made = linkFor(invoice, { pages, createdBy: command.caller.subject, now, days });
    if (made === undefined) {
        throw new DomainError('PAGES_NOT_CONFIGURED', 'This service has no pages for customers: whoever runs it has '
            + 'to set PUBLIC_URL, the address at which customers reach it');
    }
    const audit = auditEntry(
        command, { action: 'invoice.link_made', invoiceId, before: null, after: linkDocument(made.link), now });
    await insertLink(database, made.link, { command, audit, answer: command.keep(made) });
    return made;
}
