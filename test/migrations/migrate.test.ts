import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { applyMigrations } from '../../app/platform/database/migrate.ts';
import { requiredMigrations } from '../../app/platform/database/schema-version.ts';
import { givenDatabase, givenEmptyDatabase, type GivenDatabase } from '../support/given-database.ts';

let empty: GivenDatabase;

beforeAll(async () => {
    empty = await givenEmptyDatabase();
});
afterAll(() => empty.drop());

test('when several migrators start at once on an empty database, one applies every migration and the others nothing',
    async () => {
        const applied = await Promise.all([1, 2, 3].map(() => applyMigrations(empty.url)));

        expect(applied.flat()).toEqual(requiredMigrations());
        expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
    });

test('when a database is cloned from the template, it has every migration and needs none', async () => {
    const database = await givenDatabase();

    const applied = await applyMigrations(database.url);

    expect(applied).toEqual([]);
    expect(await migrationsIn(database.url)).toEqual(requiredMigrations());
    await database.drop();
});

test.each([
    'is missing', 'is empty'
])('a build whose folder of migrations %s is refused instead of needing none', (which) => {
    const empty = mkdtempSync(join(tmpdir(), 'invoices-service-migrations-'));
    const folder = which === 'is empty' ? empty : join(empty, 'missing');

    expect(() => requiredMigrations(folder)).toThrow('This build is incomplete: it has no migrations');
    rmSync(empty, { recursive: true });
});

async function migrationsIn(url: string): Promise<string[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<{ name: string }>(
        'SELECT migration_name AS name FROM _prisma_migrations ORDER BY started_at');
    await client.end();
    return rows.map(({ name }) => name);
}
