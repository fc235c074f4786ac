import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openDatabase } from '../../app/platform/database/database.ts';
import { applyMigrations } from '../../app/platform/database/migrate.ts';
import { openJobLibrary } from '../../app/platform/jobs/job-library.ts';
import { givenEmptyDatabase, type GivenDatabase } from '../support/given-database.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenServer } from '../support/given-server.ts';
import { completeSeller } from '../support/given-service.ts';
import { givenToken } from '../support/given-token.ts';

let database: GivenDatabase;
beforeEach(async () => {
    database = await givenEmptyDatabase();
    // As usual outside tests: the search path leads to public.
    await onDatabase(database.url, `ALTER DATABASE ${new URL(database.url).pathname.slice(1)} RESET search_path;
        CREATE TABLE public.quotes (id int PRIMARY KEY, note text);
        INSERT INTO public.quotes VALUES (1, 'another service''s')`);
});
afterEach(() => database.drop());

/** Tables in each schema, without PostgreSQL's own. */
async function tablesIn(schema: string): Promise<readonly string[]> {
    const rows = await onDatabase<{ name: string }>(
        database.url, 'SELECT tablename::text AS name FROM pg_tables WHERE schemaname = $1 ORDER BY 1', [schema]);
    return rows.map(({ name }) => name);
}

/** Makes the tables in `public`, where 0.3.0 had them. Others' tables came later: it wanted an empty schema. */
async function migrateAsBefore(): Promise<void> {
    await onDatabase(database.url, 'CREATE SCHEMA later; ALTER TABLE public.quotes SET SCHEMA later');
    await applyMigrations(database.url, { schema: 'public' });
    await onDatabase(database.url, 'ALTER TABLE later.quotes SET SCHEMA public');
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into bodies freely
type Call = (method: string, url: string, body?: object) => Promise<any>;

/** Runs the service of a schema, and calls it as an accountant. */
async function onService<Result>(
    schema: string, work: (call: Call) => Promise<Result>
): Promise<Result> {
    const { server, close } = await givenServer({ env: { DATABASE_URL: database.url, DB_SCHEMA: schema } });
    const authorization = `Bearer ${await givenToken({ role: 'admin' })}`;
    try {
        return await work(async (method, url, body) => {
            const answer = await server.inject({
                method, url, headers: { authorization }, ...(body === undefined ? {} : { payload: body })
            });
            if (answer.statusCode >= 400) throw new Error(`${method} ${url}: ${answer.payload}`);
            return JSON.parse(answer.payload) as unknown;
        });
    } finally {
        await close();
    }
}

const invoice = {
    customerName: 'Anna Przykładowa', customerAddress: 'ul. Lipowa 2, 00-002 Warszawa',
    items: [{ itemType: 'custom', description: 'Deska', quantity: 3, unit: 'm2', unitPriceNet: '100.00', vatRate: 23 }]
};

async function issueOne(call: Call) {
    const { id } = await call('POST', '/invoices', invoice);
    return call('POST', `/invoices/${id}/issue`, {});
}

describe('tables of 0.3.0 in a database that others use', () => {
    test('move to their own schema with data, triggers and jobs, and numbers go on where they were', async () => {
        await migrateAsBefore();
        const before = await onService('public', async (call) => {
            await call('PATCH', '/organisation', completeSeller);
            const { id } = await issueOne(call);
            await issueOne(call);
            await call('PATCH', `/invoices/${id}/mark-paid`, { paymentDate: '2026-11-29', paymentMethod: 'cash' });
            const [series] = (await call('GET', '/invoices/numbering')).data;
            return { id, series: series.id, audit: await call('GET', `/invoices/numbering/${series.id}/audit`) };
        });
        const told: string[] = [];

        const applied = await applyMigrations(database.url, { tell: (sentence) => told.push(sentence) });

        expect(told).toEqual(['Moved the tables of this service from the schema public to invoices']);
        expect(applied).toEqual([]);
        expect(await tablesIn('public')).toEqual(['quotes']);
        expect(await tablesIn('public_jobs')).toEqual([]);
        expect(await onDatabase(
            database.url, `SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace`)).toEqual([]);
        const after = await onService('invoices', async (call) => ({
            audit: await call('GET', `/invoices/numbering/${before.series}/audit`),
            first: await call('GET', `/invoices/${before.id}`),
            next: await call('POST', '/invoices', { ...invoice, issue: true }),
            grown: await call('GET', `/invoices/numbering/${before.series}/audit`)
        }));
        expect(before.audit).toMatchObject({ count: 2, gapless: true, chain: { verified: true } });
        expect(after.audit).toEqual(before.audit);
        expect(after.first).toMatchObject({ totalGross: '369.00', paidAmount: '369.00', status: 'paid' });
        expect(after.next).toMatchObject({ invoiceNumber: expect.stringMatching(/\/0003$/) });
        expect(after.grown).toMatchObject({ count: 3, gapless: true, chain: { verified: true } });
        // Rows that a trigger wrote, and the trigger that keeps them.
        expect(await onDatabase(database.url, 'SELECT count(*)::int AS kept FROM invoices.invoice_vat'))
            .toEqual([{ kept: 3 }]);
        await expect(onDatabase(database.url, `UPDATE invoices.invoice SET notes = 'x' WHERE id = $1`, [before.id]))
            .rejects.toThrow('is issued and cannot be changed');
        const opened = openDatabase({ url: database.url, poolSize: 2 });
        const drift = await openJobLibrary(opened).detectSchemaDrift();
        await opened.close();
        expect(drift).toMatchObject({ ok: true });
    });

    test('stay where they are when DB_SCHEMA says so', async () => {
        await migrateAsBefore();
        const before = await tablesIn('public');

        await applyMigrations(database.url, { schema: 'public' });

        expect(await tablesIn('public')).toEqual(before);
        expect(await tablesIn('invoices')).toEqual([]);
    });

    test('move for a user of the service that owns nothing, who may go on', async () => {
        const user = `cashier_${process.pid}`;
        await migrateAsBefore();
        await onDatabase(database.url, `CREATE ROLE ${user}; GRANT SELECT ON public.invoice TO ${user}`);

        await applyMigrations(database.url);

        const rows = await onDatabase(database.url, `SELECT has_schema_privilege('${user}', 'invoices', 'USAGE')
            AND has_table_privilege('${user}', 'invoices.invoice', 'SELECT') AS may`);
        await onDatabase(database.url, `DROP OWNED BY ${user}; DROP ROLE ${user}`);
        expect(rows).toEqual([{ may: true }]);
    });

    test('move whole or not at all', async () => {
        await migrateAsBefore();
        const before = await tablesIn('public');
        await onDatabase(database.url, `CREATE SCHEMA invoices;
            CREATE FUNCTION invoices.refuse_removal() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`);

        await expect(applyMigrations(database.url)).rejects.toThrow('refuse_removal');

        expect(await tablesIn('public')).toEqual(before);
        expect(await tablesIn('public_jobs')).not.toEqual([]);
    });
});

test('a new installation leaves a shared public schema alone', async () => {
    await applyMigrations(database.url);

    expect(await tablesIn('public')).toEqual(['quotes']);
    expect(await tablesIn('invoices')).toEqual(expect.arrayContaining(['_prisma_migrations', 'invoice']));
    expect(await onDatabase(database.url, 'SELECT note FROM public.quotes')).toEqual([{ note: 'another service\'s' }]);
});
