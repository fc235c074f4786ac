import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { type KeptProcess, plainEnvironment, startKept } from './kept-process.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';

/** A PostgreSQL of our own, on the loopback interface only. */
export type PostgresServer = {
    readonly port: number;
    readonly url: (database: string) => string;
    /** Resolves with PostgreSQL's exit code, also when something else stopped it. */
    readonly ended: Promise<number>;
    readonly stop: () => Promise<void>;
};

/** Place and durability of a PostgreSQL of our own. */
export type PostgresOptions = {
    readonly binaries: PostgresBinaries;
    /** Folder of the cluster, its password and its log; made when it is missing. */
    readonly folder: string;
    readonly port: number;
    /** True: data survive a crash of the machine. False is several times faster, for tests. */
    readonly durable: boolean;
};

const superuser = 'postgres';
const startLimitMs = 60_000;
const stopLimitMs = 2_500;
const pollMs = 50;

/**
 * Starts PostgreSQL, after `initdb` when the folder has no cluster yet, and returns when it answers.
 * @throws Error with the end of PostgreSQL's log when it does not start
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
    const { binaries, folder, port } = options;
    const cluster = clusterIn(folder);
    const logFile = join(folder, 'postgres.log');
    makeFolder(folder, binaries);
    const password = rememberedPassword(folder, binaries);
    await stopPredecessor(folder);
    if (!existsSync(join(cluster, 'PG_VERSION'))) initialise(options, cluster);

    const args = ['-D', cluster, ...settings(options)];
    const log = openSync(logFile, 'a');
    const server = startKept(join(binaries.folder, 'bin', 'postgres'), args, {
        cwd: folder, env: plainEnvironment, signal: 'INT', user: binaries.user, output: log
    });
    closeSync(log);
    const url = (database: string) => `postgresql://${superuser}:${password}@127.0.0.1:${port}/${database}`;
    await untilItAnswers(server, url('postgres'), logFile);
    return { port, url, ended: server.ended, stop: () => server.stop(stopLimitMs) };
}

function clusterIn(folder: string): string {
    return join(folder, 'cluster');
}

function settings({ port, durable }: PostgresOptions): string[] {
    const chosen = {
        port: String(port),
        listen_addresses: '127.0.0.1',
        unix_socket_directories: '',
        max_connections: '200',
        timezone: 'UTC',
        ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' })
    };
    return Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function makeFolder(folder: string, { user }: PostgresBinaries): void {
    // The mode is for this folder only: the server's user must get through the folders above it.
    mkdirSync(dirname(folder), { recursive: true });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (user) chownSync(folder, user.uid, user.gid);
}

function rememberedPassword(folder: string, { user }: PostgresBinaries): string {
    const file = join(folder, 'password');
    if (!existsSync(file)) {
        writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
        if (user) chownSync(file, user.uid, user.gid);
    }
    return readFileSync(file, 'utf8');
}

/** Makes a cluster with UTF-8, independent of the machine's locales: PostgreSQL brings C.UTF-8 itself. */
function initialise({ binaries, folder, durable }: PostgresOptions, cluster: string): void {
    const { status, stdout, stderr } = spawnSync(join(binaries.folder, 'bin', 'initdb'), [
        '-D', cluster, '-U', superuser, '--auth=scram-sha-256',
        `--pwfile=${join(folder, 'password')}`, '--encoding=UTF8', '--locale=C', '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8', '--no-instructions', ...(durable ? [] : ['--no-sync'])
    ], { ...binaries.user, cwd: folder, env: plainEnvironment });
    if (status === 0) return;
    rmSync(cluster, { recursive: true, force: true });
    throw new Error(`PostgreSQL's initdb failed:\n${stdout.toString()}${stderr.toString()}`);
}

/**
 * Cleans up after an earlier run: stops a server that outlived it, and removes the server's lock file when the process
 * that it names is another one by now.
 */
export async function stopPredecessor(folder: string): Promise<void> {
    const cluster = clusterIn(folder);
    const lockFile = join(cluster, 'postmaster.pid');
    if (!existsSync(lockFile)) return;
    const pid = Number(readFileSync(lockFile, 'utf8').split('\n')[0]);
    if (servesCluster(pid, cluster)) {
        process.kill(pid, 'SIGINT');
        const givenUpAt = performance.now() + startLimitMs;
        while (servesCluster(pid, cluster) && performance.now() < givenUpAt) await wait(pollMs);
    } else if (existsSync(`/proc/${pid}`)) {
        // The process id now belongs to an unrelated process, for which PostgreSQL would wait. In every other case
        // PostgreSQL must judge its lock itself: processes that outlived a killed server may still write.
        rmSync(lockFile, { force: true });
    }
}

function servesCluster(pid: number, cluster: string): boolean {
    const commandLine = `/proc/${pid}/cmdline`;
    return existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes(`\0${cluster}\0`);
}

async function untilItAnswers(server: KeptProcess, url: string, logFile: string): Promise<void> {
    const givenUpAt = performance.now() + startLimitMs;
    while (!(await answers(url))) {
        if (server.exitCode() !== undefined || performance.now() > givenUpAt) {
            await server.stop(stopLimitMs);
            throw new Error(
                `PostgreSQL did not start. The end of ${logFile}:\n${readFileSync(logFile, 'utf8').slice(-2_000)}`);
        }
        await wait(pollMs);
    }
}

async function answers(url: string): Promise<boolean> {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    try {
        await client.connect();
        return true;
    } catch {
        return false;
    } finally {
        await client.end();
    }
}
