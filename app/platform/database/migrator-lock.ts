import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { StartFault } from '../../foundation/errors/start-fault.ts';

/** Number of PostgreSQL's advisory lock that one migrator holds; it is ours and has no meaning. */
const migratorLock = 3_008_001;
const lockPollMs = 250;
const lockLimitMs = 120_000;
const connectLimitMs = 10_000;

/**
 * Keeps the lock's session alive: a long migration leaves it idle, and a server may end it. The setting came with
 * PostgreSQL 14.
 */
const stayConnected = 'SELECT set_config(name, \'0\', false) FROM pg_settings WHERE name = \'idle_session_timeout\'';

/**
 * Does some work while no other migrator works. The engine's own lock lives on a pooled connection that may be closed
 * while it is idle, so another lock is taken here. It is polled for: a session that waits inside `pg_advisory_lock`
 * holds a snapshot and would block `CREATE INDEX CONCURRENTLY`.
 * @param signal - Ends the wait.
 * @throws StartFault when the database cannot be reached, the lock cannot be had in time, or its session is lost
 */
export async function withMigratorLock<Result>(
    url: string, signal: AbortSignal | undefined, work: (client: pg.Client) => Promise<Result>
): Promise<Result> {
    const client = await connect(url);
    const { promise: lost, reject } = Promise.withResolvers<never>();
    // Without the lock another migrator may begin: this one must end, and the other one ends what is left of it.
    client.on('error', (cause) =>
        reject(new StartFault('The connection that keeps other migrators away was lost', { cause })));
    lost.catch(() => undefined);
    try {
        return await Promise.race([lost, lockedWork(client, signal, work)]);
    } finally {
        await client.end().catch(() => undefined);
    }
}

async function lockedWork<Result>(
    client: pg.Client, signal: AbortSignal | undefined, work: (client: pg.Client) => Promise<Result>
): Promise<Result> {
    await client.query(stayConnected);
    const givenUpAt = performance.now() + lockLimitMs;
    while (!(await tryLock(client))) {
        if (performance.now() > givenUpAt)
            throw new StartFault(`Another migrator is still at work after ${lockLimitMs / 1000} s`);
        await wait(lockPollMs, undefined, signal === undefined ? {} : { signal });
    }
    return work(client);
}

async function connect(url: string): Promise<pg.Client> {
    try {
        const client = new pg.Client({
            connectionString: url, connectionTimeoutMillis: connectLimitMs, keepAlive: true,
            application_name: 'invoices-service migrate'
        });
        await client.connect().catch(async (error: unknown) => {
            await client.end().catch(() => undefined);
            throw error;
        });
        return client;
    } catch (cause) {
        throw new StartFault(`The database cannot be reached: ${reasonOf(cause)}`, { cause });
    }
}

/** Reason of an error: one for a name with several addresses has a code and no message. */
function reasonOf(error: unknown): string {
    if (!(error instanceof Error)) return String(error);
    return error.message === '' && 'code' in error ? String(error.code) : error.message;
}

async function tryLock(client: pg.Client): Promise<boolean> {
    const { rows } = await client.query<{ locked: boolean }>(
        'SELECT pg_try_advisory_lock($1) AS locked', [migratorLock]);
    return rows[0]?.locked === true;
}
