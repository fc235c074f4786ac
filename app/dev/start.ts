import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/clone.mjs';
import { choosePorts } from '../../scripts/ports.mjs';
import { step } from '../../scripts/step.mjs';
import { applyMigrations } from '../platform/database/migrate.ts';
import { developmentToken } from './development-token.ts';
import { loadExampleData } from './example-data.ts';
import { openOwnDatabase, type OwnDatabase } from './own-database.ts';
import { startMailbox } from './mailbox/mailbox.ts';
import { findPostgres } from './postgres-binaries.ts';
import { stopPredecessor } from './postgres.ts';
import { startService, startWorkerProcess } from './service-process.ts';
import { startStandins } from './standins/standins.ts';
import { welcome } from './welcome.ts';

const steps = 7;

/** Parts to be stopped, in the order in which they were started. */
const running: { stop: () => Promise<unknown> }[] = [];
let stopping = false;

/** The second half of `npm start`, run by Node 24: everything that the service needs, then the service. */
async function start(args: readonly string[]): Promise<void> {
    const watch = args.includes('--watch');
    const ports = await choosePorts({ debugging: watch, fresh: args.includes('--fresh') });
    const postgres = findPostgres();
    if (args.includes('--fresh')) {
        await stopPredecessor(join(postgres.dataFolder, 'postgres'));
        rmSync(join(postgres.dataFolder, 'postgres'), { recursive: true, force: true });
    }
    const database: OwnDatabase = await step(`[3/${steps}] PostgreSQL 18`, async (note) => {
        const server = started(await openOwnDatabase(postgres, ports['POSTGRES_PORT']));
        note(`port ${server.port}, data in ${postgres.dataFolder}`);
        return server;
    });
    await step(`[4/${steps}] Migrations`, async (note) => {
        const applied = await applyMigrations(database.databaseUrl);
        note(applied.length === 0 ? 'nothing to apply' : `${applied.length} applied`);
    });
    const { standins, mailbox } = await step(`[5/${steps}] Stand-ins of the CRM's services, a mailbox`, async () => {
        const {
            CONTACTS_STANDIN_PORT: contacts = 0, PRODUCTS_STANDIN_PORT: products = 0,
            SERVICES_STANDIN_PORT: services = 0, QUOTES_STANDIN_PORT: quotes = 0, NBP_STANDIN_PORT: nbp = 0
        } = ports;
        const { urls, close } = await startStandins({ ports: { contacts, products, services, quotes, nbp } });
        const { MAILBOX_PORT: webPort = 0, MAILBOX_SMTP_PORT: smtpPort = 0 } = ports;
        const standins = started({ urls, stop: close });
        const box = await startMailbox({ smtpPort, webPort });
        return { standins, mailbox: started({ ...box, stop: box.close }) };
    });
    const { PORT: port = 0, METRICS_PORT: metricsPort = 0, DEBUG_PORT: debugPort } = ports;
    const settings = {
        port, metricsPort, debugPort, databaseUrl: database.databaseUrl, upstreams: standins.urls,
        smtpUrl: mailbox.smtpUrl
    };
    const { service, worker } = await step(`[6/${steps}] invoices-service and its worker`, async () =>
        ({ service: await startService(settings, started), worker: started(startWorkerProcess(settings)) }));
    const token = await developmentToken();
    await step(`[7/${steps}] Example data`, async (note) => note(await loadExampleData(service.url, token)));

    console.log(welcome({
        url: service.url, token,
        answerFile: join(root, '.data', 'invoice.json'),
        addresses: [
            ['What it e-mails', mailbox.url],
            ...debugPort === undefined ? [] : [['Debugger port', String(debugPort)]] as const
        ],
        ending: 'Ctrl-C stops everything; the data stay for the next time (`npm start -- --fresh` empties them).'
    }));
    service.showOutput();
    const code = await Promise.race([service.ended, worker.ended, database.ended]);
    if (!stopping) throw new Error(`The service, its worker or its PostgreSQL ended by itself, with ${code}`);
}

function started<Part extends { stop: () => Promise<unknown> }>(part: Part): Part {
    running.push(part);
    return part;
}

async function stop(exitCode: number): Promise<void> {
    if (stopping) return;
    stopping = true;
    for (const part of running.reverse()) await part.stop();
    process.exit(exitCode);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
        if (!stopping) console.log('\nStopping');
        void stop(0);
    });
}
// The script that started this process is gone and can no longer send a signal to stop.
process.once('disconnect', () => void stop(0));
process.channel?.unref();

start(process.argv.slice(2)).catch((error: unknown) => {
    if (stopping) return;
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    void stop(1);
});
