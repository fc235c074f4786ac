import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { applyMigrations } from '../../app/platform/database/migrate.ts';
import { givenEmptyDatabase } from '../support/given-database.ts';
import { eventually } from '../support/eventually.ts';
import { givenLock, onDatabase } from '../support/given-lock.ts';
import type { GivenProcess } from '../support/given-process.ts';
import { useProcesses } from '../support/use-closing.ts';
import { useDatabase } from '../support/use-service.ts';

const database = useDatabase();
const start = useProcesses();

function givenWorker(env: Record<string, string> = {}): GivenProcess {
    return start({ DATABASE_URL: database.url, CLEAN_UP_INTERVAL_SECONDS: '1', ...env }, ['work']);
}

async function givenExpiredKey(url: string): Promise<void> {
    await onDatabase(url, `INSERT INTO idempotency_key (organisation_id, key, fingerprint, attempt,
        locked_until, expires_at)
        VALUES ('acme', gen_random_uuid()::text, repeat('a', 64), gen_random_uuid(), now(),
            now() - interval '1 second')`);
}

async function cleanedUp(url: string): Promise<void> {
    await eventually('expired keys to be removed', () => onDatabase(url, 'SELECT key FROM idempotency_key'),
        { every: 50, until: ({ length }) => length === 0 });
}

async function statusOf(port: number, path: string): Promise<number> {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    await response.arrayBuffer();
    return response.status;
}

describe('a worker', () => {
    test('answers health and nothing else', async () => {
        const { port } = await givenWorker().listening();

        const statuses = await Promise.all([
            '/health/liveness', '/health/readiness', '/health/check', '/health', '/invoices',
            '/invoices/health/check', '/api/docs'
        ]
            .map((path) => statusOf(port, path)));

        expect(statuses).toEqual([200, 200, 200, 200, 404, 404, 404]);
    });

    test('removes expired keys over and over, logs it and counts it', async () => {
        const worker = givenWorker();
        const { metricsPort } = await worker.listening();
        for (let times = 0; times < 2; times += 1) {
            await givenExpiredKey(database.url);
            await cleanedUp(database.url);
        }
        await wait(200);

        const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();

        expect(worker.lines.filter(({ message }) => message === 'Job done'))
            .toMatchObject([{ job: 'clean-up-idempotency-keys', handled: 1 }, { handled: 1 }]);
        expect(metrics).toMatch(/^job_runs_total\{job_name="clean-up-idempotency-keys",outcome="succeeded"\} [1-9]/m);
        expect(metrics).toMatch(/^idempotency_keys_removed_total 2$/m);
        expect(metrics).toMatch(/^job_last_success_timestamp_seconds\{job_name="clean-up-idempotency-keys"\} \d/m);
        expect(metrics).toMatch(/^job_queue_depth\{job_name="clean-up-idempotency-keys",state="retrying"\} 0$/m);
        expect(metrics).toMatch(/^job_queue_oldest_seconds\{job_name="overdue-notices"\} \d/m);
        expect(metrics).toMatch(/^job_queue_dead\{job_name="overdue-notices"\} 0$/m);
        expect(metrics).toMatch(/^job_duration_seconds_count\{job_name="clean-up-idempotency-keys"\} [1-9]/m);
    });

    test('that starts before the database is migrated is not ready, and does its work afterwards', async () => {
        const empty = await givenEmptyDatabase();
        const worker = givenWorker({ DATABASE_URL: empty.url });
        const { port } = await worker.listening();
        await wait(1_500);
        const before = await statusOf(port, '/health/readiness');

        await applyMigrations(empty.url);
        await givenExpiredKey(empty.url);
        await cleanedUp(empty.url);
        const after = await statusOf(port, '/health/readiness');
        worker.kill('SIGTERM');
        await worker.ended;
        await empty.drop();

        expect([before, after]).toEqual([503, 200]);
        expect(worker.lines.filter(({ message }) => message === 'Job failed')).toEqual([]);
    });

    test.each(['SIGTERM', 'SIGINT'] as const)(
        'told to stop by %s in a batch is not ready, finishes it, and exits 0', async (signal) => {
            const lock = await givenLock(database.url, 'LOCK TABLE idempotency_key');
            const worker = givenWorker({ SHUTDOWN_DRAIN_MS: '60000' });
            const { port } = await worker.listening();
            await lock.query(`INSERT INTO idempotency_key (organisation_id, key, fingerprint, attempt,
                locked_until, expires_at)
                VALUES ('acme', gen_random_uuid()::text, repeat('a', 64), gen_random_uuid(), now(),
                    now() - interval '1 second')`);
            await lock.held(1);

            worker.kill(signal);
            await wait(500);
            const readiness = await statusOf(port, '/health/readiness');
            await lock.release();
            const code = await worker.ended;

            expect([readiness, code]).toEqual([503, 0]);
            expect(worker.lines.map(({ message }) => message).filter((message) => message !== 'Request answered')
                .slice(-3)).toEqual(['Told to stop', 'Job done', 'Stopped']);
            expect(await onDatabase(database.url, 'SELECT FROM idempotency_key')).toEqual([]);
        });

    test('with a fault in its configuration exits 78', async () => {
        const worker = givenWorker({ CLEAN_UP_INTERVAL_SECONDS: '0' });

        expect([await worker.ended, worker.stderr()])
            .toEqual([78, expect.stringContaining('CLEAN_UP_INTERVAL_SECONDS must be greater than or equal to 1')]);
    });
});
