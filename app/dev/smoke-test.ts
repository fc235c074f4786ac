import { randomBytes } from 'node:crypto';
import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { SignJWT } from 'jose';
import pg from 'pg';
import { node24, root } from '../../scripts/clone.mjs';
import { freePort } from '../../scripts/ports.mjs';
import { run } from '../../scripts/run.mjs';
import { step } from '../../scripts/step.mjs';
import { startKept } from './kept-process.ts';
import { findPostgres } from './postgres-binaries.ts';
import { startPostgres } from './postgres.ts';

const readyLimitMs = 30_000;
const pollMs = 100;
const answerLimitMs = 2_000;

/**
 * Starts the result of `npm run build` as it would run in production: alone in a folder without `node_modules`, against
 * an empty database. It must migrate, serve and work: get ready, answer and stop cleanly. It must also find the faults
 * of its surroundings.
 */
async function smokeTest(): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'invoices-service-smoke-'));
    chmodSync(folder, 0o755); // PostgreSQL's user, when we are root, goes through it
    const binaries = findPostgres();
    const postgres = await startPostgres({
        binaries, folder: join(folder, 'postgres'), port: await freePort(), durable: false
    });
    try {
        cpSync(join(root, 'dist', 'service'), join(folder, 'service'), { recursive: true });
        const main = join(folder, 'service', 'main.js');
        const env = productionLike(postgres.url('postgres'), await freePort(), await freePort());
        await step('Bundle migrates', async () => {
            const { code, output } = await run(node24, [main, 'migrate'], { env, print: 'keep' });
            if (code !== 0) throw new Error(`The bundle's migrate failed with ${code}:\n${output}`);
        });
        await step('Bundle serves, prints and stops', () => runOnce(main, 'serve', env, async (url) => {
            await printsADocument(url, env['JWT_SECRET'] ?? '');
            return documentationPaths(url);
        }));
        await step('Bundle works and stops', () =>
            runOnce(main, 'work', { ...env, CLEAN_UP_INTERVAL_SECONDS: '1' }, async () => {
                await doesAJob(env['DATABASE_URL'] ?? '');
                return [];
            }));
        await step('Bundle examines', () => examines(main, env));
        rmSync(join(folder, 'service', 'migrations'), { recursive: true });
        await step('Bundle without its migrations does nothing', () => refusesWork(main, env));
    } finally {
        await postgres.stop();
        rmSync(folder, { recursive: true, force: true });
    }
}

function productionLike(databaseUrl: string, port: number, metricsPort: number): Record<string, string> {
    return {
        NODE_ENV: 'production',
        HOST: '127.0.0.1',
        PORT: String(port),
        METRICS_PORT: String(metricsPort),
        DATABASE_URL: databaseUrl,
        // Empty counts as absent: values of the shell would set the same things a second time.
        DATABASE_URL_FILE: '',
        JWT_SECRET: randomBytes(32).toString('hex'),
        JWT_SECRET_FILE: '',
        SECRETS_KEY: randomBytes(32).toString('base64'),
        SECRETS_KEY_FILE: '',
        CONTACTS_SERVICE_URL: 'http://127.0.0.1:9/api/v1',
        PRODUCTS_SERVICE_URL: 'http://127.0.0.1:9',
        SERVICES_SERVICE_URL: 'http://127.0.0.1:9',
        EXCHANGE_RATES_URL: 'off',
        SHUTDOWN_DRAIN_MS: '0'
    };
}

/**
 * Starts a process, waits until it is ready, asks for its health and more, and stops it.
 * @param morePaths - Finds the other paths that the process must answer, from its URL.
 */
async function runOnce(
    main: string, command: 'serve' | 'work', env: Record<string, string>,
    morePaths: (url: string) => Promise<readonly string[]>
): Promise<void> {
    let log = '';
    const service = startKept(node24, [main, command], {
        cwd: '/', env: { ...process.env, ...env }, signal: 'TERM', output: (text) => { log += text; }
    });
    try {
        const url = `http://127.0.0.1:${env['PORT']}`;
        const givenUpAt = performance.now() + readyLimitMs;
        while (!(await answersWell(`${url}/health/readiness`))) {
            if (service.exitCode() !== undefined || performance.now() > givenUpAt)
                throw new Error(`The bundle's ${command} did not get ready`);
            await wait(pollMs);
        }
        for (const path of ['/health/liveness', '/health/check', ...await morePaths(url)]) {
            if (!(await answersWell(url + path))) throw new Error(`The bundle's ${command} does not answer ${path}`);
        }
        if (await healthcheck(main, env) !== 0)
            throw new Error(`The health check of the image takes the bundle's ${command} for ill`);
    } catch (error) {
        throw new Error(`${error instanceof Error ? error.message : String(error)}:\n${log}`, { cause: error });
    } finally {
        await service.stop(readyLimitMs);
    }
    if (await service.ended !== 0) throw new Error(`The bundle's ${command} did not stop cleanly:\n${log}`);
    if (await healthcheck(main, env) !== 1)
        throw new Error(`The health check of the image takes the bundle's ${command} for well when it is gone`);
}

/** Runs the command of the image's HEALTHCHECK. @returns Its exit code */
async function healthcheck(main: string, env: Record<string, string>): Promise<number> {
    return (await run(node24, [join(dirname(main), 'healthcheck.js')], { env, print: 'keep' })).code;
}

/** Paths of the API's document, and of its page with everything that the page loads. */
async function documentationPaths(url: string): Promise<readonly string[]> {
    const page = await (await fetch(`${url}/api/docs`)).text();
    const partsOfPage = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path = '']) => path);
    return ['/api/openapi.json', '/api/docs', ...partsOfPage];
}

/** Checks that Typst, its templates and fonts are there: a draft is answered as a PDF with embedded fonts. */
async function printsADocument(url: string, secret: string): Promise<void> {
    const token = await new SignJWT({ role: 'admin' }).setProtectedHeader({ alg: 'HS256' }).setSubject('smoke')
        .setExpirationTime('5 minutes').sign(new TextEncoder().encode(secret));
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const item = { itemType: 'custom', description: 'Montaż 漢字 🙂', quantity: 1, unitPriceNet: '9.00', vatRate: 23 };
    const made = await fetch(`${url}/invoices`, {
        method: 'POST', headers,
        body: JSON.stringify({ customerName: 'Łukasz Żółć', items: [item], validateCustomer: false })
    });
    const { id } = await made.json() as { readonly id?: string };
    const pdf = await (await fetch(`${url}/invoices/${id}.pdf`, { headers })).bytes();
    const text = Buffer.from(pdf).toString('latin1');
    if (!text.startsWith('%PDF-') || !text.includes('Inter')) {
        throw new Error(`The bundle made no document: ${text.slice(0, 500)}`);
    }
}

/** Checks that the clean-up removes an expired key, and that a job of the queue did it. */
async function doesAJob(databaseUrl: string): Promise<void> {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    try {
        await client.query(`INSERT INTO invoices.idempotency_key (organisation_id, key, fingerprint, attempt,
            locked_until, expires_at)
            VALUES ('acme', 'old', repeat('a', 64), gen_random_uuid(), now(), now() - interval '1 second')`);
        const givenUpAt = performance.now() + readyLimitMs;
        const left = `SELECT (SELECT count(*) FROM invoices.idempotency_key) + (SELECT 1 - count(*)
            FROM (SELECT FROM invoices.job WHERE state = 'completed' LIMIT 1) done) AS count`;
        while ((await client.query<{ count: string }>(left)).rows[0]?.count !== '0') {
            if (performance.now() > givenUpAt) throw new Error(`The bundle's work did no job`);
            await wait(pollMs);
        }
    } finally {
        await client.end();
    }
}

/** Checks that the doctor finds the database, and misses the other services. */
async function examines(main: string, env: Record<string, string>): Promise<void> {
    const { code, output } = await run(node24, [main, 'doctor'], { env, print: 'keep' });
    const wellFound = /^ok +database +PostgreSQL/m.test(output) && /^FAIL +contacts-service /m.test(output);
    if (code !== 1 || !wellFound) throw new Error(`The bundle's doctor ended with ${code}:\n${output}`);
}

/** Checks that a deployment without its migrations folder is not taken for an up-to-date database. */
async function refusesWork(main: string, env: Record<string, string>): Promise<void> {
    for (const command of ['migrate', 'serve', 'work']) {
        const { code, output } = await run(node24, [main, command], { env, print: 'keep' });
        if (code !== 1 || !output.includes('it has no migrations'))
            throw new Error(`The bundle's ${command} ended with ${code}:\n${output}`);
    }
}

async function answersWell(url: string): Promise<boolean> {
    try {
        return (await fetch(url, { signal: AbortSignal.timeout(answerLimitMs) })).ok;
    } catch {
        return false;
    }
}

try {
    await smokeTest();
} catch (error) {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
}
