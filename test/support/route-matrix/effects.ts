import type { GivenService } from '../given-service.ts';

/** One entry of the audit trail: its action, and the id of its request. */
export type AuditEffect = { readonly action: string; readonly requestId: string };

/** Effects of an organisation's calls so far, oldest first. */
export type Effects = { readonly audit: readonly AuditEffect[]; readonly events: readonly string[] };

/** Reads the audit trail and the outgoing events of an organisation. */
export async function effectsOf(
    { dependencies: { database: { pool } } }: Pick<GivenService, 'dependencies'>, organisationId: string
): Promise<Effects> {
    const audit = await pool.query<AuditEffect>(
        'SELECT action, request_id AS "requestId" FROM audit_entry WHERE organisation_id = $1 ORDER BY id',
        [organisationId]);
    const events = await pool.query<{ type: string }>(
        'SELECT type FROM outbox_event WHERE organisation_id = $1 ORDER BY sequence', [organisationId]);
    return { audit: audit.rows, events: events.rows.map(({ type }) => type) };
}
