import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findPostgres } from '../app/dev/postgres-binaries.ts';
import { startPostgres } from '../app/dev/postgres.ts';
import { node24, root } from '../scripts/clone.mjs';
import { freePort } from '../scripts/ports.mjs';
import { run } from '../scripts/run.mjs';
import { step } from '../scripts/step.mjs';
import { draft, openApi, seller, type Api } from './api.ts';
import { productionLike, startBundled, type BundledServiceOptions } from './bundled-service.ts';
import { measure, type Measured, type Plan, type Processes } from './measure.ts';
import { readOptions, type Options } from './options.ts';
import { measurePdf, pdfTable } from './pdf.ts';
import { residentMb } from './process-use.ts';
import { tapRequests, type TappedRequests } from './round-trips.ts';
import { scenariosOf } from './scenarios.ts';
import { ask, seedInvoices } from './seed.ts';
import { median } from './slice.ts';
import { isAllowed, processorTable, roundTripTable, speedTable, startTable, type StartFigures } from './table.ts';
import { fairTable, measureFairness, type FairFigures } from './webhooks-fair.ts';
import { openWireTap } from './wire-tap.ts';
import { openWorker } from './worker.ts';

/** The service's own default: the settings are those of production. */
const poolSize = 10;
const concurrency = 16;
const steps = 8;
/** Keys for `--only` of the rows that are no speed of a route. */
const webhooksFair = 'webhooks-fair';
const pdf = 'pdf';
let stopped = false;

/** `npm run bench`: everything on loopback, in processes of their own, on a database that is thrown away. */
async function bench(options: Options): Promise<boolean> {
    const binaries = findPostgres();
    // Beside the clone's data and not in /tmp, which may be in memory, where a sync costs nothing.
    mkdirSync(binaries.dataFolder, { recursive: true });
    const folder = mkdtempSync(join(binaries.dataFolder, 'bench-'));
    chmodSync(folder, 0o755); // PostgreSQL's user, when we are root, goes through it
    const postgres = await startPostgres({
        binaries, folder: join(folder, 'postgres'), port: await freePort(), durable: true
    });
    try {
        const databaseUrl = postgres.url('postgres');
        const bundle = { folder, databaseUrl };
        await step(`[3/${steps}] Bundle built, database migrated`, () => prepareBundle(bundle));
        if (options.only === webhooksFair) {
            console.log(`\n${fairTable(await measureWebhooks(bundle))}`);
            return true;
        }
        if (options.only === pdf) {
            console.log(`\n${pdfTable(await measurePdf(bundle))}`);
            return true;
        }
        const start = await step(`[4/${steps}] Start and idle memory`, () => measureStart(bundle, options));
        const staged = await step(`[5/${steps}] ${options.organisations} organisations, database round trips`, () =>
            countRoundTrips(bundle, options));
        const ids = await step(`[6/${steps}] ${options.invoices} invoices by SQL`, () =>
            seedInvoices(databaseUrl, staged.sampleId, options.invoices));
        const { measured, loadedMb } = await measureAll(bundle, options, staged, ids);

        await describe(databaseUrl, options);
        const tables = [
            speedTable(measured), processorTable(measured), startTable({ ...start, loadedMb }),
            roundTripTable(staged.tapped.counts),
            ...(options.only === undefined
                ? [fairTable(await measureWebhooks(bundle)), pdfTable(await measurePdf(bundle))] : [])
        ];
        console.log(`\n${tables.join('\n\n')}`);
        return staged.tapped.counts.every(isAllowed);
    } finally {
        await postgres.stop();
        rmSync(folder, { recursive: true, force: true });
    }
}

/** Measures the relay beside slow receivers, with the profile of an organisation to copy. */
async function measureWebhooks(bundle: BundledServiceOptions): Promise<readonly FairFigures[]> {
    const service = await startBundled(bundle);
    try {
        await (await openApi(service.port, 'bench-seller-0000')).call('PATCH', '/organisation', seller);
    } finally {
        await service.stop();
    }
    return measureFairness(bundle.databaseUrl);
}

async function prepareBundle({ folder, databaseUrl }: BundledServiceOptions): Promise<void> {
    await runOrFail([join(root, 'scripts', 'build.mjs')], {});
    cpSync(join(root, 'dist', 'service'), join(folder, 'service'), { recursive: true });
    await runOrFail([join(folder, 'service', 'main.js'), 'migrate'], productionLike(databaseUrl));
}

async function runOrFail(args: readonly string[], env: Record<string, string>): Promise<void> {
    const { code, output } = await run(node24, args, { env, print: 'keep' });
    assertNotStopped();
    if (code !== 0) throw new Error(output);
}

/** Measures each start in a new process; the last one idles before its memory is read. */
async function measureStart(
    bundle: BundledServiceOptions, { starts, idleSeconds }: Options
): Promise<Omit<StartFigures, 'loadedMb'>> {
    const ready: { readonly ms: number; readonly cpuMs: number }[] = [];
    const idle: number[] = [];
    for (let at = 0; at < starts; at += 1) {
        const service = await startBundled(bundle);
        ready.push({ ms: service.readyMs, cpuMs: service.readyCpuMs });
        if (at === starts - 1) {
            await wait(idleSeconds * 1_000);
            idle.push(residentMb(service.pid));
        }
        await service.stop();
        assertNotStopped();
    }
    return {
        readyMs: median(ready.map(({ ms }) => ms)), readyCpuMs: median(ready.map(({ cpuMs }) => cpuMs)), starts,
        idleMb: median(idle), idleSeconds
    };
}

type Staged = { readonly tapped: TappedRequests; readonly sampleId: string };

/**
 * Counts round trips over a tapped line: makes the organisations and leaves an issued invoice in the archive's to copy.
 */
async function countRoundTrips(bundle: BundledServiceOptions, options: Options): Promise<Staged> {
    const tap = await openWireTap(bundle.databaseUrl);
    const service = await startBundled({ ...bundle, databaseUrl: tap.url });
    try {
        const { sellers, archive } = await callers(service.port, options);
        for (const { call } of [...sellers, archive]) {
            await call('PATCH', '/organisation', seller);
        }
        const sample = await archive.call('POST', '/invoices', draft);
        await archive.call('POST', `/invoices/${sample.id}/issue`);
        return { tapped: await tapRequests(tap, sellers[0] ?? archive), sampleId: sample.id };
    } finally {
        await service.stop();
        await tap.close();
    }
}

async function callers(
    port: number, { organisations }: Options
): Promise<{ readonly sellers: readonly Api[]; readonly archive: Api }> {
    const names = Array.from({ length: organisations }, (_, index) => `bench-seller-${String(index).padStart(4, '0')}`);
    return { sellers: await Promise.all(names.map((name) => openApi(port, name))), archive: await openApi(
        port, 'bench-archive') };
}

async function measureAll(bundle: BundledServiceOptions, options: Options, { tapped }: Staged, ids: readonly string[]) {
    const service = await startBundled({ ...bundle, nodeArgs: options.nodeArgs });
    const processes: Processes = {
        servicePid: service.pid, http: await openWorker('http-driver'), sql: await openWorker('sql-driver'),
        bare: await openWorker('bare-server')
    };
    try {
        const stage = {
            port: service.port, databaseUrl: bundle.databaseUrl, poolSize,
            ...await callers(service.port, options), ids, tapped
        };
        const plan: Plan = { rounds: options.rounds, sliceMs: options.sliceMs, concurrency };
        const chosen = (await scenariosOf(stage)).filter(({ key }) =>
            options.only === undefined || options.only === key);
        const measured: Measured[] = [];
        for (const scenario of chosen) {
            measured.push(await step(`[7/${steps}] ${scenario.title}`, () => measure(scenario, processes, plan)));
            assertNotStopped();
        }
        await step(`[8/${steps}] Every series without gaps`, () => assertGapless(bundle.databaseUrl));
        return { measured, loadedMb: residentMb(service.pid) };
    } finally {
        await Promise.all([processes.http.close(), processes.sql.close(), processes.bare.close()]);
        await service.stop();
    }
}

/** Checks that the load was the real work, at the ceiling too: no series has a gap. */
async function assertGapless(databaseUrl: string): Promise<void> {
    const wrong = await ask(databaseUrl, `SELECT COUNT(*) FROM invoices.numbering_series s
        WHERE s.organisation_id <> 'bench-archive' AND s.last_number <>
        (SELECT COUNT(*) FROM invoices.invoice i WHERE i.organisation_id = s.organisation_id AND i.series_id = s.id)`);
    if (wrong !== '0') throw new Error(`${wrong} series have a counter that differs from their invoices`);
}

async function describe(databaseUrl: string, { rounds, sliceMs }: Options): Promise<void> {
    const shown = ['fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'max_wal_size'];
    const values = await Promise.all(shown.map((name) => ask(databaseUrl, `current_setting('${name}')`)));
    const serverVersion = await ask(databaseUrl, `current_setting('server_version')`);
    const settings = shown.map((name, at) => `${name} ${values[at]}`).join(', ');
    const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB`;
    console.log(`\n${machine}, ${platform()} ${arch()}, Node ${process.version}, `
        + `PostgreSQL ${serverVersion} (${settings})`);
    console.log(`${concurrency} requests at a time, pool of ${poolSize}, median of ${rounds} rounds of `
        + `${sliceMs / 1_000} s a side, the sides in turn`);
}

function assertNotStopped(): void {
    if (stopped) throw new Error('Stopped');
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
        stopped = true;
    });
}
// The script that started us has ended: the same as a signal to stop.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();

try {
    if (!(await bench(readOptions(process.argv.slice(2))))) {
        console.error('\nA request goes to the database too often (see above)');
        process.exitCode = 1;
    }
} catch (error) {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
}
