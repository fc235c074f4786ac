import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { placeEvents } from '../../app/domain/events/place-events.ts';
import { deferBlocked } from '../../app/features/webhooks/blocked-deliveries.repository.ts';
import { settleDelivery } from '../../app/features/webhooks/webhook-delivery.repository.ts';
import type { AfterAttempt } from '../../app/features/webhooks/webhook-delivery.ts';
import { eventually } from '../support/eventually.ts';
import { givenEvent } from '../support/given-event.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenRelay } from '../support/given-relay.ts';
import { everyDue } from '../support/every-due.ts';
import { useWebhooks } from '../support/use-webhooks.ts';

const webhooks = useWebhooks();
const { service, clock, database } = webhooks;

const inMs = (ms: number) => new Date(clock.now().getTime() + ms);
const minuteMs = 60_000;
const failed = (nextAttemptAt: Date): AfterAttempt =>
    ({ state: 'pending', nextAttemptAt, lastStatus: 500, lastError: null, pause: null, pace: 'failing' });
const delivered: AfterAttempt = {
    state: 'delivered', nextAttemptAt: null, lastStatus: 204, lastError: null, pause: null, pace: 'prompt'
};

/** A webhook with three events of one invoice; the first was tried once, and is tried again after a pause. */
async function givenBlocked(pauseMs: number, url = 'http://127.0.0.1:9/') {
    const { organisation, call, id, event, deliveries } = await webhooks.givenWebhook(url);
    const invoiceId = randomUUID();
    const events: string[] = [];
    for (let n = 0; n < 3; n += 1) events.push(await event({ invoiceId }));
    await placeEvents(database);
    const claim = () => everyDue(database, clock.now());
    const [attempt] = await claim();
    if (attempt === undefined) throw new Error('nothing was claimed');
    await settleDelivery(database, attempt, failed(inMs(pauseMs)), clock.now());
    return {
        call, id, organisationId: organisation.id, events, claim,
        /** Next attempt of each, the earliest event first. */
        due: async () => (await deliveries())
            .map(({ nextAttemptAt }: { nextAttemptAt: string | null }) => nextAttemptAt).reverse()
    };
}

test('events behind one that is not taken are looked at again when that one is, not with each look', async () => {
    const { due } = await givenBlocked(5 * minuteMs);

    expect(await deferBlocked(database, clock.now())).toBe(2);
    expect(await deferBlocked(database, clock.now())).toBe(0);
    expect(await due()).toEqual(Array.from({ length: 3 }, () => inMs(5 * minuteMs).toISOString()));
});

test('they are looked at after an hour at the latest, and go on when the first is taken', async () => {
    const { due, claim, events } = await givenBlocked(300 * minuteMs);
    await deferBlocked(database, clock.now());
    const first = inMs(300 * minuteMs);
    expect(await due()).toEqual([first, inMs(60 * minuteMs), inMs(60 * minuteMs)].map((at) => at.toISOString()));

    clock.pass(300 * minuteMs);
    const order = [];
    for (let [attempt, ...others] = await claim(); attempt !== undefined; [attempt, ...others] = await claim()) {
        expect([others, order.length < events.length]).toEqual([[], true]);
        order.push(attempt.eventId);
        await settleDelivery(database, attempt, delivered, clock.now());
    }

    expect(order).toEqual(events);
});

test('they go on at once when the first is sent again before its time, or given up', async () => {
    const { call, id, events, claim } = await givenBlocked(30 * minuteMs);
    await deferBlocked(database, clock.now());
    await call('POST', `/webhooks/${id}/replay`, { body: { eventId: events[0] } });

    const order = [];
    for (const after of [
        delivered, { ...failed(clock.now()), state: 'failed', nextAttemptAt: null } as const, delivered
    ]) {
        const [attempt] = await claim();
        if (attempt === undefined) break;
        order.push(attempt.eventId);
        await settleDelivery(database, attempt, after, clock.now());
    }

    expect(order).toEqual(events);
});

test('they are due at once when the webhook is resumed; what was due already is let be', async () => {
    const { call, id, organisationId, due } = await givenBlocked(30 * minuteMs);
    await deferBlocked(database, clock.now());
    await givenEvent(service.databaseUrl, organisationId, { createdAt: clock.now() });
    await placeEvents(database);
    const untried = (await due())[3];
    await call('PATCH', `/webhooks/${id}`, { body: { status: 'paused' } });
    clock.pass(1_000);

    await call('PATCH', `/webhooks/${id}`, { body: { status: 'active' } });

    const resumed = clock.now().toISOString();
    expect(await due()).toEqual([resumed, resumed, resumed, untried]);
});

test('of an invoice none of whose events failed nothing is put off, nor of another webhook, nor what is under way',
    async () => {
        const { call, organisationId, events, id } = await givenBlocked(5 * minuteMs);
        await call('POST', '/webhooks', { body: { url: 'http://127.0.0.1:10/' } });
        const own = randomUUID();
        for (const invoiceId of [own, own, null])
            await givenEvent(service.databaseUrl, organisationId, { invoiceId, createdAt: clock.now() });
        await placeEvents(database);
        await onDatabase(service.databaseUrl, `UPDATE webhook_delivery SET claim = gen_random_uuid(),
            claimed_until = now() + interval '30 seconds' WHERE endpoint_id = $1 AND event_id = $2`,
            [id, events[2]]);

        expect(await deferBlocked(database, clock.now())).toBe(1);
        const rows = await onDatabase(service.databaseUrl,
            'SELECT event_id FROM webhook_delivery WHERE next_attempt_at > $1 AND attempts = 0', [clock.now()]);
        expect(rows).toEqual([{ event_id: events[1] }]);
    });

test('a relay puts off what is blocked', async () => {
    const receiver = await webhooks.receiver();
    receiver.answer(() => 500);
    const { due } = await givenBlocked(30 * minuteMs, receiver.url);
    const relay = givenRelay(service.databaseUrl, clock);
    try {
        await eventually('all to be put off', due, { until: (times: readonly string[]) =>
            times.every((at) => at === inMs(30 * minuteMs).toISOString()) });
    } finally {
        await relay.close();
    }
    expect(receiver.received).toEqual([]);
});
