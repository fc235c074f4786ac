import type { AllowanceKind } from '../../foundation/vocabulary/webhook-states.ts';
import type { Database, Statement } from '../../platform/database/database.ts';
import type { Query } from '../../platform/database/in-transaction.ts';

/** Key of an allowance. */
export type AllowanceKey = {
    readonly organisationId: string;
    readonly kind: AllowanceKind;
    /** Id of the webhook; empty: the organisation as a whole. */
    readonly subject: string;
};

/** Use of an allowance in the present hour. */
export type AllowanceUse = { readonly since: Date; readonly used: number };

const openStatement: Statement = {
    name: 'open_webhook_allowance',
    text: `INSERT INTO invoices.webhook_allowance AS a (organisation_id, kind, subject, since, used)
        VALUES ($1, $2, $3, $4::timestamptz, 0)
        ON CONFLICT (organisation_id, kind, subject) DO UPDATE
            SET since = CASE WHEN a.since <= excluded.since - interval '1 hour' THEN excluded.since ELSE a.since END,
                used = CASE WHEN a.since <= excluded.since - interval '1 hour' THEN 0 ELSE a.used END
        RETURNING since, used`
};

/** Reads what was used within the hour, and locks it for the transaction; an hour that is over begins anew. */
export async function openAllowance(
    { query }: Query, { organisationId, kind, subject }: AllowanceKey, now: Date
): Promise<AllowanceUse> {
    const [row] = await query<AllowanceUse>(openStatement, [organisationId, kind, subject, now]);
    if (row === undefined) {
        throw new Error('the database told nothing of the allowance');
    }
    return row;
}

const useStatement: Statement = {
    name: 'use_webhook_allowance',
    text: `UPDATE invoices.webhook_allowance SET used = used + $4::int
        WHERE organisation_id = $1 AND kind = $2 AND subject = $3`
};

/** Counts a use. */
export async function useAllowance(
    { query }: Query, { organisationId, kind, subject }: AllowanceKey, used: number
): Promise<void> {
    await query(useStatement, [organisationId, kind, subject, used]);
}

const removeStatement: Statement = {
    name: 'remove_old_webhook_allowances',
    text: `WITH old AS (
            SELECT organisation_id, kind, subject FROM invoices.webhook_allowance WHERE since < $1::timestamptz
            LIMIT $2::int FOR UPDATE SKIP LOCKED),
        removed AS (DELETE FROM invoices.webhook_allowance a USING old o
            WHERE a.organisation_id = o.organisation_id AND a.kind = o.kind AND a.subject = o.subject RETURNING 1)
        SELECT count(*)::int AS count FROM removed`
};

/** Removes allowances whose hour began before a time. @returns Number of removed ones, at most the given limit */
export async function removeOldAllowances(
    { query }: Pick<Database, 'query'>, before: Date, max: number
): Promise<number> {
    const [row] = await query<{ count: number }>(removeStatement, [before, max]);
    return row?.count ?? 0;
}
