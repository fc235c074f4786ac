import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { givenEvent } from '../support/given-event.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenOrganisation } from '../support/given-organisation.ts';
import type { GivenProcess } from '../support/given-process.ts';
import { givenReceiver } from '../support/given-receiver.ts';
import { useClosing, useProcesses } from '../support/use-closing.ts';
import { useService } from '../support/use-service.ts';

const service = useService({ env: { WEBHOOK_ALLOW_PRIVATE: 'true' } });
const closing = useClosing();
const start = useProcesses();

function startWorker(): GivenProcess {
    return start({ DATABASE_URL: service.databaseUrl, WEBHOOK_ALLOW_PRIVATE: 'true' }, ['work']);
}

test('workers killed at random moments lose no event, and bring none of an invoice before an earlier one', async () => {
    const receiver = closing(await givenReceiver());
    const organisation = await givenOrganisation(service);
    const call = await organisation.as({ role: 'admin', sub: 'admin-1' });
    expect((await call('POST', '/webhooks', { body: { url: receiver.url } })).status).toBe(201);
    receiver.answer(async () => {
        await wait(randomInt(60));
        return 200;
    });
    const invoices = Array.from({ length: 4 }, () => randomUUID());
    const sent: string[] = [];
    let producing = true;
    const producer = (async () => {
        for (let n = 0; producing; n += 1) {
            sent.push(await givenEvent(service.databaseUrl, organisation.id,
                { invoiceId: invoices[n % invoices.length] ?? null, data: { n } }));
            await wait(randomInt(40));
        }
    })();

    // One of two workers is killed again and again, somewhere between its start and the middle of its work.
    let workers = [startWorker(), startWorker()];
    for (let kill = 0; kill < 6; kill += 1) {
        await workers[0]?.listening();
        await wait(randomInt(1_500));
        workers[0]?.kill('SIGKILL');
        await workers[0]?.ended;
        workers = [...workers.slice(1), startWorker()];
    }
    // Finally both, so that every claim is a dead worker's. It is taken up when it ends, at most half a minute later,
    // which passes in the database alone.
    await Promise.all(workers.map(({ listening }) => listening()));
    for (const worker of workers) worker.kill('SIGKILL');
    await Promise.all(workers.map(({ ended }) => ended));
    await onDatabase(service.databaseUrl, `UPDATE webhook_delivery
        SET claimed_until = claimed_until - interval '30 seconds' WHERE claimed_until IS NOT NULL`);
    workers = [startWorker(), startWorker()];
    const ports = await Promise.all(workers.map(({ listening }) => listening()));
    producing = false;
    await producer;
    const waiting = `SELECT event_id AS id FROM webhook_delivery WHERE state = 'pending' UNION ALL SELECT id
        FROM outbox_event WHERE position IS NULL`;
    await eventually('nothing that waits', () => onDatabase(service.databaseUrl, waiting),
        { within: 60_000, every: 100, until: ({ length }) => length === 0 });
    const metrics = await Promise.all(
        ports.map(async ({ metricsPort }) => (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()));
    for (const worker of workers) worker.kill('SIGTERM');
    expect(await Promise.all(workers.map(({ ended }) => ended))).toEqual([0, 0]);

    expect(new Set(receiver.received.map(({ id }) => id))).toEqual(new Set(sent));
    for (const invoice of invoices) {
        const numbers = receiver.received.filter(({ event }) => event.invoiceId === invoice).map(({ event }) =>
            Number(event.data['n']));
        expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    }
    expect(sent.length).toBeGreaterThan(50);
    expect(metrics.join('\n')).toMatch(/^webhook_attempts_total\{outcome="delivered"\} [1-9]/m);
    for (const text of metrics) {
        expect(text).toMatch(/^webhook_deliveries_pending 0$/m);
        expect(text).toMatch(/^webhook_oldest_pending_seconds 0$/m);
        expect(text).toMatch(/^event_unplaced_seconds 0$/m);
        expect(text).toMatch(/^webhook_endpoints_paused\{reason="gone"\} 0$/m);
    }
}, 120_000);
