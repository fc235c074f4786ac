import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { openDatabase } from '../app/platform/database/database.ts';
import { addressGuard, resolveLocal } from '../app/features/webhooks/address-guard.ts';
import { startRelay } from '../app/features/webhooks/relay.ts';
import { sendingLimits } from '../app/features/webhooks/send-webhook.ts';
import { openSecrets } from '../app/platform/secrets/secrets.ts';
import { table } from './table.ts';

/** Deliveries of others that a prompt receiver's events arrive beside. */
type Crowd = {
    readonly title: string;
    readonly organisations: number;
    /** Webhooks of each organisation, at one host; each gets each event. */
    readonly webhooks: number;
    readonly events: number;
    /** True: the prompt receiver was never tried before, so nobody can know that it is prompt. */
    readonly untried?: boolean;
    /** True: the crowd was prompt until now. */
    readonly turning?: boolean;
};

/** Waits of the prompt receiver beside a crowd, in milliseconds from the event to its arrival. */
export type FairFigures = {
    readonly title: string;
    readonly worstMs: number;
    readonly events: number;
    /** False: no share can be kept for what nothing is known of. */
    readonly hasAim: boolean;
};

const crowds: readonly Crowd[] = [
    { title: '1 000 slow deliveries of 20 others', organisations: 20, webhooks: 10, events: 5 },
    { title: '1 000 slow deliveries of 1 000 others', organisations: 1_000, webhooks: 1, events: 1 },
    { title: 'the same, itself never tried', organisations: 1_000, webhooks: 1, events: 1, untried: true },
    { title: '400 deliveries of 100 others that turn slow', organisations: 100, webhooks: 1, events: 4, turning: true },
    { title: '20 slow webhooks of one other, 24 events', organisations: 1, webhooks: 20, events: 24 },
    { title: '17 slow webhooks of one other, 20 events', organisations: 1, webhooks: 17, events: 20 }
];
const aimMs = 2_000;
const slowMs = 13_000;
/** Time that the crowd has before the first prompt event. */
const headStartMs = 3_000;
const promptEvents = 40;
const pauseMs = 250;
/** Time limit of the wait for the last prompt event. */
const maxWaitMs = 120_000;

/** Measures each crowd in turn, with the relay of one worker in this process. */
export async function measureFairness(databaseUrl: string): Promise<readonly FairFigures[]> {
    const figures: FairFigures[] = [];
    for (const crowd of crowds) figures.push(await measureBeside(databaseUrl, crowd));
    return figures;
}

/** The waits beside what is wanted. */
export function fairTable(figures: readonly FairFigures[]): string {
    return table([['worst wait of a prompt webhook beside', 'ms', 'events', 'aim', ''],
        ...figures.map(({ title, worstMs, events, hasAim }) => [
            title, String(Math.round(worstMs)), String(events),
            ...(hasAim ? [`≤ ${aimMs}`, worstMs <= aimMs ? 'ok' : 'missed'] : ['', ''])
        ])]);
}

async function measureBeside(databaseUrl: string, crowd: Crowd): Promise<FairFigures> {
    const client = new pg.Client({ connectionString: databaseUrl });
    const database = openDatabase({ url: databaseUrl, poolSize: 10 });
    const arrived = new Map<string, number>();
    const receivers = createServer((request, response) => {
        request.resume().on('end', () => {
            if (request.url === '/prompt') arrived.set(String(request.headers['webhook-id']), performance.now());
            setTimeout(() => response.writeHead(204).end(), request.url === '/prompt' ? 0 : slowMs).unref();
        });
    });
    await Promise.all([client.connect(), new Promise<void>((resolve) => receivers.listen(0, resolve))]);
    // With every address of 127/8 each organisation's receiver has a host of its own.
    const { port } = receivers.address() as AddressInfo;
    await givenTenants(client, 'fair-prompt-', port, { ...crowd, organisations: 1, webhooks: 1 });
    if (crowd.untried !== true) await client.query("UPDATE invoices.webhook_endpoint SET pace = 'prompt'");
    await givenTenants(client, 'fair-slow-', port, crowd);
    if (crowd.turning === true) await client.query("UPDATE invoices.webhook_endpoint SET pace = 'prompt'");
    for (let n = 0; n < crowd.events; n += 1) await tell(client, 'fair-slow-');
    const silent = { info: () => undefined, warn: () => undefined, error: console.error };
    const relay = startRelay({
        database, clock: { now: () => new Date() }, version: 'bench', random: Math.random, ready: async () => true,
        graceMs: 0, observer: { attempted: () => undefined }, log: silent,
        secrets: openSecrets([randomBytes(32).toString('hex')], { unreadable: () => undefined }),
        transport: {
            ...sendingLimits, allowPrivate: true, guard: addressGuard({ allowPrivate: true, ownPorts: [] }),
            resolve: resolveLocal
        }
    });
    try {
        await wait(headStartMs);
        const waits = await promptWaits(client, arrived);
        const hasAim = crowd.untried !== true;
        return { title: crowd.title, worstMs: Math.max(...waits), events: waits.length, hasAim };
    } finally {
        await relay.stop();
        receivers.closeAllConnections();
        receivers.close();
        await client.query("DELETE FROM invoices.webhook_endpoint WHERE organisation_id LIKE 'fair-%'");
        await client.end();
        await database.close();
    }
}

async function promptWaits(client: pg.Client, arrived: ReadonlyMap<string, number>): Promise<readonly number[]> {
    const told: { readonly id: string; readonly at: number }[] = [];
    for (let n = 0; n < promptEvents; n += 1) {
        const at = performance.now();
        for (const id of await tell(client, 'fair-prompt-')) told.push({ id, at });
        await wait(pauseMs);
    }
    const lateAt = performance.now() + maxWaitMs;
    while (told.some(({ id }) => !arrived.has(id)) && performance.now() < lateAt) await wait(pauseMs);
    return told.map(({ id, at }) => (arrived.get(id) ?? Infinity) - at);
}

/** Makes organisations with webhooks by SQL; the paths of slow ones differ. */
async function givenTenants(
    client: pg.Client, prefix: string, port: number, { organisations, webhooks }: Crowd
): Promise<void> {
    await client.query(`INSERT INTO invoices.organisation SELECT r.* FROM (SELECT $1 || n AS id
        FROM generate_series(1, $2::int) n) o CROSS JOIN LATERAL jsonb_populate_record(
            (SELECT o FROM invoices.organisation o LIMIT 1), jsonb_build_object('id', o.id)) r ON CONFLICT DO NOTHING`,
    [prefix, organisations]);
    await client.query(`INSERT INTO invoices.webhook_endpoint (id, organisation_id, slot, version, url, types, status,
            secret, created_at, updated_at)
        SELECT gen_random_uuid(), $1 || n, w, 1, 'http://127.' || CASE $1 WHEN 'fair-prompt-' THEN 1 ELSE 2 END || '.'
                || n / 250 || '.' || 1 + n % 250 || ':' || $4::int
                || CASE $1 WHEN 'fair-prompt-' THEN '/prompt' ELSE '/slow?' || w END,
            '{}', 'active', 'whsec_plJ3nmyCDGBKInavdOK15jsl9dZ4Rn2m1X8nF0sYp3E=', now(), now()
        FROM generate_series(1, $2::int) n CROSS JOIN generate_series(1, $3::int) w`,
    [prefix, organisations, webhooks, port]);
}

/** Stores one event of each organisation. @returns Ids of the events */
async function tell(client: pg.Client, prefix: string): Promise<readonly string[]> {
    const { rows } = await client.query<{ id: string }>(`INSERT INTO invoices.outbox_event (id, organisation_id,
            invoice_id, type, payload, created_at)
        SELECT gen_random_uuid(), o.id, gen_random_uuid(), 'invoice.issued', '{}', now() FROM invoices.organisation o
        WHERE o.id IN (SELECT organisation_id FROM invoices.webhook_endpoint WHERE organisation_id LIKE $1 || '%')
        RETURNING id`, [prefix]);
    return rows.map(({ id }) => id);
}
