import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type pg from 'pg';
import { openDatabase, type Database, type Statement } from '../../app/platform/database/database.ts';
import { givenEvent, type GivenEvent } from './given-event.ts';
import { onDatabase } from './given-lock.ts';
import { givenOrganisation } from './given-organisation.ts';
import { givenReceiver, type GivenReceiver } from './given-receiver.ts';
import { givenRelay, type GivenRelay } from './given-relay.ts';
import { givenClock, type MovableClock } from './given-server.ts';
import type { GivenService } from './given-service.ts';
import { useClosing } from './use-closing.ts';
import { useService } from './use-service.ts';

/** The service, a worker's relays and their receivers. */
export type UsedWebhooks = {
    readonly service: GivenService;
    /** Clock of the service and of every relay. */
    readonly clock: MovableClock;
    /** A worker's own connections, for a test that does a relay's work itself. */
    readonly database: Database;
    /** Starts a receiver that is closed after the test. */
    receiver(): Promise<GivenReceiver>;
    /** Starts a relay that is stopped after the test. */
    relay(overrides?: Parameters<typeof givenRelay>[2]): GivenRelay;
    /** Makes an organisation with one webhook, seen by its administrator. */
    givenWebhook(url: string, body?: object): Promise<GivenWebhook>;
};

/** A webhook, and the ways to use it. */
export type GivenWebhook = Awaited<ReturnType<typeof makeWebhook>>;

/**
 * The service, relays and receivers of a test file about webhooks. No webhook outlives its test.
 * @param env - Settings beside the one that allows addresses of this machine.
 * Read the members of `service` and `database` in hooks and tests.
 */
export function useWebhooks(env: Record<string, string> = {}): UsedWebhooks {
    // The library that verifies signatures has a clock of its own, so the test's begins now.
    const clock = givenClock(new Date().toISOString());
    let opened: Database | undefined;
    // Hooks run in the order they are registered in: connections end before the service's database is dropped.
    afterAll(() => opened?.close());
    const service = useService({ env: { WEBHOOK_ALLOW_PRIVATE: 'true', ...env }, clock });
    beforeAll(() => {
        opened = openDatabase({ url: service.databaseUrl, poolSize: 4 });
    });
    const closing = useClosing();
    afterEach(() => onDatabase(service.databaseUrl, 'DELETE FROM webhook_endpoint'));
    return {
        service, clock,
        database: lateDatabase(() => {
            if (opened === undefined) throw new Error('The database is there in hooks and tests only');
            return opened;
        }),
        receiver: async () => closing(await givenReceiver()),
        relay: (overrides) => closing(givenRelay(service.databaseUrl, clock, overrides)),
        givenWebhook: (url, body) => makeWebhook(service, clock, url, body)
    };
}

async function makeWebhook(service: GivenService, clock: MovableClock, url: string, body: object = {}) {
    const organisation = await givenOrganisation(service);
    const call = await organisation.as({ role: 'admin', sub: 'admin-1' });
    const made = await call('POST', '/webhooks', { body: { url, ...body } });
    if (made.status !== 201) throw new Error(`the webhook was refused: ${made.text}`);
    const path = `/webhooks/${made.body.id}`;
    return {
        organisation, call, made: made.body, id: String(made.body.id), secret: String(made.body.secret),
        event: (event: GivenEvent = {}) =>
            givenEvent(service.databaseUrl, organisation.id, { createdAt: clock.now(), ...event }),
        read: async () => (await call('GET', path)).body,
        deliveries: async (query = '') => (await call('GET', `${path}/deliveries${query}`)).body.data,
        patch: (change: object) => call('PATCH', path, { body: change }),
        replay: (which: object, headers = {}) => call('POST', `${path}/replay`, { body: which, headers })
    };
}

function lateDatabase(opened: () => Database): Database {
    return {
        get prisma() { return opened().prisma; },
        get pool() { return opened().pool; },
        get schema() { return opened().schema; },
        query<Row extends pg.QueryResultRow>(statement: Statement, values: readonly unknown[]) {
            return opened().query<Row>(statement, values);
        },
        close: () => opened().close()
    };
}
