import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { Webhook as Verifier } from 'standardwebhooks';
import { cleanUpDeliveries } from '../../app/features/webhooks/clean-up-deliveries.ts';
import { eventually } from '../support/eventually.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenReceiver, type Received } from '../support/given-receiver.ts';
import { givenRelay } from '../support/given-relay.ts';
import { useWebhooks } from '../support/use-webhooks.ts';

const { service, clock, receiver, relay, givenWebhook } = useWebhooks();

const hourMs = 3_600_000;

async function until(condition: () => Promise<boolean>): Promise<void> {
    await eventually('what the test waits for', condition);
}

const verified = (secret: string, { body, headers }: Received): unknown => new Verifier(secret)
    .verify(body, headers as Record<string, string>);

describe('an event', () => {
    test('reaches the webhook, signed, as the feed shows it', async () => {
        const { url, received, arrived } = await receiver();
        const { organisation, secret, deliveries, read } = await givenWebhook(url);
        relay({ pollMs: 500 });

        const issued = await organisation.issued();
        await arrived(1);

        const [webhook] = received;
        const { body: { data: [event] } } = await organisation.call('GET', '/events');
        expect(webhook?.headers).toMatchObject({
            'content-type': 'application/json', 'webhook-id': event.id, 'user-agent': 'invoices-service/test'
        });
        expect(webhook && verified(secret, webhook)).toEqual({
            type: 'invoice.issued', timestamp: event.createdAt, position: event.position, organisation: organisation.id,
            invoiceId: issued.id, data: event.data
        });
        await until(async () => (await deliveries())[0].state === 'delivered');
        expect(await deliveries()).toEqual([{
            eventId: event.id, position: event.position, type: 'invoice.issued', invoiceId: issued.id,
            state: 'delivered', attempts: 1, nextAttemptAt: null, lastAttemptAt: clock.now().toISOString(),
            lastStatus: 204, lastError: null, deliveredAt: clock.now().toISOString()
        }]);
        expect(await read()).toMatchObject({ lastSuccessAt: clock.now().toISOString(), version: 1 });
    });

    test('signed with another secret, or changed on its way, is not verified', async () => {
        const { url, received, arrived } = await receiver();
        const { secret, event } = await givenWebhook(url);
        relay();
        await event();
        await arrived(1);

        const [webhook] = received;
        if (webhook === undefined) throw new Error('nothing arrived');
        expect(() => verified(`whsec_${Buffer.alloc(32).toString('base64')}`, webhook))
            .toThrow('No matching signature');
        expect(() => verified(secret, { ...webhook, body: webhook.body.replace('invoice', 'Invoice') }))
            .toThrow('No matching signature');
        expect(() => verified(secret, { ...webhook, headers: { ...webhook.headers, 'webhook-id': 'other' } }))
            .toThrow('No matching signature');
        expect(verified(secret, webhook)).toMatchObject({ type: 'invoice.issued' });
    });

    test('is signed by both secrets during the grace of a rotation, and by the new one alone afterwards', async () => {
        const { url, received, arrived } = await receiver();
        const { id, call, secret, event } = await givenWebhook(url);
        const { body: { secret: fresh } } = await call(
            'POST', `/webhooks/${id}/rotate-secret`, { body: { graceHours: 1 } });
        relay();

        await event();
        await arrived(1);
        clock.pass(hourMs - 1_000);
        await event();
        await arrived(2);
        clock.pass(1_000);
        await event();
        await arrived(3);

        expect(received.map(({ headers }) => String(headers['webhook-signature']).split(' ').length))
            .toEqual([2, 2, 1]);
        // The verifier's own clock is behind the test's, so only the signatures are compared.
        const signatures = received.map(({ body, id: eventId, headers }) => [secret, fresh].map((each) =>
            String(headers['webhook-signature']).includes(new Verifier(each).sign(
                eventId, new Date(Number(headers['webhook-timestamp']) * 1_000), body))));
        expect(signatures).toEqual([[true, true], [true, true], [false, true]]);
        clock.pass(-hourMs);
    });

    test('goes to the webhooks of its organisation that want its type, and to no other', async () => {
        const [all, some, none, foreign] = [await receiver(), await receiver(), await receiver(), await receiver()];
        const { organisation, call, event } = await givenWebhook(all.url);
        await call('POST', '/webhooks', { body: { url: some.url, types: ['invoice.paid', 'payment.recorded'] } });
        await call('POST', '/webhooks', { body: { url: none.url, types: ['invoice.overdue'] } });
        await givenWebhook(foreign.url);
        relay();

        await event({ type: 'invoice.issued' });
        const paid = await event({ type: 'invoice.paid' });
        await Promise.all([all.arrived(2), some.arrived(1)]);
        await wait(200);

        expect([all, some, none, foreign].map(({ received }) => received.map(({ event: { type } }) => type)))
            .toEqual([['invoice.issued', 'invoice.paid'], ['invoice.paid'], [], []]);
        expect(some.received[0]?.id).toBe(paid);
        expect(organisation.id).toBe(JSON.parse(all.received[0]?.body ?? '').organisation);
    });

    test('that was placed by a reader of the feed is delivered all the same', async () => {
        const { url, arrived } = await receiver();
        const { organisation, event } = await givenWebhook(url);
        await event();
        await organisation.call('GET', '/events');
        relay();

        await arrived(1);
    });
});

describe('an event that is not taken', () => {
    test('is sent again after its pause, the same to the byte, until it is', async () => {
        const { url, received, answer, arrived } = await receiver();
        const { event, deliveries } = await givenWebhook(url);
        const given = relay();
        answer(() => (received.length < 3 ? 503 : 200));
        const eventId = await event();
        await given.attempted(1);

        expect(await deliveries()).toMatchObject([{
            eventId, state: 'pending', attempts: 1, lastStatus: 503, lastError: null,
            nextAttemptAt: new Date(clock.now().getTime() + 5_000).toISOString()
        }]);
        clock.pass(4_999);
        await wait(150);
        const before = received.length;
        clock.pass(1);
        await arrived(2);
        await given.attempted(2);
        clock.pass(60_000);
        await arrived(3);
        await given.attempted(3);

        expect(before).toBe(1);
        expect(given.outcomes).toEqual(['pending', 'pending', 'delivered']);
        expect(new Set(received.map(({ id }) => id))).toEqual(new Set([eventId]));
        expect(new Set(received.map(({ body }) => body)).size).toBe(1);
        expect(new Set(received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(3);
        expect(await deliveries('?state=delivered')).toMatchObject([{ eventId, attempts: 3, lastStatus: 200 }]);
    });

    test('is sent again no sooner than the receiver asks for', async () => {
        const { url, answer } = await receiver();
        const { event, deliveries } = await givenWebhook(url);
        const given = relay();
        answer((_received, response) => {
            response.writeHead(429, { 'retry-after': '600' }).end();
            return undefined;
        });
        await event();
        await given.attempted(1);

        expect(await deliveries()).toMatchObject([{
            lastStatus: 429, nextAttemptAt: new Date(clock.now().getTime() + 600_000).toISOString()
        }]);
    });

    test('shows why there was no answer', async () => {
        const { url, close } = await givenReceiver();
        await close();
        const { event, deliveries } = await givenWebhook(url);
        const given = relay();
        await event();
        await given.attempted(1);

        expect(await deliveries()).toMatchObject([{ state: 'pending', lastStatus: null, lastError: 'connection' }]);
    });

    test('for three days is given up, and the webhook is paused when nothing else arrived', async () => {
        const { url, received, answer } = await receiver();
        const { event, deliveries, read, organisation } = await givenWebhook(url);
        const given = relay();
        answer(() => 500);
        const eventId = await event();
        const startedAt = clock.now().getTime();
        for (let attempts = 1; ; attempts += 1) {
            await given.attempted(attempts);
            const [{ nextAttemptAt }] = await deliveries();
            if (nextAttemptAt === null) break;
            clock.pass(new Date(nextAttemptAt).getTime() - clock.now().getTime());
        }
        expect((clock.now().getTime() - startedAt) / hourMs).toBeGreaterThan(71);
        expect((clock.now().getTime() - startedAt) / hourMs).toBeLessThanOrEqual(72);
        expect(received.map(({ id }) => id)).toEqual(Array.from({ length: 11 }, () => eventId));
        expect(await deliveries('?state=failed')).toMatchObject([{ eventId, attempts: 11, lastStatus: 500 }]);
        expect(await read())
            .toMatchObject({ status: 'paused', pausedReason: 'failing', pausedAt: expect.any(String), version: 2 });
        expect(await onDatabase(service.databaseUrl, `SELECT actor, after->>'pausedReason' AS reason FROM audit_entry
            WHERE organisation_id = $1 AND action = 'webhook.changed'`, [organisation.id]))
            .toEqual([{ actor: 'worker', reason: 'failing' }]);
        expect(given.messages).toContain('A webhook was paused');
    });

    test('is given up without a pause when others arrived meanwhile', async () => {
        const { url, answer } = await receiver();
        const { event, deliveries, read } = await givenWebhook(url);
        const bad = await event({ data: { n: 'bad' } });
        answer(({ id }) => (id === bad ? 500 : 200));
        const given = relay();
        await given.attempted(1);
        await event({ data: { n: 'good' } });
        await given.attempted(2);
        clock.pass(73 * hourMs);
        await given.attempted(3);

        expect(await deliveries('?state=failed')).toMatchObject([{ eventId: bad, attempts: 2 }]);
        expect(await read()).toMatchObject({ status: 'active' });
    });
});

describe('the events of an invoice', () => {
    test('keep their order while one of them is not taken, and hold up no other invoice', async () => {
        const { url, received, answer, arrived } = await receiver();
        const { event } = await givenWebhook(url);
        const [stuck, free] = [randomUUID(), randomUUID()];
        let broken = true;
        answer(({ event: { invoiceId } }) => (broken && invoiceId === stuck ? 500 : 200));
        const given = relay();

        const first = await event({ invoiceId: stuck });
        await given.attempted(1);
        const second = await event({ invoiceId: stuck });
        const third = await event({ invoiceId: stuck });
        const others = [
            await event({ invoiceId: free }), await event({ invoiceId: free }), await event({ invoiceId: null })
        ];
        await arrived(4);
        await wait(200);
        const meanwhile = received.map(({ id }) => id);
        broken = false;
        clock.pass(6_000);
        await arrived(7);

        expect(meanwhile).toHaveLength(4);
        expect(new Set(meanwhile)).toEqual(new Set([first, ...others]));
        expect(meanwhile.indexOf(others[0] ?? '')).toBeLessThan(meanwhile.indexOf(others[1] ?? ''));
        expect(received.slice(4).map(({ id }) => id)).toEqual([first, second, third]);
    });

    test('go on after one that was given up', async () => {
        const { url, received, answer, arrived } = await receiver();
        const { event, patch, read } = await givenWebhook(url);
        const invoiceId = randomUUID();
        const [bad, good] = [await event({ invoiceId }), await event({ invoiceId })];
        answer(({ id }) => (id === bad ? 500 : 200));
        const given = relay();
        await given.attempted(1);
        clock.pass(73 * hourMs);
        await given.attempted(2);
        // No other delivery had arrived, so it is paused; its owner resumes it.
        await until(async () => (await read()).status === 'paused');
        await patch({ status: 'active' });
        await arrived(3);

        expect(received.map(({ id }) => id)).toEqual([bad, bad, good]);
    });

    test('arrive in their order whatever fails, from two workers, without any being lost', async () => {
        const { url, received, answer } = await receiver();
        const { event, deliveries } = await givenWebhook(url);
        const invoices = Array.from({ length: 5 }, () => randomUUID());
        // Three of ten attempts fail, and each answer takes its time.
        answer(async () => {
            await wait(Math.random() * 20);
            return Math.random() < 0.3 ? 500 : 200;
        });
        relay();
        relay();
        const sent: { id: string; invoiceId: string }[] = [];
        for (let n = 0; n < 60; n += 1) {
            const invoiceId = invoices[n % invoices.length] ?? '';
            sent.push({ invoiceId, id: await event({ invoiceId, data: { n } }) });
        }
        await until(async () => {
            clock.pass(10 * 60_000);
            await wait(50);
            return (await deliveries('?state=pending&limit=100')).length === 0;
        });

        expect(new Set(received.map(({ id }) => id))).toEqual(new Set(sent.map(({ id }) => id)));
        for (const invoice of invoices) {
            const numbers = received.filter(({ event: { invoiceId } }) => invoiceId === invoice)
                .map(({ event: { data } }) => Number(data['n']));
            // An attempt may be repeated, but never one of an earlier event after one of a later.
            expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
        }
    });
});

describe('a slow webhook', () => {
    test('has at most four attempts under way, and holds up no other', async () => {
        const [slow, fast] = [await receiver(), await receiver()];
        let atOnce = 0;
        let most = 0;
        slow.answer(async () => {
            atOnce += 1;
            most = Math.max(most, atOnce);
            await wait(400);
            atOnce -= 1;
            return 200;
        });
        const { call, event } = await givenWebhook(slow.url);
        await call('POST', '/webhooks', { body: { url: fast.url } });
        for (let n = 0; n < 12; n += 1) await event();
        relay();

        await fast.arrived(12);
        const slowMeanwhile = slow.received.length;
        await slow.arrived(12);

        expect([slowMeanwhile <= 8, most]).toEqual([true, 4]);
    });
});

describe('a paused webhook', () => {
    test('is sent nothing; what waits goes on when it is resumed, what happened meanwhile is sent when asked for',
        async () => {
            const { url, received, answer, arrived } = await receiver();
            const { event, patch, deliveries, replay } = await givenWebhook(url);
            const given = relay();
            answer(() => 500);
            const waiting = await event();
            await given.attempted(1);
            await patch({ status: 'paused' });
            answer(() => 200);
            const missed = await event();
            clock.pass(hourMs);
            await wait(200);
            const whilePaused = received.length;

            await patch({ status: 'active' });
            await arrived(2);
            await given.attempted(2);
            const afterwards = (await deliveries()).map(({ eventId, state, attempts }: Record<string, unknown>) =>
                [eventId, state, attempts]);
            const [{ position }] = await deliveries();
            const replayed = await replay({ after: position });
            await arrived(3);

            expect([whilePaused, received[1]?.id, received[2]?.id]).toEqual([1, waiting, missed]);
            expect(afterwards).toEqual([[waiting, 'delivered', 1]]);
            expect([replayed.status, replayed.body])
                .toEqual([202, { replayed: 1, nextAfter: null, leftThisHour: 9_999 }]);
        });

    test('that answered 410 was paused at once, with its reason, and its events wait', async () => {
        const { url, received, answer, arrived } = await receiver();
        const { event, patch, deliveries, read } = await givenWebhook(url);
        const given = relay();
        answer(() => 410);
        const eventId = await event();
        await given.attempted(1);
        clock.pass(hourMs);
        await wait(150);
        const paused = [await read(), await deliveries(), received.length];
        answer(() => 204);
        await patch({ status: 'active' });
        await arrived(2);

        expect(paused).toMatchObject([
            { status: 'paused', pausedReason: 'gone', version: 2 }, [{ eventId, state: 'pending', lastStatus: 410 }], 1
        ]);
        expect(await read()).toMatchObject({ status: 'active', pausedReason: null, pausedAt: null });
    });

    test('that gets another address is sent there what waits', async () => {
        const [old, fresh] = [await receiver(), await receiver()];
        const { event, patch } = await givenWebhook(old.url);
        const given = relay();
        old.answer(() => 500);
        const eventId = await event();
        await given.attempted(1);

        await patch({ url: fresh.url });
        await fresh.arrived(1);

        expect(fresh.received[0]?.id).toBe(eventId);
    });
});

describe('sending again', () => {
    test('an event that was delivered comes under its id, with the same body', async () => {
        const { url, received, arrived } = await receiver();
        const { event, replay } = await givenWebhook(url, { types: ['invoice.paid'] });
        const given = relay();
        const eventId = await event({ type: 'invoice.paid' });
        await given.attempted(1);

        const answer = await replay({ eventId });
        await arrived(2);

        expect([answer.status, answer.body]).toEqual([202, { replayed: 1, nextAfter: null, leftThisHour: 9_999 }]);
        expect(received.map(({ id }) => id)).toEqual([eventId, eventId]);
        expect(received[1]?.body).toBe(received[0]?.body);
    });

    test('one event comes also when the webhook does not want its type; many only when it does', async () => {
        const { url, received, arrived } = await receiver();
        const { event, replay } = await givenWebhook(url, { types: ['invoice.paid'] });
        relay();
        const issued = await event({ type: 'invoice.issued' });

        const [many, one] = [await replay({ after: '0' }), await replay({ eventId: issued })];
        await arrived(1);

        expect([many.body, one.body, received.map(({ id }) => id)])
            .toEqual([{ replayed: 0, nextAfter: null, leftThisHour: 10_000 },
                { replayed: 1, nextAfter: null, leftThisHour: 9_999 }, [issued]]);
    });

    test('from an instant, or a day, on comes what happened then, in order', async () => {
        const { url, received, arrived } = await receiver();
        const { event, replay } = await givenWebhook(url);
        const invoiceId = randomUUID();
        await event({ invoiceId, createdAt: new Date('2026-03-01T11:59:59.999Z') });
        const noon = await event({ invoiceId, createdAt: new Date('2026-03-01T12:00:00.000Z') });
        const later = await event({ invoiceId, createdAt: new Date('2026-03-02T00:00:00.000Z') });
        relay();
        await arrived(3);

        const answers = [await replay({ from: '2026-03-01T13:00:00+01:00' })];
        await arrived(5);
        answers.push(await replay({ from: '2026-03-02' }));
        await arrived(6);

        expect(answers.map(({ body }) => body.replayed)).toEqual([2, 1]);
        expect(received.slice(3).map(({ id }) => id)).toEqual([noon, later, later]);
    });

    test('queues at most 1000 events with one call, and says where to go on', async () => {
        const { url } = await receiver();
        const { organisation, replay, patch } = await givenWebhook(url);
        await patch({ status: 'paused' });
        await onDatabase(service.databaseUrl, `INSERT INTO outbox_event (id, organisation_id, invoice_id,
            type, payload, created_at)
            SELECT gen_random_uuid(), $1, gen_random_uuid(), 'invoice.issued', '{}', now()
                FROM generate_series(1, 1001)`, [organisation.id]);

        let first = await replay({ after: '0' });
        // A call places at most 1000 new events.
        if (first.body.replayed < 1_000) first = await replay({ after: '0' });
        const second = await replay({ after: first.body.nextAfter });

        expect([first.body, second.body]).toEqual([
            { replayed: 1_000, nextAfter: expect.stringMatching(/^\d+$/), leftThisHour: expect.any(Number) },
            { replayed: 1, nextAfter: null, leftThisHour: first.body.leftThisHour - 1 }
        ]);
    });

    test('under an Idempotency-Key is done once', async () => {
        const { url, received, arrived } = await receiver();
        const { event, replay } = await givenWebhook(url);
        const given = relay();
        const eventId = await event();
        await given.attempted(1);

        const [first, again] = [
            await replay({ eventId }, { 'idempotency-key': 'r' }), await replay({ eventId }, { 'idempotency-key': 'r' })
        ];
        await arrived(2);
        await wait(200);

        expect([first.status, again.status, again.headers['idempotent-replayed'], received.length])
            .toEqual([202, 202, 'true', 2]);
    });

    test.each([
        [{}, 400, 'eventId'], [{ after: '1', from: '2026-03-01' }, 400, 'eventId'], [{ after: -1 }, 400, 'after'],
        [{ after: '1.5' }, 400, 'after'], [{ eventId: 'x' }, 400, 'eventId'], [{ from: 'yesterday' }, 400, 'from'],
        [{ from: '2026-02-30' }, 400, 'from'], [{ all: true }, 400, 'all'], [{ eventId: randomUUID() }, 404, 'eventId']
    ])('%j is refused', async (body, status, field) => {
        const { url } = await receiver();
        const { replay } = await givenWebhook(url);

        expect(await replay(body)).toMatchObject({ status, body: { message: expect.stringContaining(field) } });
    });

    test("another organisation's event is not there", async () => {
        const { url } = await receiver();
        const [own, other] = [await givenWebhook(url), await givenWebhook(url)];

        expect(await own.replay({ eventId: await other.event() }))
            .toMatchObject({ status: 404, body: { code: 'EVENT_NOT_FOUND' } });
    });
});

describe('the list of deliveries', () => {
    test('is read in pages, the newest first, by state', async () => {
        const { url, answer } = await receiver();
        const { event, call, id } = await givenWebhook(url);
        const events = [await event(), await event(), await event()];
        answer((received) => (received.id === events[1] ? 500 : 200));
        const given = relay();
        await given.attempted(3);

        const first = (await call('GET', `/webhooks/${id}/deliveries?limit=2`)).body;
        const second = (await call('GET', `/webhooks/${id}/deliveries?limit=2&cursor=${first.nextCursor}`)).body;
        const pending = (await call('GET', `/webhooks/${id}/deliveries?state=pending`)).body;

        const ids = (page: { data: { eventId: string }[] }) => page.data.map(({ eventId }) => eventId);
        expect([ids(first), ids(second), second.nextCursor, ids(pending)])
            .toEqual([[events[2], events[1]], [events[0]], null, [events[1]]]);
    });

    test.each(['limit=0', 'limit=101', 'state=lost', 'cursor=x', 'page=1'])('?%s is refused', async (query) => {
        const { url } = await receiver();
        const { call, id } = await givenWebhook(url);

        expect(await call('GET', `/webhooks/${id}/deliveries?${query}`))
            .toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
    });
});

describe('a worker that is told to stop', () => {
    test('ends what is under way, and begins nothing new', async () => {
        const { url, received, answer, arrived } = await receiver();
        const { event, deliveries } = await givenWebhook(url);
        const given = givenRelay(service.databaseUrl, clock);
        answer(async () => {
            await wait(300);
            return 200;
        });
        const invoiceId = randomUUID();
        const [first, second] = [await event({ invoiceId }), await event({ invoiceId })];
        await arrived(1);
        await until(async () => (await deliveries()).length === 2);

        await given.close();

        expect([received.map(({ id }) => id), given.outcomes]).toEqual([[first], ['delivered']]);
        expect((await deliveries()).map(({ eventId, state }: Record<string, string>) => [eventId, state]))
            .toEqual([[second, 'pending'], [first, 'delivered']]);
    });

    test('gives back what does not end within its grace, and another worker sends it at once', async () => {
        const { url, received, answer, arrived } = await receiver();
        const { event, deliveries } = await givenWebhook(url);
        const given = givenRelay(service.databaseUrl, clock, { graceMs: 100 });
        answer(() => (received.length === 1 ? new Promise(() => undefined) : 200));
        const eventId = await event();
        await arrived(1);

        await given.close();
        const returned = await deliveries();
        relay();
        await arrived(2);

        expect([given.outcomes, returned])
            .toMatchObject([['handed_back'], [{ eventId, state: 'pending', attempts: 0 }]]);
        expect(received.map(({ id }) => id)).toEqual([eventId, eventId]);
    });
});

test('an attempt that was taken for dead says nothing of the one that took over', async () => {
    const { url, received, answer, arrived } = await receiver();
    const { event, deliveries } = await givenWebhook(url);
    const dead = relay();
    let releaseFirst: (status: number) => void = () => undefined;
    answer(() => (received.length === 1 ? new Promise<number>((resolve) => {
        releaseFirst = resolve;
    }) : 200));
    await event();
    await arrived(1);
    // Its claim ends, as if its process had hung.
    await onDatabase(service.databaseUrl,
        `UPDATE webhook_delivery SET claimed_until = now() - interval '1 second' WHERE state = 'pending'`);
    const other = relay();
    await arrived(2);
    await other.attempted(1);
    await until(async () => (await deliveries())[0].state === 'delivered');
    releaseFirst(500);
    await dead.attempted(1);

    expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: 2, lastStatus: 200 }]);
});

test('what ended 30 days ago is removed, its event is not, and what waits is not', async () => {
    const { url, answer } = await receiver();
    const { event, deliveries, organisation } = await givenWebhook(url);
    const given = relay();
    const old = await event();
    await given.attempted(1);
    answer(() => 500);
    const waiting = await event();
    await given.attempted(2);
    const { database } = service.dependencies;
    const remove = async () => cleanUpDeliveries({ database, clock }, new AbortController().signal);

    clock.pass(30 * 24 * hourMs);
    await until(async () => (await deliveries('?state=pending')).length === 0 || given.outcomes.length > 2);
    const atTheBound = await remove();
    clock.pass(1);
    const removed = await remove();

    expect([atTheBound, removed]).toEqual([0, 1]);
    expect((await deliveries()).map(({ eventId }: Record<string, string>) => eventId)).toEqual([waiting]);
    expect((await organisation.call('GET', `/events/${old}`)).status).toBe(200);
});
