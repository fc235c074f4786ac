import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '../../app/platform/database/database.ts';
import { enqueueInto, enqueuingInto } from '../../app/platform/jobs/enqueue.ts';
import { PermanentJobError, type JobHandler } from '../../app/platform/jobs/job-handler.ts';
import { openJobLibrary } from '../../app/platform/jobs/job-library.ts';
import { readQueueStates } from '../../app/platform/jobs/jobs.repository.ts';
import type { QueuePolicy } from '../../app/platform/jobs/queue-policy.ts';
import { applyMigrations } from '../../app/platform/database/migrate.ts';
import { lastTimeOfDay } from '../../app/foundation/clock/time-of-day.ts';
import { eventually } from '../support/eventually.ts';
import { givenDatabase, givenEmptyDatabase, type GivenDatabase } from '../support/given-database.ts';
import {
    givenPolicy, givenWorker, type GivenWorker, type GivenWorkerOptions, type Parcel
} from '../support/given-jobs.ts';
import { onDatabase } from '../support/given-lock.ts';

let own: GivenDatabase;
let database: Database;
const started: GivenWorker[] = [];
beforeAll(async () => {
    own = await givenDatabase();
    database = openDatabase({ url: own.url, poolSize: 4 });
});
afterEach(async () => {
    await Promise.all(started.splice(0).map((worker) => worker.stop()));
});
afterAll(async () => {
    await database.close();
    await own.drop();
});

let queueNumber = 0;

type Given = {
    readonly name: string;
    readonly policy: QueuePolicy<Parcel>;
    /** Texts of the runs that began so far, in their order. */
    readonly begun: string[];
    enqueue(text: string, key?: string): Promise<string | undefined>;
    work(handler?: JobHandler<Parcel>, options?: GivenWorkerOptions): GivenWorker;
    state(): Promise<Record<string, unknown> | undefined>;
};

/** A queue of this test alone. */
function givenQueue(overrides: Parameters<typeof givenPolicy>[0] = {}): Given {
    queueNumber += 1;
    const name = `queue-${queueNumber}`;
    const policy = givenPolicy(overrides);
    const begun: string[] = [];
    return {
        name, policy, begun,
        enqueue: (text, key) => enqueueInto(database, { name, policy }, { text }, key === undefined ? {} : { key }),
        work: (handler = async () => 1, options) => {
            const worker = givenWorker(own, { name, policy }, (data, run) => {
                begun.push(data.text);
                return handler(data, run);
            }, options);
            started.push(worker);
            return worker;
        },
        state: async () => ({ ...(await readQueueStates(database, [name]))[0] })
    };
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
    await eventually('what the test waits for', holds, { within: 30_000 });
}

/** Runs statements in one transaction, which ends with `end`. */
async function inTransaction(end: 'COMMIT' | 'ROLLBACK', ...statements: string[]): Promise<void> {
    await onDatabase(own.url, `BEGIN; ${statements.join(';')}; ${end}`);
}

test('the migrations make the schema that the library was made for', async () => {
    const library = openJobLibrary(database);

    const drift = await library.detectSchemaDrift();

    expect(await library.schemaVersion()).toBe(46);
    expect(Object.entries(drift).filter(([, found]) => Array.isArray(found) && found.length > 0)).toEqual([]);
    expect(drift.ok).toBe(true);
});

test('two services in one database, told apart by their schema, have their own jobs', async () => {
    const shared = await givenEmptyDatabase();
    const parcels = { name: 'parcels', policy: givenPolicy() };
    const schemas = ['billing', 'Billing east'];
    const begun: string[] = [];
    for (const schema of schemas) {
        await applyMigrations(shared.url, { schema });
        const theirs = openDatabase({ url: shared.url, schema, poolSize: 1 });
        await enqueueInto(theirs, parcels, { text: `of ${schema}` });
        await theirs.close();
    }

    const workers = schemas.map((schema, service) => givenWorker(
        { url: shared.url, schema }, parcels, async ({ text }) => begun.push(`${service} did that ${text}`)));
    await until(() => workers.every(({ outcomes }) => outcomes.length > 0));
    await Promise.all(workers.map((worker) => worker.stop()));
    await shared.drop();

    expect(begun.sort()).toEqual(['0 did that of billing', '1 did that of Billing east']);
});

describe('a job that is enqueued inside a statement', () => {
    const statement = (name: string, policy: QueuePolicy) => `WITH written AS (SELECT 'a' AS text),
        ${enqueuingInto(name, policy, { from: 'written w', data: `jsonb_build_object('text', w.text)` })} SELECT 1`;

    test('that is rolled back never runs, one that commits runs once', async () => {
        const [kept, dropped] = [givenQueue(), givenQueue()];
        await inTransaction('ROLLBACK', statement(dropped.name, dropped.policy));
        await inTransaction('COMMIT', statement(kept.name, kept.policy));

        const workers = [kept.work(), dropped.work()];
        await until(() => kept.begun.length > 0);
        await wait(2_500);

        expect([kept.begun, dropped.begun, workers.map(({ outcomes }) => outcomes)])
            .toEqual([['a'], [], [['succeeded'], []]]);
    });

    test('needs a key where the order is by key', () => {
        expect(() => enqueuingInto('by-key', givenPolicy({ order: 'by_key' }), { from: 'written' }))
            .toThrow('needs a key');
    });
});

describe('a job that fails', () => {
    test('is tried again after a pause that grows, and is kept among the dead at last', async () => {
        const queue = givenQueue({ retries: { limit: 2, firstPauseSeconds: 1, maxPauseSeconds: 60 } });
        const [times, attempts]: [number[], unknown[]] = [[], []];
        await queue.enqueue('a');

        const worker = queue.work(async (_data, { attempt, lastAttempt }) => {
            times.push(performance.now());
            attempts.push([attempt, lastAttempt]);
            throw new Error('nobody home');
        });
        await until(() => worker.outcomes.includes('dead'));
        await until(async () => Number((await queue.state())?.['dead']) === 1);

        const [first = 0, second = 0, third = 0] = times;
        expect(attempts).toEqual([[1, false], [2, false], [3, true]]);
        expect(second - first).toBeGreaterThan(1_000);
        expect(third - second).toBeGreaterThan(2_000);
        expect(worker.outcomes).toEqual(['failed', 'failed', 'dead']);
        expect(worker.lines.at(-1)).toMatchObject({
            message: 'Job failed for good', job: queue.name, attempt: 3, err: { message: 'nobody home' }
        });
        expect(await queue.state()).toMatchObject({ waiting: 0, retrying: 0, running: 0, dead: 1 });
    }, 30_000);

    test('is not tried again when that is hopeless, as with data of another shape', async () => {
        const queue = givenQueue();
        await queue.enqueue('a');
        await enqueueInto(database, queue, { words: 'b' });

        const worker = queue.work(async () => {
            throw new PermanentJobError('no such thing');
        });
        await until(() => worker.outcomes.length === 2);

        expect([worker.outcomes, queue.begun]).toEqual([['dead', 'dead'], ['a']]);
    });

    test('for good runs once more by the statements of the operations guide', async () => {
        const queue = givenQueue({ order: 'by_key', retries: { limit: 0, firstPauseSeconds: 1, maxPauseSeconds: 1 } });
        await queue.enqueue('a', 'key');
        let cause: Error | undefined = new Error('nobody home');
        const worker = queue.work(async () => {
            if (cause !== undefined) throw cause;
            return 1;
        });
        await until(async () => Number((await queue.state())?.['dead']) === 1);
        const [dead] = await onDatabase<{ id: string }>(
            own.url, `SELECT id FROM job WHERE name = 'dead-jobs' AND source_name = $1`, [queue.name]);
        const guide = await readFile(new URL('../../docs/operations.md', import.meta.url), 'utf8');
        const [statements = ''] = /INSERT INTO invoices\.job \([^`]*/.exec(guide) ?? [];

        cause = undefined;
        await onDatabase(own.url, statements.replaceAll('…', dead?.id ?? ''));
        await until(async () =>
            worker.outcomes.includes('succeeded') && Number((await queue.state())?.['running']) === 0);

        expect([worker.outcomes, queue.begun]).toEqual([['dead', 'succeeded'], ['a', 'a']]);
        expect(await queue.state()).toMatchObject({ waiting: 0, running: 0, dead: 0 });
    }, 90_000);

    test('because it takes too long has its signal aborted', async () => {
        const queue = givenQueue({
            timeoutSeconds: 1, retries: { limit: 0, firstPauseSeconds: 1, maxPauseSeconds: 1 }
        });
        let aborted = false;
        await queue.enqueue('a');

        queue.work(async (_data, { signal }) => {
            await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
            aborted = true;
            return 1;
        });
        await until(async () => aborted && Number((await queue.state())?.['dead']) === 1);

        expect(queue.begun).toEqual(['a']);
    });
});

describe('jobs of one key', () => {
    test('run in their order; while one is tried again the later ones wait, and those of other keys do not',
        async () => {
            const queue = givenQueue({
                order: 'by_key', retries: { limit: 1, firstPauseSeconds: 2, maxPauseSeconds: 2 }, concurrency: 3
            });
            for (const [text, key] of [['a1', 'a'], ['a2', 'a'], ['b1', 'b'], ['a3', 'a']] as const)
                await queue.enqueue(text, key);

            queue.work(async ({ text }, { attempt }) => {
                if (text === 'a1' && attempt === 1) throw new Error('not yet');
                return 1;
            });
            await until(() => queue.begun.includes('a3'));

            expect(queue.begun.filter((text) => text.startsWith('a'))).toEqual(['a1', 'a1', 'a2', 'a3']);
            expect(queue.begun.indexOf('b1')).toBeLessThan(queue.begun.lastIndexOf('a1'));
        });

    test('go on when one of them has failed for good', async () => {
        const queue = givenQueue({ order: 'by_key' });
        for (const text of ['a1', 'a2']) await queue.enqueue(text, 'a');

        queue.work(async ({ text }) => {
            if (text === 'a1') throw new PermanentJobError('gone');
            return 1;
        });
        await until(() => queue.begun.includes('a2'));

        expect(queue.begun).toEqual(['a1', 'a2']);
        expect(await queue.state()).toMatchObject({ dead: 1 });
    }, 90_000);

    test('do not count as late while they wait for an earlier one', async () => {
        const queue = givenQueue({
            order: 'by_key', retries: { limit: 1, firstPauseSeconds: 60, maxPauseSeconds: 60 }
        });
        for (const text of ['a1', 'a2']) await queue.enqueue(text, 'a');
        const worker = queue.work(async () => {
            throw new Error('not yet');
        });
        await until(() => worker.outcomes.length === 1);
        await wait(1_500);

        expect(await queue.state()).toMatchObject({ waiting: 1, retrying: 1, oldestSeconds: 0 });
    });
});

describe('several workers', () => {
    test('never run the same job, and share the work', async () => {
        const queue = givenQueue();
        const texts = Array.from({ length: 30 }, (_, index) => `job ${index}`);
        await Promise.all(texts.map((text) => queue.enqueue(text)));

        const workers = [queue.work(async () => wait(20, 1)), queue.work(async () => wait(20, 1))];
        await until(async () =>
            Object.values((await queue.state()) ?? {}).every((value) => typeof value === 'string' || value === 0));

        expect([...queue.begun].sort()).toEqual([...texts].sort());
        expect(workers.map(({ outcomes }) => outcomes.length > 0)).toEqual([true, true]);
    }, 60_000);

    test('enqueue what is scheduled once in each slot of time', async () => {
        const queue = givenQueue({ order: 'once' });

        const slots = () => onDatabase<{ slot: Date; count: number }>(
            own.url, 'SELECT singleton_on AS slot, count(*)::int FROM job WHERE name = $1 GROUP BY 1', [queue.name]);

        [1, 2, 3].forEach(() => queue.work(undefined, { schedule: { everySeconds: 1 } }));
        await until(async () => (await slots()).length >= 4);
        const runs = await slots();

        expect(runs.every(({ count }) => count === 1)).toBe(true);
    });

    test('enqueue what is scheduled daily once, for the last time that the clocks of the zone showed it', async () => {
        const queue = givenQueue({ order: 'once' });
        const startedAt = lastTimeOfDay(new Date(), '02:00', 'Europe/Warsaw');

        const schedule = { dailyAt: '02:00', timeZone: 'Europe/Warsaw' } as const;

        const workers = [1, 2, 3].map(() => queue.work(undefined, { schedule }));
        await until(() => workers.some(({ outcomes }) => outcomes.length > 0));
        const slots = await onDatabase<{ slot: Date }>(
            own.url, `SELECT singleton_on AT TIME ZONE 'UTC' AS slot FROM job WHERE name = $1`, [queue.name]);

        expect(slots).toEqual([{ slot: startedAt }]);
    }, 30_000);

    test('enqueue no second job where one at a time is wanted', async () => {
        const queue = givenQueue({ order: 'once' });

        const ids = [await queue.enqueue('a'), await queue.enqueue('b'), await queue.enqueue('c', 'other')];

        expect(ids).toEqual([expect.any(String), undefined, expect.any(String)]);
    });
});

describe('a worker', () => {
    test('that is stopped lets a job end that ends in time, and takes no other', async () => {
        const queue = givenQueue({ concurrency: 1 });
        for (const text of ['a', 'b']) await queue.enqueue(text);
        let reported = false;
        const worker = queue.work(async (_data, { stopping }) => {
            await wait(700);
            reported = stopping.aborted;
            return 1;
        });
        await until(() => queue.begun.length === 1);

        await worker.stop();
        started.splice(0);

        expect([reported, queue.begun, worker.outcomes]).toEqual([true, ['a'], ['succeeded']]);
        expect(await queue.state()).toMatchObject({ waiting: 1, running: 0 });
    });

    test.each([
        ['heeds its signal', (signal: AbortSignal) => wait(60_000, 1, { signal })],
        ['does not', () => new Promise<number>(() => undefined)]
    ])('that is stopped hands back a job that %s, and another takes it at once', async (_case, hang) => {
        const queue = givenQueue({ retries: { limit: 0, firstPauseSeconds: 3_600, maxPauseSeconds: 3_600 } });
        await queue.enqueue('a');
        const first = queue.work((_data, { signal }) => hang(signal), { graceMs: 300 });
        await until(() => queue.begun.length === 1);
        const loggedAt = performance.now();
        await first.stop();
        started.splice(0);
        const stoppedAfterMs = performance.now() - loggedAt;

        const attempts: unknown[] = [];
        const second = queue.work(async (_data, { attempt, lastAttempt }) => {
            attempts.push([attempt, lastAttempt]);
            return 1;
        });
        await until(() => second.outcomes.length === 1);

        expect([first.outcomes, second.outcomes, attempts]).toEqual([['handed_back'], ['succeeded'], [[2, true]]]);
        expect(stoppedAfterMs).toBeLessThan(3_000);
        expect(performance.now() - loggedAt).toBeLessThan(8_000);
    });

    test('takes nothing while the database is not ready', async () => {
        const queue = givenQueue();
        let ready = false;
        await queue.enqueue('a');
        queue.work(undefined, { ready: async () => ready });
        await wait(1_500);
        const before = [...queue.begun];

        ready = true;
        await until(() => queue.begun.length > 0);

        expect(before).toEqual([]);
    });

    test('goes on when its connections were cut, and says so once', async () => {
        const queue = givenQueue();
        const worker = queue.work();
        await queue.enqueue('a');
        await until(() => queue.begun.length === 1);

        for (let times = 0; times < 5; times += 1) {
            await onDatabase(own.url, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                    AND application_name = 'invoices-service'`);
            await wait(300);
        }
        await queue.enqueue('b').catch(() => queue.enqueue('b'));
        await until(() => queue.begun.includes('b'));

        expect(worker.lines.filter(({ message }) => message === 'The job queue does not answer').length)
            .toBeLessThanOrEqual(1);
    });
});
