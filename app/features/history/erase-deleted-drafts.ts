import type { Clock } from '../../foundation/clock/clock.ts';
import type { Database, Statement } from '../../platform/database/database.ts';
import { removeInBatches } from '../../platform/database/remove-in-batches.ts';

/** Maximum number of drafts in a batch, each with all its entries. */
const maxInBatch = 100;
const dayMs = 24 * 3_600_000;

// A function of the tables' owner does it: the service itself may change nothing in the audit trail.
const eraseStatement: Statement = {
    name: 'erase_deleted_drafts',
    text: 'SELECT invoices.erase_deleted_drafts($1::timestamptz, $2::int, $3::timestamptz) AS count'
};

/**
 * Erases the content of the history of drafts that were deleted more than `keepDays` ago. Such a document never had a
 * number. Each entry stays, with its action, actor, request and time; what it showed of the draft, and the person that
 * the caller named, are gone.
 * @param signal - Aborted: no further batch begins.
 * @returns Number of drafts.
 * @see Regulation (EU) 2016/679 art. 5 (1) (e): personal data are kept no longer than they are needed
 */
export function eraseDeletedDrafts(
    { database: { query }, clock, keepDays }: {
        readonly database: Pick<Database, 'query'>; readonly clock: Clock; readonly keepDays: number
    },
    signal: AbortSignal
): Promise<number> {
    const now = clock.now();
    const before = new Date(now.getTime() - keepDays * dayMs);
    return removeInBatches(async (max) => {
        const [row] = await query<{ count: number }>(eraseStatement, [before, max, now]);
        return row?.count ?? 0;
    }, maxInBatch, signal);
}
