import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { applyMigrations } from '../../app/platform/database/migrate.ts';
import { eventually } from '../support/eventually.ts';
import { givenEmptyDatabase, type GivenDatabase } from '../support/given-database.ts';
import { givenLock, onDatabase } from '../support/given-lock.ts';

let empty: GivenDatabase;
let folder: string;
beforeEach(async () => {
    empty = await givenEmptyDatabase();
    folder = mkdtempSync(join(tmpdir(), 'invoices-service-migrations-'));
    givenMigration('1_first', 'CREATE TABLE planks (id int)');
});
afterEach(async () => {
    rmSync(folder, { recursive: true });
    await empty.drop();
});

function givenMigration(name: string, sql: string): void {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'migration.sql'), sql);
}

const migrate = () => applyMigrations(empty.url, { folder });
const tables = async () => (await onDatabase<{ name: string }>(empty.url,
    'SELECT relname AS name FROM pg_class WHERE relkind = \'r\' AND relnamespace = current_schema()::regnamespace AND '
        + 'relname <> \'_prisma_migrations\' ORDER BY 1'
)).map(({ name }) => name);

describe('a migration that fails', () => {
    test.each([
        ['SELECT 1/0', 'division by zero'],
        ['ALTER TABLE planks ADD COLUMN a int; ALTER TABLE nope ADD COLUMN b int', 'relation "nope" does not exist']
    ])('by %j is named with PostgreSQL\'s words, and nothing of it stays', async (sql, words) => {
        givenMigration('2_second', `CREATE TABLE half (id int); ${sql}`);

        await expect(migrate()).rejects.toThrow(`The migration 2_second failed: ${words}. Nothing of it was applied`);
        expect(await tables()).toEqual(['planks']);
    });

    test('is begun anew by the next call, when it is put right', async () => {
        givenMigration('2_second', 'SELECT 1/0');
        await expect(migrate()).rejects.toThrow('2_second');

        givenMigration('2_second', 'CREATE TABLE nails (id int)');

        expect(await migrate()).toEqual(['2_second']);
        expect(await tables()).toEqual(['nails', 'planks']);
    });

    test('does not stop the build before it', async () => {
        givenMigration('2_second', 'SELECT 1/0');
        await expect(migrate()).rejects.toThrow('2_second');

        rmSync(join(folder, '2_second'), { recursive: true });

        expect(await migrate()).toEqual([]);
    });

    test('outside a transaction says what to do, until that is done', async () => {
        givenMigration('2_second', 'CREATE UNIQUE INDEX CONCURRENTLY planks_id ON planks (id)');
        givenMigration('1_first', 'CREATE TABLE planks (id int); INSERT INTO planks VALUES (1), (1)');
        const failure = await migrate().then(() => '', (error: unknown) => String(error));
        const [, statement = ''] = /taken back: (UPDATE .*)$/.exec(failure) ?? [];

        await expect(migrate()).rejects.toThrow(`The migration 2_second began and did not end. Run the \`migrate\` of `
            + 'the build that has it; or see what is left of it');
        await onDatabase(empty.url, 'DROP INDEX planks_id');
        await onDatabase(empty.url, 'DELETE FROM planks');
        await onDatabase(empty.url, statement);

        expect(failure).toContain('The migration 2_second failed: could not create unique index "planks_id". It does '
            + 'not run in a transaction, so see what is left');
        expect(await migrate()).toEqual(['2_second']);
    });
});

test('a migration that waits for a long transaction gives up, so that readers need not wait behind it, and is applied by the next call', async () => {
    await migrate();
    const lock = await givenLock(empty.url, 'SELECT FROM planks');
    givenMigration('2_second', 'ALTER TABLE planks ADD COLUMN length int');

    const failing = migrate().then(() => '', (error: unknown) => String(error));
    await lock.held(1);
    const reading = onDatabase(empty.url, 'SET statement_timeout = \'5s\'; SELECT FROM planks');
    await lock.held(2);

    expect(await failing).toContain('The migration 2_second failed: canceling statement due to lock timeout. Nothing '
        + 'of it was applied: a transaction has held a lock');
    await reading;
    await lock.release();
    expect(await migrate()).toEqual(['2_second']);
});

test('a build that is older than the database finds nothing to do', async () => {
    givenMigration('2_second', 'CREATE TABLE nails (id int)');
    await migrate();

    rmSync(join(folder, '2_second'), { recursive: true });

    expect(await migrate()).toEqual([]);
});

test('tables are made in the schema of that name, also when it is there already', async () => {
    await onDatabase(empty.url, 'CREATE SCHEMA billing; CREATE SCHEMA "Billing east"');

    const applied = [];
    for (const schema of ['billing', 'Billing east', 'billing', 'made_now']) {
        applied.push(await applyMigrations(empty.url, { folder, schema }));
    }

    expect(applied).toEqual([['1_first'], ['1_first'], [], ['1_first']]);
    expect(await onDatabase(empty.url, `SELECT schemaname AS name FROM pg_tables WHERE tablename = 'planks'
        ORDER BY schemaname COLLATE "C"`))
        .toEqual([{ name: 'Billing east' }, { name: 'billing' }, { name: 'made_now' }]);
});

test('a schema that others use is refused with what it holds and what to set', async () => {
    await onDatabase(empty.url, 'CREATE SCHEMA theirs; CREATE TABLE theirs.quotes (id int)');

    await expect(applyMigrations(empty.url, { folder, schema: 'theirs' })).rejects.toThrow(
        'The schema theirs holds tables that are not of this service (quotes): set DB_SCHEMA to a name');
    expect(await onDatabase(empty.url, `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'theirs'`))
        .toEqual([{ name: 'quotes' }]);
});

test('a search path that leads to tables of this service elsewhere is refused', async () => {
    await applyMigrations(empty.url, { folder, schema: 'billing' });

    await expect(applyMigrations(`${empty.url}?options=-c%20search_path%3Dbilling`, { folder }))
        .rejects.toThrow('in the schema "billing": set DB_SCHEMA to billing');
});

test('when the lock\'s session is lost the call ends and says so', async () => {
    givenMigration('2_second', 'SELECT pg_sleep(30)');
    const failing = migrate().then(() => '', (error: unknown) => String(error));
    await eventually('a session that could be ended', async () => {
        const [row] = await onDatabase<{ ended: boolean }>(
            empty.url, `SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'invoices-service migrate'
                AND EXISTS (SELECT FROM pg_stat_activity WHERE query LIKE '%SELECT pg_sleep(30)%'
                AND pid <> pg_backend_pid() AND datname = current_database())`);
        return row?.ended === true;
    });

    expect(await failing).toContain('The connection that keeps other migrators away was lost');
    // The next call ends whatever still runs in the database.
    rmSync(join(folder, '2_second'), { recursive: true });
    await expect(migrate()).rejects.toThrow('The migration 2_second began and did not end');
});
