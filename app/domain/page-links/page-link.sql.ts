import type { PageLink } from './page-link.ts';

/**
 * SQL that stores a link, if there is one, when `gate` has its one row.
 * @param parameter - Placeholder of the link's value ({@link linkValues}).
 */
export function linking(gate: string, parameter: string): string {
    return `linked AS (
        INSERT INTO invoices.page_link SELECT l.*
        FROM jsonb_populate_record(NULL::invoices.page_link, ${parameter}::jsonb) l, ${gate}
        WHERE ${parameter}::jsonb IS NOT NULL)`;
}

/** A link as {@link linking} reads it. */
export function linkValues(link: PageLink | undefined): string | null {
    return link === undefined ? null : JSON.stringify({
        organisation_id: link.organisationId,
        invoice_id: link.invoiceId,
        id: link.id,
        token_hash: `\\x${Buffer.from(link.tokenHash).toString('hex')}`,
        created_by: link.createdBy,
        created_at: link.createdAt,
        expires_at: link.expiresAt,
        revoked_at: link.revokedAt
    });
}
