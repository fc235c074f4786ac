import type { Database } from '../../platform/database/database.ts';
import { fanningOut } from './fan-out.sql.ts';

/**
 * Maximum events per batch: few enough for a statement of some milliseconds, even with 50 webhooks in an organisation.
 */
export const maxInBatch = 200;

/** Key of the advisory lock: any number that nothing else locks. */
const placingLock = 5_270_411_862_093;

const somethingUnplaced = {
    name: 'something_unplaced',
    text: 'SELECT EXISTS (SELECT FROM invoices.outbox_event WHERE position IS NULL) AS found'
};

/**
 * Two statements in one message are one transaction, and the second sees everything that was committed before it got
 * the lock. So positions grow from one batch to the next and become visible in order: a reader that has read up to a
 * position misses no event. Events of one invoice keep the order of their commits: the later one waited for the
 * invoice's row, so it took its sequence after the earlier one was committed, and a reader that sees it sees the
 * earlier one too. Deliveries are stored with the position, or not at all.
 *
 * A position counts the events of its organisation, so that it tells nothing of what others do. The sequence still
 * grows with each event and is never below a position: the build before this one takes positions from it, and may run
 * beside this one.
 */
const placing = `SELECT pg_advisory_xact_lock(${placingLock});
    WITH unplaced AS MATERIALIZED (SELECT id, organisation_id, sequence FROM invoices.outbox_event
        WHERE position IS NULL ORDER BY sequence LIMIT ${maxInBatch}),
    ends AS (SELECT o.organisation_id, COALESCE((SELECT max(e.position) FROM invoices.outbox_event e
            WHERE e.organisation_id = o.organisation_id), 0) AS position
        FROM (SELECT DISTINCT organisation_id FROM unplaced) o),
    numbered AS MATERIALIZED (SELECT u.id, nextval('invoices.outbox_event_position_seq') AS taken, o.position
            + row_number() OVER (PARTITION BY u.organisation_id ORDER BY u.sequence) AS position
        FROM unplaced u JOIN ends o ON o.organisation_id = u.organisation_id),
    placed AS (
        UPDATE invoices.outbox_event e SET position = n.position FROM numbered n WHERE e.id = n.id AND n.taken > 0
        RETURNING e.id, e.position, e.organisation_id, e.invoice_id, e.type, e.created_at,
            CASE WHEN e.type = 'webhook.test' THEN (e.payload->>'webhookId')::uuid END AS webhook_id),
    ${fanningOut('placed')}
    SELECT count(*)::int AS count FROM placed`;

/**
 * Assigns positions in the feed to committed events that have none, and queues them for every webhook that wants them.
 * @param maxBatches - Maximum number of batches of 200; the next call takes the rest.
 * @returns Number of events that got a position.
 */
export async function placeEvents({ query, pool }: Pick<Database, 'query' | 'pool'>, maxBatches = 5): Promise<number> {
    const [look] = await query<{ found: boolean }>(somethingUnplaced, []);
    let placed = 0;
    let inBatch = look?.found === true ? maxInBatch : 0;
    for (let batch = 0; batch < maxBatches && inBatch === maxInBatch; batch += 1) {
        inBatch = countOf(await pool.query(placing));
        placed += inBatch;
    }
    return placed;
}

/**
 * The count of the last result: node-postgres answers several statements with a list of results, which its types do not
 * declare.
 */
function countOf(results: unknown): number {
    const last: unknown = Array.isArray(results) ? results.at(-1) : undefined;
    const rows: unknown = typeof last === 'object' && last !== null && 'rows' in last ? last.rows : undefined;
    const row: unknown = Array.isArray(rows) ? rows[0] : undefined;
    if (typeof row !== 'object' || row === null || !('count' in row) || typeof row.count !== 'number') {
        throw new TypeError('placing events answered no count');
    }
    return row.count;
}
