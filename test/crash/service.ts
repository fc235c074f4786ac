import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { node24, root } from '../../scripts/clone.mjs';
import { startKept } from '../../app/dev/kept-process.ts';
import { testSecret } from './tokens.ts';

/** The real service in a process of its own. */
export type CrashableService = {
    /** `kill -9`, and waits until the process is gone. */
    readonly kill: () => Promise<void>;
    readonly isRunning: () => boolean;
    /** The end of its log. */
    readonly log: () => string;
    readonly stop: () => Promise<void>;
};

/** Ports and database of the service; the same after each crash, so that clients find it again. */
export type Place = { readonly port: number; readonly metricsPort: number; readonly databaseUrl: string };

const readyLimitMs = 30_000;
const stopLimitMs = 3_000;
const pollMs = 25;
const shownCharacters = 4_000;

/**
 * Starts `app/main.ts serve` and returns when it is ready. @throws Error with the end of its log when it does not get
 * ready
 */
export async function startService(place: Place): Promise<CrashableService> {
    let log = '';
    // The shell prints its process id and then becomes the service.
    const service = startKept(
        '/bin/sh', ['-c', 'echo "pid $$"; exec "$@"', 'sh', node24, join(root, 'app', 'main.ts'), 'serve'], {
            cwd: root, env: environment(place), signal: 'TERM',
            output: (text) => { log = (log + text).slice(-shownCharacters); }
        });
    // Read before the service has logged much: the shell's line comes first.
    const pid = firstPid(() => log);
    const started: CrashableService = {
        kill: async () => {
            process.kill(await pid, 'SIGKILL');
            await service.ended;
        },
        isRunning: () => service.exitCode() === undefined,
        log: () => log,
        stop: () => service.stop(stopLimitMs)
    };
    try {
        await pid;
        await untilReady(place, started);
        return started;
    } catch (error) {
        await started.stop();
        throw error;
    }
}

/** Waits until the service is ready. @throws Error when it ends, or is not ready in time */
export async function untilReady({ port }: Place, service: CrashableService): Promise<void> {
    const givenUpAt = performance.now() + readyLimitMs;
    while (!(await isReady(port))) {
        if (!service.isRunning()) throw new Error(`The service ended by itself:\n${service.log()}`);
        if (performance.now() > givenUpAt)
            throw new Error(`The service did not get ready within ${readyLimitMs / 1_000} s:\n${service.log()}`);
        await wait(pollMs);
    }
}

async function firstPid(log: () => string): Promise<number> {
    const givenUpAt = performance.now() + readyLimitMs;
    while (performance.now() < givenUpAt) {
        const line = /^pid (\d+)\n/.exec(log());
        if (line !== null) return Number(line[1]);
        await wait(pollMs);
    }
    throw new Error('The shell of the service did not start');
}

async function isReady(port: number): Promise<boolean> {
    try {
        return (await fetch(`http://127.0.0.1:${port}/health/readiness`, { signal: AbortSignal.timeout(2_000) })).ok;
    } catch {
        return false;
    }
}

/** Environment of the service, without any of our own. No other service is asked for prices, so none runs. */
function environment({ port, metricsPort, databaseUrl }: Place): Record<string, string | undefined> {
    return {
        PATH: process.env['PATH'],
        NODE_ENV: 'test',
        LOG_LEVEL: 'warn',
        HOST: '127.0.0.1',
        PORT: String(port),
        METRICS_PORT: String(metricsPort),
        DATABASE_URL: databaseUrl,
        JWT_SECRET: testSecret,
        RATE_LIMITS: 'off',
        SHUTDOWN_DRAIN_MS: '0',
        CONTACTS_SERVICE_URL: 'http://127.0.0.1:9/api/v1',
        PRODUCTS_SERVICE_URL: 'http://127.0.0.1:9',
        SERVICES_SERVICE_URL: 'http://127.0.0.1:9',
        EXCHANGE_RATES_URL: 'off'
    };
}
