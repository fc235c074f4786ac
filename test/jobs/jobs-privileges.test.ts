import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
    neededJobPrivileges, neededPrivileges, neededViewPrivileges
} from '../../app/processes/doctor/needed-privileges.ts';
import { eventually } from '../support/eventually.ts';
import { givenDatabase, type GivenDatabase } from '../support/given-database.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenProcess } from '../support/given-process.ts';

const user = `worker_${process.pid}`;
let database: GivenDatabase;
beforeAll(async () => {
    database = await givenDatabase();
    const grants = (schema: string, privileges: Readonly<Record<string, readonly string[]>>) =>
        Object.entries(privileges).map(([table, each]) => `GRANT ${each.join(', ')} ON ${schema}.${table} TO ${user}`);
    await onDatabase(database.url, [
        `CREATE ROLE ${user} LOGIN PASSWORD 'hunter2'`, `GRANT USAGE ON SCHEMA invoices, invoices_jobs TO ${user}`,
        `GRANT SELECT ON _prisma_migrations TO ${user}`, ...grants('invoices', neededPrivileges),
        ...grants('invoices', neededViewPrivileges), ...grants('invoices_jobs', neededJobPrivileges)
    ].join(';'));
});
afterAll(async () => {
    await onDatabase(database.url, `DROP OWNED BY ${user}; DROP ROLE ${user}`);
    await database.drop();
});

test('a worker needs no more privileges than the doctor asks for, and changes no schema', async () => {
    const url = new URL(database.url);
    [url.username, url.password] = [user, 'hunter2'];
    await onDatabase(database.url, `INSERT INTO idempotency_key (organisation_id, key, fingerprint, attempt,
        locked_until, expires_at)
        VALUES ('acme', 'old', repeat('a', 64), gen_random_uuid(), now(), now() - interval '1 second')`);

    const worker = givenProcess({ DATABASE_URL: url.href, CLEAN_UP_INTERVAL_SECONDS: '1' }, ['work']);
    await eventually('the expired key to be removed', () => onDatabase(database.url, 'SELECT key FROM idempotency_key'),
        { within: 30_000, every: 50, until: ({ length }) => length === 0 });
    // Longer than the library's intervals for dead and for done jobs.
    await wait(12_000);
    worker.kill('SIGTERM');

    expect(await worker.ended).toBe(0);
    expect(worker.lines.filter(({ level }) => level !== 'info')).toEqual([]);
    expect(worker.lines.filter(({ message }) => message === 'Job done'))
        .toMatchObject([{ job: 'clean-up-idempotency-keys', handled: 1 }]);
    expect(await onDatabase(database.url, `SELECT relname FROM pg_class WHERE relowner = '${user}'::regrole`))
        .toEqual([]);
}, 60_000);
