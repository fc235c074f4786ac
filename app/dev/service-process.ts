import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { node24, root } from '../../scripts/clone.mjs';
import { startKept } from './kept-process.ts';
import { serviceEnvironment, type ServiceAddresses } from './service-environment.ts';

/** Addresses that the service is started with, and its debugger. */
export type ServiceSettings = ServiceAddresses & {
    /** Port at which a debugger can attach. When it is given, the service also restarts when a file changes. */
    readonly debugPort: number | undefined;
};

/** The service in a process of its own. */
export type ServiceProcess = {
    readonly url: string;
    readonly ended: Promise<number>;
    readonly stop: () => Promise<void>;
    /** Prints its log here too from now on, not only in the log file. */
    readonly showOutput: () => void;
};

const readyLimitMs = 30_000;
const stopLimitMs = 2_000;
const pollMs = 50;
const shownCharacters = 4_000;

/**
 * Starts the service from its sources, in a process of its own, and returns when it is ready.
 * @param onStarted - Receives the process before it is ready, so that it can be stopped at any time.
 * @throws Error with the end of its log when it does not get ready
 */
export async function startService(
    settings: ServiceSettings, onStarted: (part: { stop: () => Promise<void> }) => void
): Promise<ServiceProcess> {
    let log = '';
    let show = false;
    const service = startCommand(
        'serve', watching(settings.debugPort), serviceEnvironment(process.env, settings), (text) => {
            log = (log + text).slice(-shownCharacters);
            if (show) process.stdout.write(text);
        });
    const stop = () => service.stop(stopLimitMs);
    onStarted({ stop });

    const url = `http://localhost:${settings.port}`;
    const givenUpAt = performance.now() + readyLimitMs;
    while (!(await isReady(url))) {
        if (service.exitCode() !== undefined || performance.now() > givenUpAt)
            throw new Error(`The service did not get ready:\n${log}`);
        await wait(pollMs);
    }
    return { url, ended: service.ended, stop, showOutput: () => { show = true; } };
}

/**
 * Starts the worker beside the service, for jobs and webhooks. It has its own log file. No client calls it, so any free
 * ports will do.
 */
export function startWorkerProcess(
    settings: ServiceSettings
): { readonly ended: Promise<number>; readonly stop: () => Promise<void> } {
    const environment = { ...serviceEnvironment(process.env, settings), PORT: '0', METRICS_PORT: '0' };
    const watch = settings.debugPort === undefined ? [] : watchingChanges;
    const worker = startCommand('work', watch, environment, () => undefined);
    return { ended: worker.ended, stop: () => worker.stop(stopLimitMs) };
}

/**
 * Starts one of the service's commands from its sources; its output goes to `.data/service.log` or `.data/worker.log`.
 */
function startCommand(
    command: 'serve' | 'work', nodeArgs: readonly string[], env: Record<string, string | undefined>,
    output: (text: string) => void
) {
    mkdirSync(join(root, '.data'), { recursive: true });
    const logFile = join(root, '.data', command === 'serve' ? 'service.log' : 'worker.log');
    return startKept(node24, [...nodeArgs, join(root, 'app', 'main.ts'), command], {
        cwd: root,
        env,
        signal: 'TERM',
        output: (text) => {
            appendFileSync(logFile, text);
            output(text);
        }
    });
}

/**
 * Options of Node that restart a process with each change below `app/` of its folder. `--watch` alone watches the files
 * themselves, and loses one that is replaced, as many editors save.
 */
export const watchingChanges: readonly string[] = ['--watch-path=./app', '--watch-preserve-output'];

function watching(debugPort: number | undefined): readonly string[] {
    return debugPort === undefined ? [] : [...watchingChanges, `--inspect=127.0.0.1:${debugPort}`];
}

async function isReady(url: string): Promise<boolean> {
    try {
        return (await fetch(`${url}/health/readiness`, { signal: AbortSignal.timeout(1_000) })).ok;
    } catch {
        return false;
    }
}
