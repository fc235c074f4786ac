import { setTimeout as wait } from 'node:timers/promises';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import type pg from 'pg';
import { StartFault } from '../../foundation/errors/start-fault.ts';

type MigrationFiles = MigrationList['migrationDirectories'];

const pollMs = 50;
const endLimitMs = 5_000;

/**
 * Statements that PostgreSQL runs only outside a transaction, or that end it, so that their effect stays. A word at the
 * start of a line inside a function's body counts too; its script then only lacks what is done for the others.
 */
const outsideTransaction = /\bconcurrently\b|^\s*(?:vacuum|call|commit|cluster|reindex|alter\s+system)\b/im;

/**
 * Maximum seconds that a migration waits for each lock. Later sessions wait behind it, readers too, and give up after 5
 * s.
 */
export const lockLimitSeconds = 3;

const waitBriefly = `SET LOCAL lock_timeout = '${lockLimitSeconds}s'`;
const recordFinished =
    'UPDATE _prisma_migrations SET finished_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL';

/**
 * Lets each migration record in its own transaction that it is finished. Prisma's engine records it afterwards. A
 * process that ends in between, or while PostgreSQL still waits for a lock, would leave an applied migration. The
 * engine would take it for failed and refuse to go on. The wait for a lock that a long transaction holds is short.
 */
export function finishingItself(files: MigrationFiles): (script: string) => string {
    const migrations = new Set(files.map(scriptOf).filter((script) => !leavesTraces(script)));
    return (script) => (migrations.has(script) ? `${waitBriefly};\n${script}\n;${recordFinished}` : script);
}

/**
 * Marks the migrations that began and did not finish as rolled back, which they are, so that they are applied anew. A
 * migration that runs outside a transaction is left for a person to check.
 */
export async function takeBackUnfinished(client: pg.Client, files: MigrationFiles): Promise<void> {
    if (await wasEverMigrated(client)) {
        const names = files.filter((file) => !leavesTraces(scriptOf(file))).map(({ path }) => path);
        await client.query(`UPDATE _prisma_migrations SET rolled_back_at = now()
            WHERE finished_at IS NULL AND rolled_back_at IS NULL AND migration_name = ANY($1)`, [names]);
    }
}

/**
 * Refuses to go on from a migration that needs a person: it ran outside a transaction, or this build does not know it.
 * @throws StartFault that says which, and what to do
 */
export async function refuseUnfinished(client: pg.Client): Promise<void> {
    if (await wasEverMigrated(client)) {
        const { rows: [unfinished] } = await client.query<{ name: string }>(
            'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS '
            + 'NULL ORDER BY started_at LIMIT 1'
        );
        if (unfinished !== undefined) {
            throw new StartFault(`The migration ${unfinished.name} began and did not end. Run the \`migrate\` of the `
                + `build that has it; or ${byHand(unfinished.name)}`);
        }
    }
}

/** Instructions for rolling a migration back by hand; the image has no tool of Prisma's for it. */
export function byHand(name: string): string {
    return 'see what is left of it, remove that, and tell the database that it was taken back: ' +
        `UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = '${name}' AND finished_at IS NULL`;
}

async function wasEverMigrated(client: pg.Client): Promise<boolean> {
    const { rows: [found] } = await client.query<{ found: boolean }>(
        'SELECT to_regclass(\'_prisma_migrations\') IS NOT NULL AS found');
    return found?.found === true;
}

/**
 * Ends the sessions of that name in this database and waits until they are gone. PostgreSQL does not notice that a
 * process is gone while its statement waits or works; the holder of the migrators' lock may end what such a process
 * left behind.
 */
export async function endMigrationSessions(client: pg.Client, name: string): Promise<void> {
    const givenUpAt = performance.now() + endLimitMs;
    for (;;) {
        const { rowCount } = await client.query(
            'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND '
                + 'application_name = $1', [name]
        );
        if (rowCount === 0) return;
        if (performance.now() > givenUpAt)
            throw new StartFault('What an earlier migrator left at work in the database does not end');
        await wait(pollMs);
    }
}

/** The name of the migration that a script belongs to. */
export function migrationOf(script: string, files: MigrationFiles): string | undefined {
    return files.find((file) => scriptOf(file) === script)?.path;
}

/** True when a person has to check what a failed script left: it ran outside a transaction. */
export function leavesTraces(script: string): boolean {
    return outsideTransaction.test(script);
}

/** Name and script of a migration. */
export function namedScript(file: MigrationFiles[number]): { readonly name: string; readonly script: string } {
    return { name: file.path, script: scriptOf(file) };
}

function scriptOf({ migrationFile: { content } }: MigrationFiles[number]): string {
    return content.tag === 'ok' ? content.value : '';
}
