import { setTimeout as wait } from 'node:timers/promises';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import type pg from 'pg';

type MigrationFiles = MigrationList['migrationDirectories'];

const pollMs = 50;
const endLimitMs = 5_000;

/** PostgreSQL runs this only outside a transaction, so what was done of it stays done. */
const outsideTransaction = /\bconcurrently\b/i;

const recordFinished = 'UPDATE _prisma_migrations SET finished_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL';

/**
 * Lets each migration record in its own transaction that it is finished. Prisma's engine records it afterwards: a process that ends
 * between the two, or while it waits for a lock that PostgreSQL goes on to wait for, would leave a migration that was applied and
 * that the engine takes for a failed one, and refuses to go on from.
 */
export function finishingItself(files: MigrationFiles): (script: string) => string {
    const migrations = new Set(files.map(scriptOf).filter((script) => !outsideTransaction.test(script)));
    return (script) => (migrations.has(script) ? `${script}\n;${recordFinished}` : script);
}

/**
 * Marks the migrations that began and did not finish as rolled back, which they are, so that they are applied anew. One that
 * runs outside a transaction is left for somebody to look at.
 */
export async function takeBackUnfinished(client: pg.Client, files: MigrationFiles): Promise<void> {
    const { rows: [found] } = await client.query<{ found: boolean }>('SELECT to_regclass(\'_prisma_migrations\') IS NOT NULL AS found');
    if (found?.found === true) {
        const names = files.filter((file) => !outsideTransaction.test(scriptOf(file))).map(({ path }) => path);
        await client.query(`UPDATE _prisma_migrations SET rolled_back_at = now()
            WHERE finished_at IS NULL AND rolled_back_at IS NULL AND migration_name = ANY($1)`, [names]);
    }
}

/**
 * Ends the sessions of that name in this database and waits until they are gone. PostgreSQL does not notice that a process is gone
 * while its statement waits or works; whoever holds the migrators' lock may end what such a process left behind.
 */
export async function endMigrationSessions(client: pg.Client, name: string): Promise<void> {
    const givenUpAt = performance.now() + endLimitMs;
    for (;;) {
        const { rowCount } = await client.query(
            'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1', [name]
        );
        if (rowCount === 0) return;
        if (performance.now() > givenUpAt) throw new Error('What an earlier migrator left at work in the database does not end');
        await wait(pollMs);
    }
}

function scriptOf({ migrationFile: { content } }: MigrationFiles[number]): string {
    return content.tag === 'ok' ? content.value : '';
}
