import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { freePort, isFree } from '../../scripts/ports.mjs';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { type PostgresServer, startPostgres } from './postgres.ts';

const databaseName = 'invoices';

/** This clone's own PostgreSQL, with the URL of the service's database. */
export type OwnDatabase = PostgresServer & { readonly databaseUrl: string };

/**
 * Starts this clone's own PostgreSQL with the database that `npm start` uses.
 * @param wantedPort - Undefined: the port of the last start when it is free, otherwise any free one, which is
 *     remembered.
 */
export async function openOwnDatabase(
    binaries: PostgresBinaries, wantedPort: number | undefined
): Promise<OwnDatabase> {
    const port = wantedPort ?? await rememberedPort(binaries.dataFolder);
    const server = await startPostgres({
        binaries, folder: join(binaries.dataFolder, 'postgres'), port, durable: true
    });
    try {
        await createWhenMissing(server.url('postgres'));
    } catch (error) {
        await server.stop();
        throw error;
    }
    return { ...server, databaseUrl: server.url(databaseName) };
}

async function rememberedPort(folder: string): Promise<number> {
    const file = join(folder, 'postgres-port');
    const remembered = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
    if (remembered > 0 && await isFree(remembered)) return remembered;
    const port = await freePort();
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, String(port));
    return port;
}

async function createWhenMissing(serverUrl: string): Promise<void> {
    const client = new pg.Client({ connectionString: serverUrl });
    await client.connect();
    try {
        const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [databaseName]);
        if (rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`);
    } finally {
        await client.end();
    }
}
