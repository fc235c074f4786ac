import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../scripts/ports.mjs';
import { migrationsFolder } from '../platform/database/schema-version.ts';
import { findPostgres } from './postgres-binaries.ts';
import { startPostgres } from './postgres.ts';
import { diffSchema } from './schema-changes.ts';

/**
 * `npm run make-migration -- add_payment_terms`: writes the migration that brings the database from the last migration
 * to `prisma/schema.prisma`. Read it, and add to it what Prisma does not know (checks, triggers), before you commit it.
 */
async function makeMigration(name: string | undefined): Promise<string> {
    if (name === undefined || !/^[a-z][a-z0-9_]*$/.test(name)) {
        throw new Error(
            'Say what it does in lower-case words joined by _: npm run make-migration -- add_payment_terms');
    }
    const sql = await onThrowAwayServer(diffSchema);
    if (sql === '') return 'prisma/schema.prisma and the migrations agree: there is nothing to migrate';

    const time = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
    const folder = join(migrationsFolder(), `${time}_${name}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'migration.sql'), sql);
    return `Wrote ${join(folder, 'migration.sql')}`;
}

async function onThrowAwayServer<Result>(work: (serverUrl: string) => Promise<Result>): Promise<Result> {
    const folder = mkdtempSync(join(tmpdir(), 'invoices-service-migration-'));
    chmodSync(folder, 0o755);
    try {
        const server = await startPostgres({
            binaries: findPostgres(), folder: join(folder, 'postgres'), port: await freePort(), durable: false
        });
        try {
            return await work(server.url('postgres'));
        } finally {
            await server.stop();
        }
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

makeMigration(process.argv[2]).then(
    (message) => console.log(message),
    (error: unknown) => {
        console.error(error instanceof Error ? error.message : error);
        process.exitCode = 1;
    }
);
