import type { Logger } from '../platform/observability/log.ts';
import type { RunningProcess } from './running-process.ts';
import { releaseStartupMemory } from './startup-memory.ts';

/** Keeps the process running until a signal comes; then stops it and ends. */
export async function keepRunning(starting: Promise<RunningProcess>): Promise<void> {
    stopOnSignal(starting);
    const { log } = await starting;
    process.on('unhandledRejection', (error) => crash(log, error, 'A promise was rejected and nobody looked'));
    process.on('uncaughtException', (error) => crash(log, error, 'An error was thrown and nobody caught it'));
    releaseStartupMemory();
}

/** Stops the process on a signal. A signal during the start counts too: the process stops as soon as it has started. */
function stopOnSignal(starting: Promise<RunningProcess>): void {
    let stopping = false;
    const stop = async (signal: NodeJS.Signals) => {
        const { log, stop: stopProcess } = await starting;
        log.info({ signal }, 'Told to stop');
        await stopProcess().catch((error: unknown) => crash(log, error, 'Stopping failed'));
        process.exit(0);
    };
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
        process.on(signal, () => {
            if (stopping) {
                process.stderr.write(`${signal} came a second time, stopping at once\n`);
                process.exit(1);
            }
            stopping = true;
            // A failure of the start is reported by the caller of `keepRunning`.
            stop(signal).catch(() => undefined);
        });
    }
}

function crash(log: Logger, error: unknown, message: string): never {
    log.fatal({ err: error }, message);
    process.exit(1);
}
