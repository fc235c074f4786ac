import { expect, test } from '@jest/globals';
import { relayTurns } from '../../app/features/webhooks/relay-turns.ts';
import { eventually } from '../support/eventually.ts';
import { givenEvent } from '../support/given-event.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenOrganisation } from '../support/given-organisation.ts';
import { useWebhooks } from '../support/use-webhooks.ts';

const { service, clock, database, receiver, relay } = useWebhooks();

async function givenWebhooks(urls: readonly string[]) {
    const organisation = await givenOrganisation(service);
    const call = await organisation.as({ role: 'admin', sub: 'admin-1' });
    const made = await Promise.all(urls.map((url) => call('POST', '/webhooks', { body: { url } })));
    expect(made.map(({ status }) => status)).toEqual(urls.map(() => 201));
    return { organisationId: organisation.id, ids: made.map(({ body }) => String(body.id)) };
}

test('forty webhooks that never answer hold up none that does', async () => {
    const hanging = await Promise.all(Array.from({ length: 4 }, () => receiver()));
    const well = await receiver();
    hanging.forEach(({ answer }) => answer(() => undefined));
    const { organisationId, ids: [first] } = await givenWebhooks([well.url, ...hanging.flatMap(({ url }) =>
        Array.from({ length: 10 }, (_, n) => `${url}?webhook=${n}`))]);
    // It has taken an event before.
    await onDatabase(service.databaseUrl, "UPDATE webhook_endpoint SET pace = 'prompt' WHERE id = $1", [first]);
    for (let n = 0; n < 10; n += 1) await givenEvent(service.databaseUrl, organisationId, { createdAt: clock.now() });
    relay({ graceMs: 0 });
    await eventually('hanging attempts', () => sumOf(hanging), { until: (count) => count >= 6 });

    for (let n = 0; n < 20; n += 1) await givenEvent(service.databaseUrl, organisationId, { createdAt: clock.now() });
    // The first of the hanging attempts is given up after 15 s.
    await eventually('thirty events', () => well.received.length, { within: 10_000, until: (count) => count >= 30 });

    expect(well.received.length).toBe(30);
    expect(sumOf(hanging)).toBeLessThanOrEqual(6);
});

function sumOf(receivers: readonly { readonly received: readonly unknown[] }[]): number {
    return receivers.reduce((sum, { received }) => sum + received.length, 0);
}

test('deliveries begin before all of many new events have their places', async () => {
    const well = await receiver();
    const { organisationId } = await givenWebhooks([well.url]);
    await onDatabase(service.databaseUrl, `INSERT INTO outbox_event (id, organisation_id, invoice_id,
        type, payload, created_at)
        SELECT gen_random_uuid(), $1, gen_random_uuid(), 'invoice.issued', '{}', $2 FROM generate_series(1, 6000)`,
        [organisationId, clock.now()]);
    relay();

    await well.arrived(1);
    const [left] = await onDatabase(
        service.databaseUrl, 'SELECT count(*)::int AS unplaced FROM outbox_event WHERE position IS NULL');

    expect(left?.['unplaced']).toBeGreaterThan(0);
});

test('a claim takes about as long when twenty thousand deliveries are due at the same time, as after a pause',
    async () => {
        const { organisationId, ids: [id = ''] } = await givenWebhooks(['http://127.0.0.1:9/']);
        const waiting = (count: number) => onDatabase(service.databaseUrl, `INSERT INTO webhook_delivery (endpoint_id,
            event_id, organisation_id, position, invoice_id, state, next_attempt_at)
            SELECT $1::uuid, e.id, $2, 1, gen_random_uuid(), 'pending', $3::timestamptz
            FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, $4::int)) e`,
            [id, organisationId, clock.now(), count]);
        const fastest = async () => {
            const times = [];
            for (let n = 0; n < 8; n += 1) {
                const startedAt = performance.now();
                await relayTurns().take(database, clock.now());
                times.push(performance.now() - startedAt);
            }
            return Math.min(...times);
        };
        await waiting(100);
        const few = await fastest();

        await waiting(20_000);
        await onDatabase(service.databaseUrl, 'ANALYZE webhook_delivery');

        expect(await fastest()).toBeLessThan(few * 5 + 15);
    });

test('an event of a process whose clock is ten minutes ahead is delivered at once', async () => {
    const well = await receiver();
    const { organisationId } = await givenWebhooks([well.url]);
    clock.pass(Date.now() + 60_000 - clock.now().getTime());
    relay();

    const id = await givenEvent(service.databaseUrl, organisationId, { createdAt: new Date(
        clock.now().getTime() + 600_000) });
    await well.arrived(1);

    expect(well.received[0]?.id).toBe(id);
});
