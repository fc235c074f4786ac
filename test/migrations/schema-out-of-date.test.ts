import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { applyMigrations } from '../../app/platform/database/migrate.ts';
import { migrationsFolder, requiredMigrations } from '../../app/platform/database/schema-version.ts';
import { givenEmptyDatabase, type GivenDatabase } from '../support/given-database.ts';
import { givenServer, type GivenServer } from '../support/given-server.ts';
import { givenToken } from '../support/given-token.ts';

let database: GivenDatabase;
let given: GivenServer;
// A database with the migrations of the first build only.
beforeAll(async () => {
    database = await givenEmptyDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'invoices-service-migrations-'));
    const [first = ''] = requiredMigrations();
    cpSync(join(migrationsFolder(), first), join(folder, first), { recursive: true });
    await applyMigrations(database.url, { folder });
    rmSync(folder, { recursive: true });
    given = await givenServer({ env: { DATABASE_URL: database.url } });
});
afterAll(async () => {
    await given.close();
    await database.drop();
});

test.each([
    ['a statement that wants a column', '/events'], ['one that wants a table', '/payments'],
    ["one of Prisma's that wants a table", '/webhooks'], ["one of Prisma's that wants a column", '/organisation']
])('%s which the database has not yet is 503, as readiness is', async (_case, url) => {
    const headers = { authorization: `Bearer ${await givenToken({ role: 'admin' })}` };

    const response = await given.server.inject({ url, headers });
    const readiness = await given.server.inject('/health/readiness');

    expect([response.statusCode, JSON.parse(response.payload).code, readiness.statusCode])
        .toEqual([503, 'SCHEMA_OUT_OF_DATE', 503]);
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
    expect(response.payload).not.toMatch(/webhook_endpoint|position|column|table/);
});
