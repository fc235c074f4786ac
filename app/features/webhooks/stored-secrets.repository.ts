import type { Database, Statement } from '../../platform/database/database.ts';

/** The secrets of one webhook as they are stored. */
export type StoredSecrets = {
    readonly id: string;
    readonly organisationId: string;
    /** Plain text of an earlier build, or empty. */
    readonly secret: string;
    readonly previousSecret: string | null;
    readonly sealedSecret: string | null;
    readonly sealedPreviousSecret: string | null;
};

/** Id before every other one, at which a walk over all webhooks begins. */
export const beforeAll = '00000000-0000-0000-0000-000000000000';

const selectStatement: Statement = {
    name: 'select_stored_secrets',
    text: `SELECT id, organisation_id AS "organisationId", secret, previous_secret AS "previousSecret",
            sealed_secret AS "sealedSecret", sealed_previous_secret AS "sealedPreviousSecret"
        FROM invoices.webhook_endpoint WHERE id > $1::uuid ORDER BY id LIMIT $2::int`
};

/** The secrets of the webhooks of all organisations after one, in the order of their ids. */
export function storedSecretsAfter(
    { query }: Pick<Database, 'query'>, after: string, max: number
): Promise<readonly StoredSecrets[]> {
    return query<StoredSecrets>(selectStatement, [after, max]);
}

// Stored only where the row still has what was sealed: a rotation at the same time wins. It is no change of the
// webhook, so its version stays.
const sealStatement: Statement = {
    name: 'store_sealed_secrets',
    text: `UPDATE invoices.webhook_endpoint SET sealed_secret = $2, sealed_previous_secret = $3,
            sealed_at = COALESCE(sealed_at, CASE WHEN secret <> '' THEN $4::timestamptz END)
        WHERE id = $1::uuid AND secret = $5 AND previous_secret IS NOT DISTINCT FROM $6
            AND sealed_secret IS NOT DISTINCT FROM $7 AND sealed_previous_secret IS NOT DISTINCT FROM $8`
};

/** Stores the sealed forms of a webhook's secrets, unless the secrets have changed since they were read. */
export async function storeSealed(
    { query }: Pick<Database, 'query'>, read: StoredSecrets,
    sealed: Pick<StoredSecrets, 'sealedSecret' | 'sealedPreviousSecret'>, now: Date
): Promise<void> {
    await query(sealStatement, [
        read.id, sealed.sealedSecret, sealed.sealedPreviousSecret, now,
        read.secret, read.previousSecret, read.sealedSecret, read.sealedPreviousSecret
    ]);
}

const clearStatement: Statement = {
    name: 'clear_plain_secrets',
    text: `WITH old AS (
            SELECT id FROM invoices.webhook_endpoint
            WHERE secret <> '' AND sealed_secret IS NOT NULL AND sealed_at <= $1::timestamptz
                AND (previous_secret IS NULL OR previous_secret = '' OR sealed_previous_secret IS NOT NULL)
            LIMIT $2::int FOR UPDATE SKIP LOCKED),
        cleared AS (
            UPDATE invoices.webhook_endpoint w
            SET secret = '', previous_secret = CASE WHEN w.previous_secret IS NOT NULL THEN '' END
            FROM old WHERE w.id = old.id RETURNING 1)
        SELECT count(*)::int AS count FROM cleared`
};

/** Removes the plain texts of secrets that were sealed up to a time. @returns Number of webhooks, at most the limit */
export async function clearPlain(
    { query }: Pick<Database, 'query'>, sealedUntil: Date, max: number
): Promise<number> {
    const [row] = await query<{ count: number }>(clearStatement, [sealedUntil, max]);
    return row?.count ?? 0;
}
