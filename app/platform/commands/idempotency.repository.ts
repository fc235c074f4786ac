import type { Database, Statement } from '../database/database.ts';
import type { IdempotencyClaim, KeptAnswer } from './command.ts';

const keep: Statement = {
    name: 'keep_answer',
    text: `UPDATE invoices.idempotency_key SET status_code = $4::int, headers = $5::jsonb, body = $6
        WHERE organisation_id = $1 AND key = $2 AND attempt = $3::uuid AND status_code IS NULL`
};

const release: Statement = {
    name: 'release_key',
    text: 'DELETE FROM invoices.idempotency_key WHERE organisation_id = $1 AND key = $2 AND attempt = $3::uuid AND '
        + 'status_code IS NULL'
};

/** Keeps the answer of a request that changed nothing: one that did has kept it with the change. */
export async function keepAnswer(
    { query }: Database, organisationId: string, { key, attempt }: IdempotencyClaim, answer: KeptAnswer
): Promise<void> {
    await query(keep, [organisationId, key, attempt, answer.statusCode, JSON.stringify(answer.headers), answer.body]);
}

/** Gives a key back after a failure: nothing was changed, so the caller may try again with the same key. */
export async function releaseKey(
    { query }: Database, organisationId: string, { key, attempt }: IdempotencyClaim
): Promise<void> {
    await query(release, [organisationId, key, attempt]);
}
