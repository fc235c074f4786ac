import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ServerInjectResponse, ServerRoute } from '@hapi/hapi';
import { Redis } from 'ioredis';
import { requires } from '../../app/platform/auth/route-access.ts';
import { bucketsInMemory, redisBuckets, type BucketStore } from '../../app/platform/limits/bucket-store.ts';
import { costClassOf } from '../../app/platform/limits/cost-class.ts';
import { givenClock, givenServer, type GivenServer } from '../support/given-server.ts';
import { givenAuthorization } from '../support/given-token.ts';
import { openRedisLink } from '../support/redis-link.ts';
import { useServer } from '../support/use-service.ts';

const redisUrl = process.env['REDIS_URL'];
if (redisUrl === undefined) {
    throw new Error('REDIS_URL is not set: run tests with `npm test -- path/to/file.test.ts`');
}

const read = { auth: requires('invoices:read') };
const routes: readonly ServerRoute[] = [
    { method: 'GET', path: '/own', handler: () => 'ok', options: read },
    { method: 'GET', path: '/own-admin', handler: () => 'ok', options: { auth: requires('webhooks:write') } },
    { method: 'POST', path: '/own', handler: () => 'ok', options: read },
    { method: 'GET', path: '/own-page', handler: () => 'ok', options: { auth: false, app: { costClass: 'pages' } } },
    { method: 'GET', path: '/own-gateway', handler: () => 'ok', options: { ...read, app: { gateway: true } } }
];
/** 4 reads an organisation, of which one subject has 2; an hour fills them, so that none comes during a test. */
const small = {
    RATE_LIMITS: 'on', RATE_LIMIT_READS: '4/3600', RATE_LIMIT_WRITES: '2/3600', RATE_LIMIT_PAGES: '2/3600',
    TRUSTED_NETWORKS: '10.9.0.0/16'
};

let redis: Redis;
beforeAll(() => {
    redis = new Redis(redisUrl);
});
afterAll(() => redis.disconnect());

type Caller = { readonly sub: string; readonly org: string };

async function connected({ dependencies }: GivenServer): Promise<void> {
    await dependencies.redis?.ping().catch(() => new Promise((resolve) => dependencies.redis?.once('ready', resolve)));
}

async function call(
    { server }: GivenServer, caller: Caller, { method = 'GET', url = '/own' } = {}
): Promise<ServerInjectResponse> {
    return server.inject({ method, url, headers: await givenAuthorization(caller) });
}

async function statuses(given: GivenServer, caller: Caller, count: number): Promise<readonly number[]> {
    const seen: number[] = [];
    for (let index = 0; index < count; index += 1) {
        seen.push((await call(given, caller)).statusCode);
    }
    return seen;
}

function newOrganisation(): { readonly a: Caller; readonly b: Caller; readonly c: Caller } {
    const org = `org-${randomUUID()}`;
    return { a: { sub: 'a', org }, b: { sub: 'b', org }, c: { sub: 'c', org } };
}

describe.each([
    ['Redis', async (): Promise<BucketStore> => redisBuckets(redis)],
    ['memory', async (): Promise<BucketStore> => bucketsInMemory({ now: () => new Date() })]
])('a bucket in %s', (_name, open) => {
    const rate = { calls: 3, seconds: 3 };

    test('gives its tokens, then one each time that one has come', async () => {
        const { take } = await open();
        const bucket = { key: randomUUID(), rate };

        const first = [await take([bucket]), await take([bucket]), await take([bucket]), await take([bucket])];
        await wait(1_050);
        const later = [await take([bucket]), await take([bucket])];

        expect(first.map(({ allowed, states: [state] }) => [allowed, state?.left]))
            .toEqual([[true, 2], [true, 1], [true, 0], [false, 0]]);
        expect(first[3]?.states[0]?.nextInMs).toBeGreaterThan(500);
        expect(first[3]?.states[0]?.nextInMs).toBeLessThanOrEqual(1_000);
        expect(later.map(({ allowed }) => allowed)).toEqual([true, false]);
    });

    test('takes from all buckets or from none', async () => {
        const { take } = await open();
        const [full, empty] = [{ key: randomUUID(), rate: { calls: 5, seconds: 3_600 } },
            { key: randomUUID(), rate: { calls: 1, seconds: 3_600 } }];
        await take([empty]);

        const refused = await take([full, empty]);
        const after = await take([full]);

        expect([refused.allowed, after.states[0]?.left]).toEqual([false, 4]);
    });

    test('gives 100 calls at once no more than it has', async () => {
        const { take } = await open();
        const bucket = { key: randomUUID(), rate: { calls: 30, seconds: 3_600 } };

        const taken = await Promise.all(Array.from({ length: 100 }, () => take([bucket])));

        expect(taken.filter(({ allowed }) => allowed).length).toBe(30);
    });
});

test('a bucket in Redis is forgotten once it is full', async () => {
    const key = `rate:test:${randomUUID()}`;

    await redisBuckets(redis).take([{ key, rate: { calls: 10, seconds: 60 } }]);

    const ttl = await redis.pttl(key);
    expect(ttl).toBeGreaterThan(5_000);
    expect(ttl).toBeLessThanOrEqual(6_000);
});

describe.each([['Redis', { REDIS_URL: redisUrl }], ['memory', {}]])('with limits in %s', (_name, env) => {
    const given = useServer({ routes, env: { ...small, ...env } });
    beforeAll(() => connected(given));

    test('a subject has its share, and another of the organisation has the rest', async () => {
        const { a, b, c } = newOrganisation();

        expect([await statuses(given, a, 3), await statuses(given, b, 3), await statuses(given, c, 1)])
            .toEqual([[200, 200, 429], [200, 200, 429], [429]]);
    });

    test('another organisation, and another class of calls, are not touched', async () => {
        const [{ a }, other] = [newOrganisation(), newOrganisation()];
        await statuses(given, a, 3);

        expect((await call(given, other.a)).statusCode).toBe(200);
        expect((await call(given, a, { method: 'POST' })).statusCode).toBe(200);
    });

    test('no organisation is named as another with its subject', async () => {
        const { org } = newOrganisation().a;
        await statuses(given, { org, sub: 'b' }, 3);

        expect(await statuses(given, { org: `${org}:b`, sub: 'c' }, 2)).toEqual([200, 200]);
    });

    test('a refused call is a problem that says when to try again', async () => {
        const { a } = newOrganisation();
        await statuses(given, a, 2);

        const { statusCode, headers, payload } = await call(given, a);
        const problem = JSON.parse(payload);

        expect([statusCode, problem.code, headers['content-type']])
            .toEqual([429, 'RATE_LIMITED', expect.stringContaining('application/problem+json')]);
        // 2 calls an hour: one comes each 1 800 s.
        expect(Number(headers['retry-after'])).toBeGreaterThan(1_780);
        expect(Number(headers['retry-after'])).toBeLessThanOrEqual(1_800);
        expect(problem.detail).toMatch(
            /^You have made more than 2 calls of the class reads within 3600 seconds; try again in 1\d{3} seconds$/);
        expect(headers['ratelimit']).toMatch(/^"reads";r=2;t=(1800|179\d), "reads-subject";r=0;t=(3600|359\d)$/);
    });

    test('every counted answer tells the limits, a 403 and a 404 within a route too', async () => {
        const { a } = newOrganisation();

        const ok = await call(given, a);
        const forbidden = await call(given, a, { url: '/own-admin' });

        expect([ok.statusCode, forbidden.statusCode]).toEqual([200, 403]);
        expect(ok.headers['ratelimit-policy']).toBe('"reads";q=4;w=3600, "reads-subject";q=2;w=3600');
        expect(ok.headers['ratelimit']).toBe('"reads";r=3;t=900, "reads-subject";r=1;t=1800');
        expect(forbidden.headers['ratelimit']).toMatch(/^"reads";r=2;t=(1800|1799), "reads-subject";r=0;/);
    });

    test('the gateway has the whole of its organisation, as it calls for all users', async () => {
        const calls: ServerInjectResponse[] = [];
        for (let index = 0; index < 5; index += 1) {
            calls.push(await given.server.inject({ url: '/own-gateway', remoteAddress: '10.9.0.1' }));
        }
        await redis.del('rate:reads:default');

        expect(calls.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 429]);
        expect(calls[0]?.headers['ratelimit-policy']).toBe('"reads";q=4;w=3600');
        expect(JSON.parse(calls[4]?.payload ?? '').detail).toMatch(/^Your organisation has made more than 4 calls/);
    });

    test('a page without a token is limited by address', async () => {
        const [address, other] = [`10.1.${Math.floor(Math.random() * 250)}.1`, '10.2.0.1'];
        const page = async (remoteAddress: string) =>
            (await given.server.inject({ url: '/own-page', remoteAddress })).statusCode;
        const seen = [await page(address), await page(address), await page(address), await page(other)];
        await redis.del(`rate:pages:${address}`, `rate:pages:${other}`);

        expect(seen).toEqual([200, 200, 429, 200]);
    });

    test('health, documentation, OPTIONS and addresses without a route are never counted', async () => {
        const paths = ['/health/liveness', '/api/docs', '/nothing-here'];
        const answers = await Promise.all([...paths, ...paths, ...paths].map((url) => given.server.inject({ url })));
        const options = await given.server.inject({ method: 'OPTIONS', url: '/own' });

        expect([...answers, options].filter(({ statusCode, headers }) =>
            statusCode === 429 || headers['ratelimit'] !== undefined)).toEqual([]);
    });

    test('refused calls are counted by class', async () => {
        const { a } = newOrganisation();
        await statuses(given, a, 3);

        expect(await given.dependencies.metrics.registry.metrics()).toMatch(/rate_limited_total{class="reads"} \d+/);
    });
});

test('replicas share the limits', async () => {
    const env = { ...small, REDIS_URL: redisUrl };
    const servers = [await givenServer({ routes, env }), await givenServer({ routes, env })];
    await Promise.all(servers.map(connected));
    const { a } = newOrganisation();

    const seen: number[] = [];
    for (const server of [...servers, ...servers]) {
        seen.push((await call(server, a)).statusCode);
    }
    await Promise.all(servers.map((server) => server.close()));

    expect(seen).toEqual([200, 200, 429, 429]);
});

test('tokens come back with time', async () => {
    const clock = givenClock(new Date().toISOString());
    const given = await givenServer({ routes, clock, env: small });
    const { a } = newOrganisation();
    const before = await statuses(given, a, 3);

    clock.pass(1_799_000);
    const early = await statuses(given, a, 1);
    clock.pass(1_000);
    const later = await statuses(given, a, 2);
    await given.close();

    expect([before, early, later]).toEqual([[200, 200, 429], [429], [200, 429]]);
});

describe('while Redis', () => {
    test('is away, memory counts, and that is shown', async () => {
        const given = await givenServer({ routes, env: { ...small, REDIS_URL: 'redis://127.0.0.1:9' } });
        const { a } = newOrganisation();

        const seen = await statuses(given, a, 3);
        const metrics = await given.dependencies.metrics.registry.metrics();
        await given.close();

        expect(seen).toEqual([200, 200, 429]);
        expect(metrics).toContain('rate_limit_unshared_total 3');
    });

    test('is frozen, calls are answered in bounded time, and it counts again afterwards', async () => {
        const link = await openRedisLink(redisUrl);
        const given = await givenServer({ routes, env: { ...small, REDIS_URL: link.url } });
        await connected(given);
        const callers = Array.from({ length: 12 }, newOrganisation);

        link.freeze();
        const startedAt = performance.now();
        const seen = await Promise.all(callers.map(({ a }) => call(given, a)));
        const firstMs = performance.now() - startedAt;
        const resting = performance.now();
        await Promise.all(callers.map(({ b }) => call(given, b)));
        const restingMs = performance.now() - resting;
        link.thaw();
        await wait(1_100);
        const { a, b } = newOrganisation();
        await call(given, a);
        const stored = await redis.exists(`rate:reads:${b.org}`);
        await given.close();
        await link.close();

        expect(seen.map(({ statusCode }) => statusCode)).toEqual(seen.map(() => 200));
        expect(firstMs).toBeLessThan(1_000);
        expect(restingMs).toBeLessThan(250);
        expect(stored).toBe(1);
    });
});

test('with RATE_LIMITS=off nothing is counted, and Redis is not asked', async () => {
    const given = await givenServer({ routes, env: { ...small, RATE_LIMITS: 'off', REDIS_URL: redisUrl } });
    await connected(given);
    const { a } = newOrganisation();

    const answers = [await call(given, a), await call(given, a), await call(given, a)];
    const stored = await redis.keys(`rate:*${a.org}*`);
    await given.close();

    expect(answers.map(({ statusCode, headers }) => [statusCode, headers['ratelimit']]))
        .toEqual([[200, undefined], [200, undefined], [200, undefined]]);
    expect(stored).toEqual([]);
});

test('every route that needs a token has a class, and pages have one', async () => {
    const given = await givenServer();
    const table = given.server.table().map(({ method, path, settings }) =>
        ({ route: `${method.toUpperCase()} ${path}`, costClass: costClassOf({ method, settings }) }));
    await given.close();
    const of = (wanted: string | undefined) =>
        table.filter(({ costClass }) => costClass === wanted).map(({ route }) => route).sort();

    expect(of(undefined).filter((route) => !/health|\/api\/docs|openapi|GET \/$/.test(route))).toEqual([]);
    expect(of('bulk')).toEqual([
        'GET /exports/invoices.csv', 'GET /exports/items.csv', 'GET /exports/vat.csv',
        'POST /invoices/bulk/create', 'POST /invoices/bulk/issue', 'POST /webhooks/{webhookId}/replay'
    ]);
    expect(of('reports')).toEqual([
        'GET /customers/{contactId}/statement', 'GET /invoices/analytics/overdue',
        'GET /invoices/analytics/statistics', 'GET /invoices/analytics/vat-report',
        'GET /invoices/numbering/{series}/audit', 'GET /invoices/{invoiceId}.pdf', 'GET /invoices/{invoiceId}/pdf',
        'GET /invoices/{invoiceId}/proforma-pdf'
    ]);
    expect(of('reads').filter((route) => !route.startsWith('GET '))).toEqual([]);
    expect(of('writes').filter((route) => route.startsWith('GET '))).toEqual([]);
    expect([of('reads').length > 10, of('writes').length > 20]).toEqual([true, true]);
    expect(of('pages')).toEqual([
        'GET /i/{token}', 'GET /i/{token}/documents/{documentId}', 'GET /i/{token}/documents/{documentId}/e-invoice',
        'GET /i/{token}/documents/{documentId}/invoice.pdf', 'GET /i/{token}/e-invoice', 'GET /i/{token}/invoice.pdf',
        'POST /mail/bounces'
    ]);
});
