import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import { openSchemaEngine } from './schema-engine.ts';
import { StartFault } from '../errors/start-fault.ts';
import { migrationsFolder, requiredMigrations } from './schema-version.ts';
import { endMigrationSessions, finishingItself, takeBackUnfinished } from './unfinished-migrations.ts';

/** PostgreSQL's advisory lock that one migrator holds; the number is ours and stands for nothing. */
const migratorLock = 3_008_001;
const lockPollMs = 250;
/** Names the session that applies migrations, so that it can be told apart from those that wait for their turn. */
const migrationSession = 'invoices-service migration';
const lockLimitMs = 120_000;
const connectLimitMs = 10_000;

/** Nothing in the database is managed by somebody else. */
export const wholeDatabase = { externalTables: [], externalEnums: [] };

/**
 * Brings a database up to this build's schema. Safe to call from several processes at once: one works, the others wait
 * for it and find nothing left to do. What a call that was interrupted began is taken back and begun anew.
 * @param url - Connection string of the database, which must exist.
 * @param signal - Ends the work: a migration under way is taken back.
 * @returns Names of the migrations that were applied now, oldest first.
 * @throws StartFault when this build has no migrations or the database cannot be reached
 * @throws Error when a migration fails, was edited after it had been applied, or another migrator does not finish in time.
 */
export async function applyMigrations(url: string, signal?: AbortSignal): Promise<readonly string[]> {
    const migrationsList = readMigrations();
    const files = migrationsList.migrationDirectories;
    return withMigratorLock(url, signal, async (client) => {
        await endMigrationSessions(client, migrationSession);
        await takeBackUnfinished(client, files);
        signal?.throwIfAborted();
        // The session that holds the lock has nothing else to do meanwhile.
        signal?.addEventListener('abort', () => void endMigrationSessions(client, migrationSession).catch(() => undefined), { once: true });
        const pool = new pg.Pool({ connectionString: named(url, migrationSession), max: 1 });
        // A session that is ended while it idles shows with the next statement.
        pool.on('error', () => undefined);
        const engine = await openSchemaEngine(new PrismaPg(pool), finishingItself(files));
        try {
            const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: wholeDatabase });
            return appliedMigrationNames;
        } finally {
            engine.free();
            await pool.end();
        }
    });
}

/** The migration files as Prisma's schema engine wants them. */
export function readMigrations(): MigrationList {
    const folder = migrationsFolder();
    return {
        baseDir: folder,
        lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
        shadowDbInitScript: '',
        migrationDirectories: requiredMigrations().map((name) => ({
            path: name,
            migrationFile: {
                path: 'migration.sql',
                content: { tag: 'ok', value: readFileSync(join(folder, name, 'migration.sql'), 'utf8') }
            }
        }))
    };
}

/**
 * The engine's own lock lives on a pooled connection that may be closed while it is idle, so one more is taken here. It is
 * polled for: a session that waits inside `pg_advisory_lock` holds a snapshot and would block `CREATE INDEX CONCURRENTLY`.
 */
async function withMigratorLock<Result>(
    url: string, signal: AbortSignal | undefined, work: (client: pg.Client) => Promise<Result>
): Promise<Result> {
    const client = await connect(url);
    try {
        const givenUpAt = performance.now() + lockLimitMs;
        while (!(await tryLock(client))) {
            if (performance.now() > givenUpAt) throw new Error(`Another migrator is still at work after ${lockLimitMs / 1000} s`);
            await wait(lockPollMs, undefined, signal === undefined ? {} : { signal });
        }
        return await work(client);
    } finally {
        await client.end();
    }
}

/** In the address itself: a name that stands there already would win over a setting beside it. */
function named(url: string, session: string): string {
    const own = new URL(url);
    own.searchParams.set('application_name', session);
    return own.href;
}

async function connect(url: string): Promise<pg.Client> {
    const client = new pg.Client({
        connectionString: url, connectionTimeoutMillis: connectLimitMs, application_name: 'invoices-service migrate'
    });
    try {
        await client.connect();
        return client;
    } catch (cause) {
        await client.end().catch(() => undefined);
        throw new StartFault(`The database cannot be reached: ${reasonOf(cause)}`, { cause });
    }
}

/** A name with several addresses fails with an error that has a code and no message. */
function reasonOf(error: unknown): string {
    if (!(error instanceof Error)) return String(error);
    return error.message === '' && 'code' in error ? String(error.code) : error.message;
}

async function tryLock(client: pg.Client): Promise<boolean> {
    const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [migratorLock]);
    return rows[0]?.locked === true;
}
