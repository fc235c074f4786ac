import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { defaultSchema } from '../../app/platform/database/schema-name.ts';

/** A database of the test's own. */
export type GivenDatabase = { readonly url: string; readonly drop: () => Promise<void> };

/**
 * A migrated database with nothing in it, for one test file: a clone of the template that `npm test` made.
 * Drop it in `afterAll`, as `useDatabase` does, after everything that uses it was closed.
 * An open connection makes that fail.
 */
export async function givenDatabase(): Promise<GivenDatabase> {
    return createDatabase(setting('TEST_DATABASE_TEMPLATE'));
}

/** A database without any table. */
export async function givenEmptyDatabase(): Promise<GivenDatabase> {
    return createDatabase('template0');
}

/** The test run's own PostgreSQL, as its superuser: a connection string for its database `postgres`. */
export function serverUrl(): string {
    return setting('TEST_DATABASE_SERVER_URL');
}

async function createDatabase(template: string): Promise<GivenDatabase> {
    const name = `test_${randomUUID().replaceAll('-', '')}`;
    await onServer(`CREATE DATABASE ${name} TEMPLATE ${template}`);
    // For the tests' own statements; those of the service name their schema.
    await onServer(`ALTER DATABASE ${name} SET search_path = ${defaultSchema}`);
    const url = new URL(serverUrl());
    url.pathname = `/${name}`;
    return { url: url.href, drop: () => onServer(`DROP DATABASE ${name}`) };
}

async function onServer(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: serverUrl() });
    await client.connect();
    try {
        await client.query(sql);
    } finally {
        await client.end();
    }
}

function setting(name: string): string {
    const value = process.env[name];
    if (value === undefined) throw new Error(`${name} is not set: run tests with \`npm test -- path/to/file.test.ts\``);
    return value;
}
