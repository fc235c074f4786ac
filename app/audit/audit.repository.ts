import type { Database } from '../database/database.ts';
import type { Content } from './audit-entry.ts';

/** One entry of a document's history, in the words of the API. */
export type HistoryEntry = {
    /** Grows with time; the cursor. */
    readonly id: string;
    readonly action: string;
    readonly actor: string;
    readonly onBehalfOf: string | null;
    readonly requestId: string;
    readonly before: Content | null;
    readonly after: Content | null;
    readonly at: string;
};

/**
 * The entries of one document, oldest first.
 * @param after - Id of the last entry already seen.
 * @param limit - At most so many.
 */
export async function readHistory(
    { prisma }: Database, organisationId: string, invoiceId: string, { after, limit }: { readonly after: bigint; readonly limit: number }
): Promise<readonly HistoryEntry[]> {
    const rows = await prisma.auditEntry.findMany({ where: { organisationId, invoiceId, id: { gt: after } }, orderBy: { id: 'asc' }, take: limit });
    return rows.map(({ id, action, actor, onBehalfOf, requestId, before, after: later, createdAt }) => ({
        id: id.toString(), action, actor, onBehalfOf, requestId, before: toContent(before), after: toContent(later), at: createdAt.toISOString()
    }));
}

function toContent(value: unknown): Content | null {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}
