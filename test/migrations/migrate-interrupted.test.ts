import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { applyMigrations } from '../../app/platform/database/migrate.ts';
import { requiredMigrations } from '../../app/platform/database/schema-version.ts';
import { finishingItself } from '../../app/platform/database/unfinished-migrations.ts';
import { eventually } from '../support/eventually.ts';
import { givenEmptyDatabase, type GivenDatabase } from '../support/given-database.ts';
import { givenLock, onDatabase, type GivenLock } from '../support/given-lock.ts';
import { givenProcess, type GivenProcess } from '../support/given-process.ts';

let empty: GivenDatabase;
beforeEach(async () => {
    empty = await givenEmptyDatabase();
});
afterEach(() => empty.drop());

const tables = `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'invoices'::regnamespace
    AND relname <> '_prisma_migrations'`;
const migrations = 'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND '
    + 'rolled_back_at IS NULL ORDER BY 1';

/** `migrate` in the middle of a migration, which waits for a table that another session creates. */
async function givenWaitingMigration(): Promise<{ readonly lock: GivenLock; readonly migrate: GivenProcess }> {
    await onDatabase(empty.url, 'CREATE SCHEMA invoices');
    const lock = await givenLock(empty.url, 'CREATE TABLE outbox_event (id int)');
    const migrate = givenProcess({ DATABASE_URL: empty.url }, ['migrate']);
    await lock.held(1);
    return { lock, migrate };
}

async function release(lock: GivenLock): Promise<void> {
    await lock.query('DROP TABLE outbox_event');
    await lock.release();
}

describe('migrate that is told to stop', () => {
    test.each([['SIGTERM', 143], ['SIGINT', 130]] as const)(
        'by %s in a migration ends promptly with %i, and nothing is left of it', async (signal, code) => {
            const { lock, migrate } = await givenWaitingMigration();

            const loggedAt = performance.now();
            migrate.kill(signal);
            const ended = await migrate.ended;
            const tookMs = performance.now() - loggedAt;
            await release(lock);

            expect([ended, migrate.stderr()]).toEqual([code, `Ended by ${signal} before it was done\n`]);
            expect(tookMs).toBeLessThan(3_000);
            expect(await onDatabase(empty.url, tables)).toEqual([]);
            expect(await applyMigrations(empty.url)).toEqual(requiredMigrations());
        });

    test('while another migrator is at work ends too', async () => {
        const lock = await givenLock(empty.url, 'SELECT pg_advisory_xact_lock(3008001)');
        const migrate = givenProcess({ DATABASE_URL: empty.url }, ['migrate']);
        await waiting();

        migrate.kill('SIGTERM');

        expect(await migrate.ended).toBe(143);
        await lock.release();
    });
});

describe('migrate after one that was killed', () => {
    test('ends what that one left at work, and applies everything once', async () => {
        const { lock, migrate } = await givenWaitingMigration();
        migrate.kill('SIGKILL');
        await migrate.ended;

        const applying = applyMigrations(empty.url);
        await waitingAlone();
        await release(lock);

        expect(await applying).toEqual(requiredMigrations());
        expect((await onDatabase<{ name: string }>(empty.url, migrations)).map(({ name }) => name))
            .toEqual(requiredMigrations());
    });

    test('finds a migration done that PostgreSQL finished alone', async () => {
        const { lock, migrate } = await givenWaitingMigration();
        migrate.kill('SIGKILL');
        await migrate.ended;
        await release(lock);
        await finished();

        // The migration in progress is done; those after it were never begun.
        expect(await applyMigrations(empty.url)).toEqual(requiredMigrations().slice(1));
    });
});

test('a script that PostgreSQL runs only outside a transaction is sent as it is', () => {
    const file = (value: string) =>
        ({ path: 'a', migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value } } });
    const rewrite = finishingItself([file('SELECT 1'), file('CREATE INDEX CONCURRENTLY a ON b (c)')]);

    expect(rewrite('SELECT 1')).toContain('finished_at = now()');
    expect(rewrite('CREATE INDEX CONCURRENTLY a ON b (c)')).toBe('CREATE INDEX CONCURRENTLY a ON b (c)');
    expect(rewrite('SELECT 2')).toBe('SELECT 2');
});

/** Waits until the database says that `condition` is true. */
async function until(condition: string): Promise<void> {
    await eventually(condition, async () => {
        const [row] = await onDatabase<{ met: boolean }>(empty.url, `SELECT ${condition} AS met`);
        return row?.met === true;
    });
}

function waiting(): Promise<void> {
    return until(`EXISTS (SELECT FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'invoices-service migrate')`);
}

function waitingAlone(): Promise<void> {
    return until(`(SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock') = 1
        AND (SELECT count(*) FROM _prisma_migrations WHERE rolled_back_at IS NOT NULL) = 1`);
}

function finished(): Promise<void> {
    return until(`NOT EXISTS (SELECT FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'invoices-service migration')`);
}
