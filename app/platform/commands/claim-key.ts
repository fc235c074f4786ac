import { DomainError } from '../../foundation/errors/domain-error.ts';
import { AnsweredBefore } from './answered-before.ts';
import type { Command, KeptAnswer } from './command.ts';

/** Columns that a statement with {@link claimingKey} answers beside its own. */
export type ClaimRow = {
    readonly claimed?: boolean;
    readonly kept?: KeptRow | null;
};

type KeptRow = { readonly fingerprint: string; readonly live: boolean } & (KeptAnswer | { readonly statusCode: null });

// Longer than any request may take, so that a key is only taken over from a try that is dead.
const claimSeconds = 30;

/**
 * CTEs that claim the Idempotency-Key. `$1` is the organisation, `$3` to `$5` are {@link claimValues}.
 *
 * `earlier`: the same request under the key alone, as builds up to 0.3.0 kept it for all subjects together. Such a row
 * still answers, so that a request that is tried again after the rollout has no second effect; the last one expires a
 * day after it.
 */
export const claimingKey = `earlier AS (
    SELECT e.fingerprint, e.status_code, e.headers, e.body FROM invoices.idempotency_key e
    WHERE e.organisation_id = $1 AND e.key = split_part($3::text, ' ', 1) AND e.fingerprint = $4::text
        AND e.expires_at > now() AND (e.status_code IS NOT NULL OR e.locked_until > now())),
claim AS (
    INSERT INTO invoices.idempotency_key AS k (organisation_id, key, fingerprint, attempt, locked_until, expires_at)
    SELECT $1, $3::text, $4::text, $5::uuid, now() + interval '${claimSeconds} seconds', now() + interval '24 hours'
    WHERE NOT EXISTS (SELECT FROM earlier)
    ON CONFLICT (organisation_id, key) DO UPDATE
        SET fingerprint = excluded.fingerprint, attempt = excluded.attempt, locked_until = excluded.locked_until,
            expires_at = excluded.expires_at, status_code = NULL, headers = NULL, body = NULL
        WHERE k.expires_at <= now()
            OR (k.status_code IS NULL AND k.locked_until <= now() AND k.fingerprint = excluded.fingerprint)
    RETURNING key)`;
/** Columns that tell whether the claim was made, and the answer kept under the key before: {@link ClaimRow}. */
export const claimColumns = `EXISTS (SELECT FROM claim) AS claimed,
    COALESCE((SELECT json_build_object('fingerprint', k.fingerprint, 'statusCode', k.status_code, 'headers', k.headers,
            'body', k.body, 'live', k.expires_at > now())
        FROM invoices.idempotency_key k WHERE k.organisation_id = $1 AND k.key = $3::text),
        (SELECT json_build_object('fingerprint', e.fingerprint, 'statusCode', e.status_code, 'headers', e.headers,
            'body', e.body, 'live', true) FROM earlier e)) AS kept`;

/** Values of `$3` to `$5`; none where the command has no key. */
export function claimValues({ idempotency }: Command): readonly string[] {
    return idempotency === undefined ? [] : [idempotency.key, idempotency.fingerprint, idempotency.attempt];
}

/**
 * Refuses to go on without a claim, unless the command has no key.
 * @throws AnsweredBefore when the same request was answered under its key
 * @throws DomainError `IDEMPOTENCY_KEY_REUSED` | `IDEMPOTENCY_KEY_RUNNING`
 */
export function assertClaimed(row: ClaimRow | undefined, { idempotency }: Command): void {
    if (idempotency === undefined || row?.claimed === true) {
        return;
    }
    const before = row?.kept;
    if (before?.live === true && before.fingerprint !== idempotency.fingerprint) {
        throw new DomainError('IDEMPOTENCY_KEY_REUSED', 'Idempotency-Key: this key was used for another request');
    }
    if (before?.live === true && before.statusCode !== null) {
        const { statusCode, headers, body } = before;
        throw new AnsweredBefore({ statusCode, headers, body });
    }
    throw new DomainError('IDEMPOTENCY_KEY_RUNNING',
        'Idempotency-Key: the first request with this key has not finished yet', {}, { retryAfterSeconds: 1 });
}
