import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { root } from '../../scripts/clone.mjs';
import { freePort } from '../../scripts/ports.mjs';
import { applyMigrations } from '../platform/database/migrate.ts';
import { findPostgres } from './postgres-binaries.ts';
import { startPostgres } from './postgres.ts';
import { findRedis } from './redis-binaries.ts';
import { startRedis } from './redis.ts';

const template = 'invoices_template';

/** Servers of one test run; each starts when it is asked to. */
export type TestServers = {
    readonly startPostgres: () => Promise<void>;
    readonly startRedis: () => Promise<void>;
    /** Environment with their addresses, as `test/support` reads it. */
    readonly env: Record<string, string>;
    readonly stop: () => Promise<void>;
};

/**
 * Makes the servers of one test run, on free ports. PostgreSQL is a throw-away cluster with a migrated template
 * database; Redis is the one in `REDIS_URL`, or one of our own.
 * @param folder - Folder of all their files; remove it after `stop`.
 */
export function givenTestServers(folder: string): TestServers {
    const env: Record<string, string> = {};
    const stops: (() => Promise<void>)[] = [];
    return {
        env,
        startPostgres: async () => {
            const binaries = findPostgres();
            const server = await startPostgres({
                binaries, folder: join(folder, 'postgres'), port: await freePort(), durable: false
            });
            stops.push(server.stop);
            await makeTemplate(server.url);
            Object.assign(env, { TEST_DATABASE_SERVER_URL: server.url('postgres'), TEST_DATABASE_TEMPLATE: template });
        },
        startRedis: async () => {
            const given = process.env['REDIS_URL'];
            if (given !== undefined && given !== '') return;
            const ownFolder = join(folder, 'redis');
            mkdirSync(ownFolder);
            const server = await startRedis(findRedis(join(root, '.data', 'redis')), ownFolder, await freePort());
            stops.push(server.stop);
            Object.assign(env, { REDIS_URL: server.url });
        },
        stop: async () => {
            await Promise.all(stops.map((stop) => stop()));
        }
    };
}

async function makeTemplate(url: (database: string) => string): Promise<void> {
    const client = new pg.Client({ connectionString: url('postgres') });
    await client.connect();
    try {
        await client.query(`CREATE DATABASE ${template}`);
    } finally {
        await client.end();
    }
    await applyMigrations(url(template));
}
