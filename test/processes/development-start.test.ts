import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { givenEmptyDatabase, type GivenDatabase } from '../support/given-database.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenProcess, type GivenProcess } from '../support/given-process.ts';

let shared: GivenDatabase;
let service: GivenProcess | undefined;
beforeEach(async () => {
    shared = await givenEmptyDatabase();
    await onDatabase(shared.url, 'CREATE TABLE public.contacts (id int)');
});
afterEach(async () => {
    service?.kill('SIGTERM');
    await service?.ended;
    await shared.drop();
});

const statusOf = async (port: number, path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).status;

/** The environment of the CRM's own compose block, beside the addresses. */
const crmSettings = (databaseUrl: string) => ({
    NODE_ENV: 'development', DATABASE_URL: databaseUrl, JWT_SECRET: 'development-only-secret-change-me-in-production'
});

test('serve in development migrates a database that others use, by itself, and warns of whom it trusts', async () => {
    service = givenProcess(crmSettings(shared.url));
    const { port } = await service.listening();

    await eventually('a ready service', () => statusOf(port, '/health/readiness'),
        { within: 20_000, until: (status) => status === 200 });

    expect(service.lines).toContainEqual(expect.objectContaining({
        level: 'warn', networks: ['172.16.0.0/12', '192.168.0.0/16'], role: 'gateway',
        message: expect.stringContaining('NEED NO TOKEN')
    }));
    expect(await onDatabase(shared.url, `SELECT schemaname::text AS schema, count(*)::int > 0 AS has FROM pg_tables
        WHERE schemaname IN ('public', 'invoices') GROUP BY 1 ORDER BY 1`))
        .toEqual([{ schema: 'invoices', has: true }, { schema: 'public', has: true }]);
    expect(await onDatabase(shared.url, `SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public'`))
        .toEqual([{ name: 'contacts' }]);
});

test('serve in development waits for a database that comes later, and stops meanwhile when it is told to', async () => {
    const url = new URL(shared.url);
    const late = `${url.pathname.slice(1)}_late`;
    url.pathname = `/${late}`;
    service = givenProcess(crmSettings(url.href));
    const { port } = await service.listening();
    await eventually('a line that says why', () => service?.lines.filter(({ message }) =>
        message === 'The database could not be migrated; trying again') ?? [], { until: (lines) => lines.length > 0 });

    await onDatabase(shared.url, `CREATE DATABASE ${late}`);
    const ready = await eventually('a ready service', () => statusOf(port, '/health/readiness'),
        { within: 20_000, until: (status) => status === 200 });
    service.kill('SIGTERM');
    const code = await service.ended;
    await onDatabase(shared.url, `DROP DATABASE ${late}`);

    expect([ready, code]).toEqual([200, 0]);
});

test('serve told to stop while it cannot migrate ends', async () => {
    service = givenProcess(crmSettings('postgresql://crm:hunter2@127.0.0.1:9/crm_db'));
    await service.listening();

    service.kill('SIGTERM');

    expect(await service.ended).toBe(0);
    expect(JSON.stringify(service.lines)).not.toContain('hunter2');
});
