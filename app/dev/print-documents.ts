import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { root } from '../../scripts/clone.mjs';
import { freePort } from '../../scripts/ports.mjs';
import { calendarDate } from '../foundation/clock/clock.ts';
import { readConfig } from '../platform/config/config.ts';
import { applyMigrations } from '../platform/database/migrate.ts';
import { startService } from '../processes/start-service.ts';
import { developmentSecret, developmentToken } from './development-token.ts';
import { findPostgres } from './postgres-binaries.ts';
import { startPostgres } from './postgres.ts';
import { makeSamples, type SampleCall } from './printed-samples.ts';

/**
 * `npm run documents -- FOLDER`: writes a PDF of each type of document in both languages, with invented data, made by
 * the service itself on a throw-away database.
 */
async function printDocuments(folder: string): Promise<void> {
    const work = mkdtempSync(join(tmpdir(), 'invoices-service-documents-'));
    chmodSync(work, 0o755); // PostgreSQL's user, when we are root, goes through it
    const postgres = await startPostgres({
        binaries: findPostgres(), folder: join(work, 'postgres'), port: await freePort(), durable: false
    });
    try {
        await applyMigrations(postgres.url('postgres'));
        const service = await startService(readConfig({
            NODE_ENV: 'test', PORT: '0', METRICS_PORT: '0', DATABASE_URL: postgres.url('postgres'), LOG_LEVEL: 'error',
            JWT_SECRET: developmentSecret, EXCHANGE_RATES_URL: 'off', RATE_LIMITS: 'off', SHUTDOWN_DRAIN_MS: '0'
        }));
        try {
            await writeSamples(`http://127.0.0.1:${service.port}`, folder);
        } finally {
            await service.stop();
        }
    } finally {
        await postgres.stop();
        rmSync(work, { recursive: true, force: true });
    }
}

async function writeSamples(url: string, folder: string): Promise<void> {
    mkdirSync(folder, { recursive: true });
    for (const language of ['pl', 'en'] as const) {
        const token = await developmentToken({ organisation: `documents-${language}` });
        const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
        const call: SampleCall = async (method, path, body) => {
            const answer = await fetch(url + path, {
                method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) })
            });
            const text = await answer.text();
            if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
            return JSON.parse(text) as Readonly<Record<string, unknown>>;
        };
        for (const { name, path } of await makeSamples(call, language, calendarDate(new Date(), 'Europe/Warsaw'))) {
            const pdf = await (await fetch(url + path, { headers: { ...headers, accept: 'application/pdf' } })).bytes();
            writeFileSync(join(folder, `${name}.pdf`), pdf);
            console.log(`${join(folder, `${name}.pdf`)}  ${(pdf.length / 1_024).toFixed(0)} kB`);
        }
    }
}

const folder = resolve(process.argv[2] ?? join(root, 'dist', 'documents'));
await printDocuments(folder);
console.log('As pictures, with poppler-utils:\n'
    + `  for f in ${folder}/*.pdf; do pdftoppm -r 90 -png -singlefile "$f" "\${f%.pdf}"; done`);
