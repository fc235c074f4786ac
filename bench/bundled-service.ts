import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { node24 } from '../scripts/clone.mjs';
import { freePort } from '../scripts/ports.mjs';
import { cpuMs } from './process-use.ts';

/** The secret of the measured service's tokens, made for this run. */
export const secret = randomBytes(32).toString('hex');

/** The service as it runs in production, in a process of its own. */
export type BundledService = {
    readonly pid: number;
    readonly port: number;
    /**
     * Milliseconds from starting the process to the first readiness answer of 200, and the processor time until then.
     */
    readonly readyMs: number;
    readonly readyCpuMs: number;
    stop(): Promise<void>;
};

/**
 * Options of one start. `folder` holds the bundle's `service` and gets the log, which is a file as in a container's
 * runtime.
 */
export type BundledServiceOptions = {
    readonly folder: string; readonly databaseUrl: string; readonly nodeArgs?: readonly string[]
};

const readyLimitMs = 30_000;
const pollMs = 2;

/**
 * Settings of a production service: many organisations, log level `info`, pool of the default size, no Redis, no rate
 * limits. The upstreams are absent, because the measured requests call none.
 */
export function productionLike(databaseUrl: string): Record<string, string> {
    const upstream = 'http://127.0.0.1:9';
    return {
        NODE_ENV: 'production',
        HOST: '127.0.0.1',
        DATABASE_URL: databaseUrl,
        MULTI_TENANT: 'true',
        JWT_SECRET: secret,
        SECRETS_KEY: '0c'.repeat(32),
        CONTACTS_SERVICE_URL: upstream,
        PRODUCTS_SERVICE_URL: upstream,
        SERVICES_SERVICE_URL: upstream,
        EXCHANGE_RATES_URL: 'off',
        RATE_LIMITS: 'off',
        SHUTDOWN_DRAIN_MS: '0'
    };
}

/** Starts `service/main.js` and waits until it is ready. @throws Error with its log when it does not get ready */
export async function startBundled(
    { folder, databaseUrl, nodeArgs = [] }: BundledServiceOptions
): Promise<BundledService> {
    const port = await freePort();
    const env = {
        ...productionLike(databaseUrl), PORT: String(port), METRICS_PORT: String(await freePort()),
        PATH: process.env['PATH']
    };
    const logFile = join(folder, 'service.log');
    const log = openSync(logFile, 'w');
    const startedAt = performance.now();
    const child = spawn(node24, [...nodeArgs, join(folder, 'service', 'main.js'), 'serve'],
        { cwd: folder, env, stdio: ['ignore', log, log] });
    closeSync(log);
    const kill = (): void => void child.kill('SIGKILL');
    process.once('exit', kill);
    const ended = once(child, 'exit');

    while (!(await isReady(port))) {
        if (child.exitCode !== null || performance.now() - startedAt > readyLimitMs) {
            kill();
            throw new Error(`The service did not get ready:\n${readFileSync(logFile, 'utf8').slice(-4_000)}`);
        }
        await wait(pollMs);
    }
    const pid = child.pid ?? 0;
    return {
        pid,
        port,
        readyMs: performance.now() - startedAt,
        readyCpuMs: cpuMs(pid),
        stop: async () => {
            child.kill('SIGTERM');
            await ended;
            process.off('exit', kill);
        }
    };
}

async function isReady(port: number): Promise<boolean> {
    try {
        return (await fetch(`http://127.0.0.1:${port}/health/readiness`)).ok;
    } catch {
        return false;
    }
}
