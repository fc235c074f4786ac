import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../../scripts/ports.mjs';
import { findPostgres } from '../../app/dev/postgres-binaries.ts';
import { startPostgres, type PostgresServer } from '../../app/dev/postgres.ts';
import { applyMigrations } from '../../app/platform/database/migrate.ts';

/** A temporary PostgreSQL that keeps all it acknowledged (fsync on), and can be killed. */
export type CrashableDatabase = {
    readonly url: string;
    /** Kills (`kill -9`) a connection of the service in the server: PostgreSQL drops all of them and recovers. */
    readonly killBackend: () => Promise<void>;
    /** Kills (`kill -9`) the whole server. */
    readonly kill: () => Promise<void>;
    /** Starts it again on the same data; it recovers from its log. */
    readonly restart: () => Promise<void>;
    readonly stop: () => Promise<void>;
};

const databaseName = 'crash';
const goneLimitMs = 10_000;
const pollMs = 10;

/** Makes a cluster in `folder`, with a migrated database. */
export async function startDatabase(folder: string): Promise<CrashableDatabase> {
    const options = {
        binaries: findPostgres(), folder: join(folder, 'postgres'), port: await freePort(), durable: true
    };
    let server: PostgresServer | undefined = await startPostgres(options);
    const url = server.url(databaseName);
    const administration = server.url('postgres');
    const stop = async (): Promise<void> => {
        await server?.stop();
        server = undefined;
    };
    try {
        await onServer(administration, (client) => client.query(`CREATE DATABASE ${databaseName}`));
        await applyMigrations(url);
    } catch (error) {
        await stop();
        throw error;
    }

    return {
        url,
        killBackend: async () => void process.kill(await backendOfService(administration), 'SIGKILL'),
        kill: async () => {
            const postmaster = Number(
                readFileSync(join(options.folder, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
            const family = [postmaster, ...childrenOf(postmaster)];
            // All at once: a child that outlived its postmaster could still write beside the next one.
            for (const pid of family) killWhenThere(pid);
            await untilGone(family);
            await server?.ended;
            server = undefined;
        },
        restart: async () => {
            server = await startPostgres(options);
        },
        stop
    };
}

/** Runs SQL on a connection of its own: a kept one would not survive the crashes. */
export async function onServer<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
    const client = new pg.Client({ connectionString: url, application_name: 'crash test', statement_timeout: 30_000 });
    client.on('error', () => undefined);
    await client.connect();
    try {
        return await work(client);
    } finally {
        await client.end();
    }
}

/** Process id of a connection of the service, an active one first. @throws Error when there is none */
async function backendOfService(url: string): Promise<number> {
    return onServer(url, async (client) => {
        const { rows } = await client.query<{ pid: number }>(
            `SELECT pid FROM pg_stat_activity WHERE application_name = 'invoices-service'
                ORDER BY state = 'active' DESC, random() LIMIT 1`);
        if (rows[0] === undefined) throw new Error('The service has no connection to PostgreSQL');
        return rows[0].pid;
    });
}

function childrenOf(parent: number): readonly number[] {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) =>
        parentOf(pid) === parent);
}

function parentOf(pid: number): number | undefined {
    try {
        return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    } catch {
        return undefined; // ended meanwhile
    }
}

function killWhenThere(pid: number): void {
    if (existsSync(`/proc/${pid}`)) process.kill(pid, 'SIGKILL');
}

async function untilGone(pids: readonly number[]): Promise<void> {
    const givenUpAt = performance.now() + goneLimitMs;
    while (pids.some(isAlive)) {
        if (performance.now() > givenUpAt) throw new Error('PostgreSQL outlived kill -9');
        await wait(pollMs);
    }
}

/** Checks whether a process lives. A zombie has ended; its new parent has only not collected it yet. */
function isAlive(pid: number): boolean {
    try {
        return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    } catch {
        return false;
    }
}
