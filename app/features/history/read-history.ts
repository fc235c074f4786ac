import type { Database } from '../../platform/database/database.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import type { Content } from '../../platform/audit/audit-entry.ts';
import { auditActions } from '../../foundation/vocabulary/audit-actions.ts';
import type { historyQuery } from './history.schemas.ts';

/** Actions on the profile of an organisation. */
const ofOrganisation = auditActions.filter((action) => action.startsWith('organisation.'));

/** One entry of a history, in the words of the API. */
export type HistoryEntry = {
    /** Number of the entry in this history, from 1; a page goes on after it. */
    readonly id: string;
    readonly action: string;
    readonly actor: string;
    readonly organisation: string;
    readonly onBehalfOf: string | null;
    readonly requestId: string;
    readonly before: Content | null;
    readonly after: Content | null;
    readonly at: string;
};

/** One page of a history, oldest first. */
export type History = {
    readonly data: readonly HistoryEntry[];
    readonly limit: number;
    /** Id of the last entry when there are more, else null. */
    readonly nextAfter: string | null;
};

/** Query for one page of a history. */
export type HistoryQuery = ValueOf<typeof historyQuery>;

/**
 * Reads the history of an invoice, or of the organisation's profile. The history of a deleted draft stays, without its
 * content once its time is over. Entries are numbered in their order: the ids of the table count the changes of all
 * organisations, and are shown to none.
 * @param invoiceId - Id of the invoice; null for the profile.
 * @throws DomainError `INVOICE_NOT_FOUND` when the organisation never had such an invoice
 * @throws DomainError `VALIDATION_FAILED` when the history is shorter than `after`
 */
export async function readHistory(
    { prisma }: Database, organisationId: string, invoiceId: string | null, { after = '0', limit }: HistoryQuery
): Promise<History> {
    const skip = Number(after);
    const where = {
        organisationId, invoiceId,
        // Changes of webhooks and of series are about no invoice either.
        ...(invoiceId === null ? { action: { in: ofOrganisation } } : {})
    };
    const rows = await prisma.auditEntry.findMany({ where, orderBy: { id: 'asc' }, skip, take: limit + 1 });
    if (rows.length === 0) {
        assertReaches(await prisma.auditEntry.count({ where }), skip, invoiceId);
    }
    const data = rows.slice(0, limit)
        .map(({ action, actor, onBehalfOf, requestId, before, after: later, createdAt }, index) => ({
            id: String(skip + index + 1), action, actor, organisation: organisationId, onBehalfOf, requestId,
            before: toContent(before), after: toContent(later), at: createdAt.toISOString()
        }));
    return { data, limit, nextAfter: rows.length > limit ? data.at(-1)?.id ?? null : null };
}

function assertReaches(count: number, after: number, invoiceId: string | null): void {
    if (invoiceId !== null && count === 0) {
        throw new DomainError(
            'INVOICE_NOT_FOUND', 'invoiceId: there is no such invoice in your organisation', { invoiceId });
    }
    if (after > count) {
        throw refusedField('VALIDATION_FAILED', 'after', `must be the id of an entry: this history has ${count}`);
    }
}

function toContent(value: unknown): Content | null {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}
