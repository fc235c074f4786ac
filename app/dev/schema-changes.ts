import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SchemasContainer } from '@prisma/schema-engine-wasm';
import type { PoolConfig } from 'pg';
import { wholeDatabase } from '../platform/database/migrate.ts';
import { readMigrations } from '../platform/database/migration-files.ts';
import { openSchemaEngine } from '../platform/database/schema-engine.ts';
import { catalogAdapters } from './catalog-adapter.ts';

/**
 * Makes the SQL of the migration to write next, which adds what `prisma/schema.prisma` has and the migrations lack; ''
 * when both agree.
 * @param serverUrl - Any database of a PostgreSQL server where the user may create databases: a shadow database is made
 *     from
 *   the migrations, and dropped again.
 */
export async function diffSchema(serverUrl: string): Promise<string> {
    const engine = await openSchemaEngine(catalogAdapters(apart(serverUrl)));
    try {
        const { stdout } = await engine.diff({
            from: { tag: 'migrations', ...readMigrations() },
            to: { tag: 'schemaDatamodel', ...readSchema() },
            script: true,
            exitCode: null,
            filters: wholeDatabase
        });
        return stdout === null || stdout.includes('-- This is an empty migration.') ? '' : stdout;
    } finally {
        engine.free();
    }
}

/**
 * Splits a URL into host, port and database, for the shadow database.
 * Idle connections close at once, as the adapter drops the shadow database before it ends the pool that is connected to
 * it.
 */
function apart(url: string): PoolConfig {
    const { hostname, port, username, password, pathname } = new URL(url);
    return {
        host: hostname,
        port: Number(port),
        user: decodeURIComponent(username),
        password: decodeURIComponent(password),
        database: decodeURIComponent(pathname.slice(1)),
        idleTimeoutMillis: 1
    };
}

function readSchema(): SchemasContainer {
    const path = fileURLToPath(new URL('../../prisma/schema.prisma', import.meta.url));
    return { files: [{ path, content: readFileSync(path, 'utf8') }] };
}
