import type { PageLink } from '../../domain/page-links/page-link.ts';

/** A link in the words of the API: everything but its token, which nobody can tell any more. */
export function linkDocument({ id, createdBy, createdAt, expiresAt, revokedAt }: PageLink) {
    return {
        id, createdBy, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString(),
        revokedAt: revokedAt?.toISOString() ?? null
    };
}
