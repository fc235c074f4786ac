import { ConfigFaults, readConfig, readDatabaseConfig } from './config.ts';
import { StartFault } from './errors/start-fault.ts';
import type { Logger } from './observability/log.ts';
import type { RunningService } from './start-service.ts';
import { releaseStartupMemory } from './startup-memory.ts';

/** Exit codes of sysexits.h, which supervisors and scripts know. */
const exitUsage = 64;
const exitConfig = 78;

const undoMs = 1_000;

const commands: Readonly<Record<string, () => Promise<void>>> = { serve, migrate };

await run(process.argv[2] ?? 'serve');

async function run(name: string): Promise<void> {
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command === undefined) {
        fail(exitUsage, `There is no command "${name}"; the commands are ${Object.keys(commands).join(', ')}`);
    }
    try {
        await command();
    } catch (error) {
        fail(error instanceof ConfigFaults ? exitConfig : 1, explain(error));
    }
}

/** Serves the API until it is told to stop. */
async function serve(): Promise<void> {
    const config = readConfig(process.env);
    // Loaded only now, so that a fault of the configuration is told at once.
    const { startService } = await import('./start-service.ts');
    const starting = startService(config);
    stopOnSignal(starting);

    const { log } = await starting;
    process.on('unhandledRejection', (error) => crash(log, error, 'A promise was rejected and nobody looked'));
    process.on('uncaughtException', (error) => crash(log, error, 'An error was thrown and nobody caught it'));
    releaseStartupMemory();
}

/** A signal that comes while the service still starts counts too: it stops as soon as it has started. */
function stopOnSignal(starting: Promise<RunningService>): void {
    let stopping = false;
    const stop = async (signal: NodeJS.Signals) => {
        const { log, stop: stopService } = await starting;
        log.info({ signal }, 'Told to stop');
        await stopService().catch((error: unknown) => crash(log, error, 'Stopping failed'));
        process.exit(0);
    };
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
        process.on(signal, () => {
            if (stopping) {
                process.stderr.write(`${signal} came a second time, stopping at once\n`);
                process.exit(1);
            }
            stopping = true;
            // Whoever started the service is told when that fails.
            stop(signal).catch(() => undefined);
        });
    }
}

function crash(log: Logger, error: unknown, message: string): never {
    log.fatal({ err: error }, message);
    process.exit(1);
}

/** Brings the database up to this build's schema, and ends. It needs the settings of the database and no others. */
async function migrate(): Promise<void> {
    await untilSignal(async (signal) => {
        const { url } = readDatabaseConfig(process.env);
        const { applyMigrations } = await import('./database/migrate.ts');
        const applied = await applyMigrations(url, signal);
        process.stdout.write(applied.length === 0 ? 'The database is up to date\n' : `Applied ${applied.join(', ')}\n`);
    });
}

/**
 * Runs work that comes to an end by itself. A signal ends it, with the code that a shell reports for one: as process 1 of a container
 * a signal that nobody handles is ignored. The work then has a moment to undo what it has begun.
 */
async function untilSignal(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const ending = new AbortController();
    let end: () => void = () => undefined;
    for (const [signal, code] of [['SIGTERM', 143], ['SIGINT', 130]] as const) {
        process.once(signal, () => {
            end = () => fail(code, `Ended by ${signal} before it was done`);
            ending.abort();
            setTimeout(end, undoMs).unref();
        });
    }
    try {
        await work(ending.signal);
    } catch (error) {
        end();
        throw error;
    }
}

function explain(error: unknown): string {
    if (!(error instanceof Error)) {
        return String(error);
    }
    if ('code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
        return `Port ${String(error.port)} is taken by another process; set PORT or METRICS_PORT to a free one`;
    }
    return error instanceof ConfigFaults || error instanceof StartFault ? error.message : error.stack ?? error.message;
}

function fail(code: number, message: string): never {
    process.stderr.write(`${message}\n`);
    process.exit(code);
}
