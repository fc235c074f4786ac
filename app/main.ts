import { readConfig, readDatabaseConfig } from './platform/config/config.ts';
import { exitUsage, fail, failWith } from './processes/exit.ts';
import { keepRunning } from './processes/keep-running.ts';
import { untilSignal } from './processes/until-signal.ts';

/** Commands of the service by name, each a kind of process. */
const commands: Readonly<Record<string, () => Promise<void>>> = { serve, work, migrate, doctor };

await run(process.argv[2] ?? 'serve');

async function run(name: string): Promise<void> {
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command === undefined) {
        fail(exitUsage, `There is no command "${name}"; the commands are ${Object.keys(commands).join(', ')}`);
    }
    await command().catch(failWith);
}

/** Serves the API until the process receives a signal to stop. */
async function serve(): Promise<void> {
    const config = readConfig(process.env);
    // Loaded only now, here and below: a fault of the configuration is reported at once, and no command waits for
    // another's code.
    await keepRunning(import('./processes/start-service.ts').then(({ startService }) => startService(config)));
}

/** Runs the jobs until the process receives a signal to stop. */
async function work(): Promise<void> {
    const config = readConfig(process.env);
    await keepRunning(import('./processes/start-worker.ts').then(({ startWorker }) => startWorker(config)));
}

/** Brings the database up to this build's schema, and ends. It needs the settings of the database and no others. */
async function migrate(): Promise<void> {
    await untilSignal(async (signal) => {
        const { url, schema } = readDatabaseConfig(process.env);
        const { applyMigrations } = await import('./platform/database/migrate.ts');
        const applied = await applyMigrations(url, {
            signal, schema, tell: (sentence) => process.stdout.write(`${sentence}\n`)
        });
        process.stdout.write(applied.length === 0 ? 'The database is up to date\n' : `Applied ${applied.join(', ')}\n`);
    });
}

/** Prints a line for each thing that the service depends on: whether it works from here. Exits 1 when one does not. */
async function doctor(): Promise<void> {
    await untilSignal(async () => {
        const config = readConfig(process.env);
        const [{ examineService }, { isWrong, reportOf }] = await Promise.all([
            import('./processes/doctor/examine-service.ts'), import('./processes/doctor/report.ts')
        ]);
        const findings = await examineService(config);
        process.stdout.write(reportOf(findings));
        // A check that timed out may still hold a connection.
        process.exit(isWrong(findings) ? 1 : 0);
    });
}
