import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { csvStream, type FileLimits } from '../../app/features/exports/csv-stream.ts';
import { openSnapshot, type SnapshotOptions, type SnapshotRows } from '../../app/platform/database/snapshot-rows.ts';
import { eventually } from '../support/eventually.ts';
import { onDatabase } from '../support/given-lock.ts';
import { useService } from '../support/use-service.ts';

const service = useService();
const numbers = 'SELECT n, repeat(\'x\', 10000) FROM generate_series(1, 1000) n';
let ended = 0;

function snapshot(text: string, options: Partial<SnapshotOptions> = {}) {
    ended = 0;
    return openSnapshot(service.dependencies.database, { text, values: [] }, {
        batchRows: 100, batchMs: 5_000, idleMs: 5_000, signal: new AbortController().signal, ...options,
        ended: () => { ended += 1; }
    });
}

async function file(rows: SnapshotRows, limits: Partial<FileLimits>, stalled = () => undefined as void) {
    return csvStream(rows, {
        head: 'n', first: await rows.next(), write: (batch) => batch.map(([n]) => `,${n}`).join(''), stalled
    }, { maxStallMs: 5_000, maxFileMs: 10_000, ...limits });
}

const backends = () => onDatabase(service.databaseUrl, `SELECT state, query FROM pg_stat_activity
    WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid()`);
const noBackend = () => eventually('the end of the statement', backends, {
    until: (rows) => rows.length === 0, within: 4_000
});

test('a snapshot gives all rows in batches, the last one with the end of its transaction', async () => {
    const rows = await snapshot(numbers.replace('1000)', '250)'));

    const batches = [await rows.next(), await rows.next(), await rows.next()];

    expect(batches.map(({ rows: { length }, isLast }) => [length, isLast]))
        .toEqual([[100, false], [100, false], [50, true]]);
    expect(ended).toBe(1);
    await expect(rows.next()).rejects.toThrow('The rows were closed');
    await rows.close();
    expect(ended).toBe(1);
});

test('a snapshot whose rows end with a batch has an empty one more', async () => {
    const rows = await snapshot(numbers.replace('1000)', '100)'));

    expect([(await rows.next()).isLast, await rows.next(), ended]).toEqual([false, { rows: [], isLast: true }, 1]);
});

test('closing ends a statement that runs', async () => {
    const rows = await snapshot('SELECT pg_sleep(60)::text');
    const next = rows.next().catch((error: Error) => error.message);
    await eventually('the statement', async () => (await backends()).length === 1);

    await rows.close();

    expect(await next).toBe('Connection terminated');
    expect(ended).toBe(1);
    await noBackend();
});

test('a signal ends a statement that runs, and the next ones before they begin', async () => {
    const gone = new AbortController();
    const rows = await snapshot('SELECT pg_sleep(60)::text', { signal: gone.signal });
    const next = rows.next().catch((error: Error) => error.message);
    await eventually('the statement', async () => (await backends()).length === 1);

    gone.abort();

    expect([await next, ended]).toEqual(['Connection terminated', 1]);
    await expect(snapshot(numbers, { signal: gone.signal })).rejects.toThrow('This operation was aborted');
    expect(ended).toBe(1);
    await noBackend();
});

test('a batch that takes too long ends with its statement', async () => {
    const rows = await snapshot('SELECT pg_sleep(60)::text', { batchMs: 300 });

    await expect(rows.next()).rejects.toMatchObject({ code: '57014' });
    expect(ended).toBe(1);
    await noBackend();
});

test('PostgreSQL ends a snapshot that nobody reads; the service lives on, and the next read says so', async () => {
    const rows = await snapshot(numbers, { idleMs: 200 });
    await rows.next();

    await eventually('the end of the connection', () => ended === 1);

    await expect(rows.next()).rejects.toMatchObject({ code: '25P03' });
});

test('a statement with a fault gives its connection back', async () => {
    await expect(snapshot('SELECT nothing')).rejects.toMatchObject({ code: '42703' });
    expect(ended).toBe(1);
});

test('a file is the head and all rows', async () => {
    const stream = await file(await snapshot(numbers), {});

    const text = (await stream.setEncoding('utf8').toArray()).join('');

    expect(text).toBe(`n${Array.from({ length: 1_000 }, (_, place) => `,${place + 1}`).join('')}`);
});

test('a reader that takes nothing for too long is told of, also before its first byte', async () => {
    let stalls = 0;
    const stream = await file(await snapshot(numbers), { maxStallMs: 200 }, () => {
        stalls += 1;
        stream.destroy();
    });

    await eventually('the stall', () => stalls === 1);
    await eventually('the end of the snapshot', () => ended === 1);
});

test('a file that takes too long ends with an error', async () => {
    const stream = await file(await snapshot(numbers), { maxFileMs: 300 });

    const [error] = await once(stream, 'error');

    expect(String(error)).toMatch('The file took longer than 0.005 minutes');
    await eventually('the end of the snapshot', () => ended === 1);
});

test('a reader that is slow, but not too slow, gets the whole file', async () => {
    const stream = await file(await snapshot(numbers), { maxStallMs: 400 });
    let text = '';

    for await (const part of stream.setEncoding('utf8')) {
        text += String(part);
        await wait(50);
    }

    expect(text.split(',')).toHaveLength(1_001);
});
