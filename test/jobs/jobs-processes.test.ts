import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { givenDatabase, type GivenDatabase } from '../support/given-database.ts';
import { givenLock, onDatabase, type GivenLock } from '../support/given-lock.ts';
import type { GivenProcess } from '../support/given-process.ts';
import { useProcesses } from '../support/use-closing.ts';

let database: GivenDatabase;
const start = useProcesses();
beforeEach(async () => {
    database = await givenDatabase();
});
afterEach(() => database.drop());

function givenWorker(env: Record<string, string> = {}): GivenProcess {
    return start({ DATABASE_URL: database.url, CLEAN_UP_INTERVAL_SECONDS: '1', ...env }, ['work']);
}

/** Starts a worker whose clean-up waits for a lock. */
async function givenWorkerAtWork(
    env: Record<string, string> = {}
): Promise<{ readonly worker: GivenProcess; readonly lock: GivenLock }> {
    const lock = await givenLock(database.url, 'LOCK TABLE idempotency_key');
    const worker = givenWorker(env);
    await lock.held(1);
    return { worker, lock };
}

type Job = { readonly id: string; readonly state: string; readonly retry_count: number; readonly due: boolean };

/** The clean-up that is not done yet: there is at most one. */
async function unfinished(): Promise<Job | undefined> {
    const [job] = await onDatabase<Job>(
        database.url, `SELECT id, state, retry_count, start_after <= now() AS due FROM job
        WHERE name = 'clean-up-idempotency-keys' AND state < 'completed'`);
    return job;
}

async function stateOf(id: string | undefined): Promise<string | undefined> {
    return (await onDatabase<{ state: string }>(database.url, 'SELECT state FROM job WHERE id = $1', [id]))[0]?.state;
}

test('when a worker is killed by SIGKILL, another finishes its job within 60 s, and the job was taken by one at a time',
    async () => {
        const { worker, lock } = await givenWorkerAtWork();
        const job = await unfinished();

        worker.kill('SIGKILL');
        const killedAt = performance.now();
        await worker.ended;
        await lock.release();
        givenWorker();
        await wait(2_000);
        const atFirst = await stateOf(job?.id);
        await eventually('the job to be done', () => stateOf(job?.id),
            { within: 60_000, every: 200, until: (state) => state === 'completed' });

        expect(job).toMatchObject({ state: 'active', retry_count: 0 });
        expect(atFirst).toBe('active');
        expect(performance.now() - killedAt).toBeLessThan(60_000);
        expect(await onDatabase(database.url, 'SELECT retry_count FROM job WHERE id = $1', [job?.id]))
            .toEqual([{ retry_count: 1 }]);
    }, 90_000);

test('told to stop, a worker hands back what does not end in time and exits 0; another takes it at once', async () => {
    const { worker, lock } = await givenWorkerAtWork({ SHUTDOWN_TIMEOUT_MS: '500' });
    const job = await unfinished();

    worker.kill('SIGTERM');
    await eventually(
        'the job to be handed back', () => stateOf(job?.id), { within: 30_000, until: (state) => state !== 'active' });
    const handedBack = await unfinished();
    await lock.release();
    const code = await worker.ended;
    givenWorker();
    await eventually('the job to be done', () => stateOf(job?.id),
        { within: 30_000, every: 50, until: (state) => state === 'completed' });

    expect(handedBack).toMatchObject({ id: job?.id, state: 'retry', due: true });
    expect(code).toBe(0);
    expect(worker.lines.map(({ message }) => message)).toContain('Job handed back');
    expect(worker.lines.map(({ message }) => message)).not.toContain('Job failed');
}, 90_000);
