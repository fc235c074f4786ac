import type { AuditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command, KeptAnswer } from '../../platform/commands/command.ts';
import { answering, auditing, held, mayWrite, writeValues } from '../../platform/commands/write-parts.sql.ts';
import type { Database, Statement } from '../../platform/database/database.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { assertWritten } from '../../domain/invoices/invoice-changed.ts';
import type { PageLink } from '../../domain/page-links/page-link.ts';
import { linking, linkValues } from '../../domain/page-links/page-link.sql.ts';

/** Records stored with a change of a link. */
export type LinkWrite = {
    readonly command: Command; readonly audit: AuditEntry; readonly answer: KeptAnswer | undefined
};

/** Looks at a document's page over all its links. */
export type PageViews = {
    readonly firstViewedAt: Date | null;
    /** Instant of the newest recorded view: the first one of its day and kind of device. */
    readonly lastViewedAt: Date | null;
    /** Number of recorded views: one a day and kind of device. */
    readonly views: number;
};

const insertStatement: Statement = {
    name: 'insert_page_link',
    text: `WITH ${held},
        gate AS (SELECT i.id FROM invoices.invoice i
            WHERE i.organisation_id = $1 AND i.id = ($8::jsonb->>'invoice_id')::uuid AND i.number IS NOT NULL
                AND ${mayWrite}),
        ${linking('gate', '$8')},
        ${auditing('gate')},
        ${answering('gate')}
        SELECT FROM gate`
};

/** Stores a new link of an issued document. @throws DomainError `INVOICE_CHANGED` when another try took over the key */
export async function insertLink(
    { query }: Database, link: PageLink, { command, audit, answer }: LinkWrite
): Promise<void> {
    const rows = await query(insertStatement, [...writeValues(command, audit, answer), linkValues(link)]);
    assertWritten(rows, { id: link.invoiceId });
}

const revokeStatement: Statement = {
    name: 'revoke_page_link',
    text: `WITH ${held},
        written AS (
            UPDATE invoices.page_link l SET revoked_at = $10::timestamptz
            WHERE l.organisation_id = $1 AND l.invoice_id = $8::uuid AND l.id = $9::uuid AND l.revoked_at IS NULL
                AND ${mayWrite} RETURNING l.id),
        ${auditing('written')},
        ${answering('written')}
        SELECT FROM written`
};

/** Revokes a link for good. @throws DomainError `PAGE_LINK_NOT_FOUND`, also when it was revoked before */
export async function revokeLink(
    { query }: Database, { invoiceId, id }: PageLink, now: Date, { command, audit, answer }: LinkWrite
): Promise<void> {
    const rows = await query(revokeStatement, [...writeValues(command, audit, answer), invoiceId, id, now]);
    if (rows.length !== 1) {
        throw noSuchLink(id);
    }
}

/** A link of an invoice that is not revoked. @throws DomainError `PAGE_LINK_NOT_FOUND` */
export async function findLink(
    { prisma }: Database, organisationId: string, invoiceId: string, id: string
): Promise<PageLink> {
    const link = await prisma.pageLink.findFirst({ where: { organisationId, invoiceId, id, revokedAt: null } });
    if (link === null) {
        throw noSuchLink(id);
    }
    return link;
}

/** Links of an invoice after a given one, oldest first. */
export function listLinks(
    { prisma }: Database, organisationId: string, invoiceId: string,
    { after, limit }: { readonly after: string | undefined; readonly limit: number }
): Promise<readonly PageLink[]> {
    return prisma.pageLink.findMany({
        where: { organisationId, invoiceId, ...(after === undefined ? {} : { id: { gt: after } }) },
        orderBy: { id: 'asc' },
        take: limit
    });
}

/** Recorded looks at a document's page. */
export async function viewsOf({ prisma }: Database, organisationId: string, invoiceId: string): Promise<PageViews> {
    const { _min, _max, _count } = await prisma.pageView.aggregate({
        where: { organisationId, invoiceId }, _min: { viewedAt: true }, _max: { viewedAt: true }, _count: true
    });
    return { firstViewedAt: _min.viewedAt, lastViewedAt: _max.viewedAt, views: _count };
}

function noSuchLink(linkId: string): DomainError {
    return new DomainError(
        'PAGE_LINK_NOT_FOUND', 'linkId: the invoice has no such link, or it was revoked before', { linkId });
}
