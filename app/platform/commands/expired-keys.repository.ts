import type { Database, Statement } from '../database/database.ts';

/**
 * Statement that skips a row which another worker removes, or a request takes over this moment. It has `<=` as the
 * takeover has: a key that is live for one is never expired for the other.
 */
const remove: Statement = {
    name: 'remove_expired_keys',
    text: `WITH expired AS (
            SELECT organisation_id, key FROM invoices.idempotency_key WHERE expires_at <= now()
            ORDER BY expires_at LIMIT $1::int FOR UPDATE SKIP LOCKED),
        removed AS (
            DELETE FROM invoices.idempotency_key k USING expired e
            WHERE k.organisation_id = e.organisation_id AND k.key = e.key
                RETURNING 1)
        SELECT count(*)::int AS count FROM removed`
};

/**
 * Removes Idempotency-Keys that have expired, the oldest first.
 * @returns Number removed, at most the given maximum.
 */
export async function removeExpiredKeys({ query }: Database, max: number): Promise<number> {
    const [row] = await query<{ count: number }>(remove, [max]);
    return row?.count ?? 0;
}
