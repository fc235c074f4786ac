import { expect, test } from '@jest/globals';
import { placeEvents } from '../../app/domain/events/place-events.ts';
import { relayTurns } from '../../app/features/webhooks/relay-turns.ts';
import { eventually } from '../support/eventually.ts';
import { givenEvent } from '../support/given-event.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenOrganisation } from '../support/given-organisation.ts';
import type { GivenReceiver } from '../support/given-receiver.ts';
import { useWebhooks } from '../support/use-webhooks.ts';

const { service, clock, database, receiver, relay } = useWebhooks();

/** An organisation with webhooks at these addresses. */
async function givenTenant(urls: readonly string[]) {
    const organisation = await givenOrganisation(service);
    const call = await organisation.as({ role: 'admin' });
    for (const url of urls) expect((await call('POST', '/webhooks', { body: { url } })).status).toBe(201);
    return {
        id: organisation.id,
        events: async (count: number) => {
            for (let n = 0; n < count; n += 1)
                await givenEvent(service.databaseUrl, organisation.id, { createdAt: clock.now() });
        }
    };
}

/** A receiver that keeps each attempt open, and counts those. */
async function givenSlow(): Promise<GivenReceiver & { open(): number; release(): void }> {
    const slow = await receiver();
    const waiting: (() => void)[] = [];
    slow.answer(() => new Promise((resolve) => waiting.push(() => resolve(204))));
    return { ...slow, open: () => waiting.length, release: () => waiting.splice(0).forEach((answer) => answer()) };
}

const tenAt = ({ url }: GivenReceiver) => Array.from({ length: 10 }, (_, n) => `${url}?webhook=${n}`);

test('twenty webhooks at slow receivers have eight attempts at most, and an event of another comes beside them',
    async () => {
        const [one, two, prompt] = [await givenSlow(), await givenSlow(), await receiver()];
        const slow = await givenTenant([...tenAt(one), ...tenAt(two)]);
        const other = await givenTenant([prompt.url]);
        await slow.events(24);
        const { outcomes } = relay({ graceMs: 0 });
        await eventually('the share to be taken', () => one.open() + two.open(), { until: (open) => open >= 6 });

        await other.events(1);
        await prompt.arrived(1);

        // None of the slow ones has ended, so they are all that ever began.
        expect(outcomes.filter((outcome) => outcome !== 'delivered')).toEqual([]);
        expect(one.open() + two.open()).toBe(one.received.length + two.received.length);
        expect(one.open() + two.open()).toBeLessThanOrEqual(8);
        expect(Math.max(one.open(), two.open())).toBeLessThanOrEqual(4);
    });

test('a tenant that has taken its events promptly gets them beside its own slow receivers', async () => {
    const [one, two, prompt] = [await givenSlow(), await givenSlow(), await receiver()];
    const tenant = await givenTenant([prompt.url]);
    relay({ graceMs: 0 });
    await tenant.events(1);
    await eventually('its pace to be known', () => onDatabase(
        service.databaseUrl, 'SELECT pace FROM webhook_endpoint WHERE organisation_id = $1', [tenant.id]),
    { until: ([row]) => row?.['pace'] === 'prompt' });
    // A sealed secret opens for its own webhook only, so the copies have a plain one, as of the build before.
    await onDatabase(service.databaseUrl, `INSERT INTO webhook_endpoint
        SELECT r.* FROM webhook_endpoint w CROSS JOIN generate_series(2, 21) n
        CROSS JOIN LATERAL jsonb_populate_record(w, jsonb_build_object('id', gen_random_uuid(), 'slot', n,
            'pace', NULL, 'sealed_secret', NULL, 'secret', 'whsec_' || encode(sha256('copy'), 'base64'),
            'url', CASE n % 2 WHEN 0 THEN $2::text ELSE $3::text END || '?webhook=' || n)) r
        WHERE w.organisation_id = $1`, [tenant.id, one.url, two.url]);

    await tenant.events(20);
    await prompt.arrived(21);

    expect(one.open() + two.open()).toBe(6);
});

test('a host that many organisations use has eight attempts at most, and they take turns', async () => {
    const shared = await givenSlow();
    const tenants = [];
    for (let n = 0; n < 12; n += 1) tenants.push(await givenTenant([`${shared.url}?tenant=${n}`]));
    for (const tenant of tenants) await tenant.events(3);
    relay({ graceMs: 0 });
    await eventually('the host to be full', shared.open, { until: (open) => open >= 8 });
    const elsewhere = await receiver();
    const other = await givenTenant([elsewhere.url]);

    await other.events(1);
    await elsewhere.arrived(1);
    expect(shared.received.length).toBe(8);
    shared.release();
    await eventually('all to have had a turn', () => {
        shared.release();
        return new Set(shared.received.map(({ path }) => path)).size;
    }, { until: (paths) => paths === 12 });

    // No organisation had a third event before each had its first.
    const paths = shared.received.map(({ path }) => path);
    const firstOfLast = Math.max(...[...new Set(paths)].map((path) => paths.indexOf(path)));
    const before = paths.slice(0, firstOfLast);
    expect(Math.max(...before.map((path) => before.filter((each) => each === path).length))).toBeLessThanOrEqual(2);
});

/** Organisations with one webhook each at a host of its own, and that many due deliveries. */
async function givenQueues(prefix: string, organisations: number, deliveries: number): Promise<void> {
    await onDatabase(service.databaseUrl, `WITH organisations AS (
            INSERT INTO organisation SELECT r.* FROM (SELECT o FROM organisation o LIMIT 1) o
            CROSS JOIN generate_series(1, $2::int) n
            CROSS JOIN LATERAL jsonb_populate_record(o.o, jsonb_build_object('id', $1 || lpad(n::text, 4, '0'))) r
            RETURNING id),
        endpoints AS (
            INSERT INTO webhook_endpoint (id, organisation_id, slot, version, url, types, status, secret, created_at,
                updated_at)
            SELECT gen_random_uuid(), id, 1, 1, 'http://127.0.0.1:9/' || id, '{}', 'active', 'whsec_x', $4, $4
            FROM organisations RETURNING id, organisation_id),
        events AS (
            INSERT INTO outbox_event (id, organisation_id, type, payload, created_at, position)
            SELECT gen_random_uuid(), organisation_id, 'invoice.issued', '{}', $4,
                nextval('outbox_event_position_seq')
            FROM endpoints CROSS JOIN generate_series(1, $3::int)
            RETURNING id, organisation_id, position)
        INSERT INTO webhook_delivery (endpoint_id, event_id, organisation_id, position, invoice_id, state,
            next_attempt_at)
        SELECT w.id, e.id, w.organisation_id, e.position, gen_random_uuid(), 'pending',
            $4::timestamptz - interval '1 hour'
        FROM endpoints w JOIN events e USING (organisation_id)`,
        [prefix, organisations, deliveries, clock.now()]);
    await onDatabase(service.databaseUrl, `UPDATE webhook_endpoint SET url = 'http://h' || id || '.example/'
        WHERE organisation_id LIKE $1 || '%'`, [prefix]);
}

test('one due delivery is taken at once beside ten thousand that have waited longer', async () => {
    await givenTenant([]);
    await givenQueues('crowd-', 1, 10_000);
    const other = await givenTenant(['http://127.0.0.1:9/']);
    await other.events(1);
    await placeEvents(database);

    const { deliveries } = await relayTurns().take(database, clock.now());

    expect(deliveries.map(({ organisationId }) => organisationId)).toContain(other.id);
});

test('a thousand organisations with a hundred due deliveries each all have their turn in two rounds', async () => {
    await givenTenant([]);
    await givenQueues('many-', 1_000, 100);
    await onDatabase(service.databaseUrl, 'ANALYZE webhook_delivery, webhook_endpoint');
    const turns = relayTurns();
    const seen = new Set<string>();
    const times = [];

    // Each look has room for 64 organisations, of which 56 are not prompt.
    for (let look = 0; look < 32; look += 1) {
        const startedAt = performance.now();
        const { deliveries } = await turns.take(database, clock.now());
        times.push(performance.now() - startedAt);
        deliveries.forEach((delivery) => {
            seen.add(delivery.organisationId);
            turns.end(delivery);
        });
    }

    expect([...seen].filter((id) => id.startsWith('many-')).length).toBe(1_000);
    // Measured: some 15 ms; a look at each of the 100 000 rows takes seconds.
    expect(Math.min(...times)).toBeLessThan(250);
}, 90_000);
