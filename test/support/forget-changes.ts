import type { GivenServer } from './given-server.ts';

/**
 * Removes the events about an organisation's profile, so that a test counts the events of its own acts and not those of
 * its set-up. The triggers that keep events are off for this one transaction.
 */
export async function forgetChanges(
    { dependencies: { database: { pool } } }: Pick<GivenServer, 'dependencies'>, organisationId: string
): Promise<void> {
    if (!/^[\w.-]+$/.test(organisationId)) throw new Error('This helper writes the id into SQL: plain signs only');
    await pool.query(`BEGIN; SET LOCAL session_replication_role = replica;
        DELETE FROM outbox_event WHERE organisation_id = '${organisationId}' AND type = 'organisation.changed';
        COMMIT`);
}
