import { auditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command } from '../../platform/commands/command.ts';
import { linkDocument } from './page-link.document.ts';
import { findLink, revokeLink } from './page-links.repository.ts';
import type { PageDependencies } from './open-page.ts';

/** Revokes a link: from now on it opens nothing. @throws DomainError `PAGE_LINK_NOT_FOUND` */
export async function revokePageLink(
    { database, clock }: Pick<PageDependencies, 'database' | 'clock'>, command: Command,
    { invoiceId, linkId }: { readonly invoiceId: string; readonly linkId: string }
): Promise<void> {
    const link = await findLink(database, command.caller.organisationId, invoiceId, linkId);
    const now = clock.now();
    const audit = auditEntry(
        command, { action: 'invoice.link_revoked', invoiceId, before: linkDocument(link), after: null, now });
    await revokeLink(database, link, now, { command, audit, answer: undefined });
}
