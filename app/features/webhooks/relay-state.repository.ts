import type { Database, Statement } from '../../platform/database/database.ts';

/** Progress of events on their way to the webhooks, over all organisations. */
export type RelayState = {
    /** Age of the oldest event without a place in the feed, by the database's clock; 0 when there is none. */
    readonly unplacedSeconds: number;
    /** Number of deliveries of active webhooks that have not ended. */
    readonly pending: number;
    /** Time since the first attempt of the oldest of them, or since that attempt was due; 0 when there is none. */
    readonly oldestPendingSeconds: number;
    /** Number of paused webhooks by reason. */
    readonly paused: Readonly<Record<string, number>>;
};

const stateStatement: Statement = {
    name: 'relay_state',
    text: `SELECT
        GREATEST(0, COALESCE(EXTRACT(epoch FROM now() - (
            SELECT e.created_at FROM invoices.outbox_event e WHERE e.position IS NULL ORDER BY e.sequence LIMIT 1)),
                0))::float8 AS "unplacedSeconds",
        p.pending, GREATEST(0, COALESCE(EXTRACT(epoch FROM now() - p.since), 0))::float8 AS "oldestPendingSeconds",
        COALESCE((SELECT jsonb_object_agg(r.paused_reason, r.count) FROM (
            SELECT paused_reason, count(*)::int FROM invoices.webhook_endpoint WHERE status = 'paused'
                GROUP BY paused_reason) r), '{}') AS paused
        FROM (
            SELECT count(*)::int AS pending, min(COALESCE(d.first_attempt_at, d.next_attempt_at)) AS since
            FROM invoices.webhook_endpoint w
            JOIN invoices.webhook_delivery d ON d.endpoint_id = w.id AND d.state = 'pending'
            WHERE w.status = 'active') p`
};

/** Reads the progress of events. */
export async function readRelayState({ query }: Pick<Database, 'query'>): Promise<RelayState> {
    const [row] = await query<RelayState>(stateStatement, []);
    if (row === undefined) {
        throw new Error('the database told nothing of the deliveries');
    }
    return row;
}
