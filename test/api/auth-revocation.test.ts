import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ServerRoute } from '@hapi/hapi';
import { Redis } from 'ioredis';
import { requires } from '../../app/platform/auth/route-access.ts';
import { revokedSessionKey } from '../../app/platform/auth/revocation.ts';
import { givenClock, givenServer, type GivenServer } from '../support/given-server.ts';
import { givenAuthorization } from '../support/given-token.ts';
import { openRedisLink } from '../support/redis-link.ts';
import { useServer } from '../support/use-service.ts';

const redisUrl = process.env['REDIS_URL'];
if (redisUrl === undefined) {
    throw new Error('REDIS_URL is not set: run tests with `npm test -- path/to/file.test.ts`');
}

const routes: readonly ServerRoute[] = [{
    method: 'GET', path: '/own', handler: () => 'ok', options: { auth: requires('invoices:read') }
}];
const given = useServer({ routes, env: { REDIS_URL: redisUrl } });
let redis: Redis;

beforeAll(async () => {
    redis = new Redis(redisUrl);
    await connected(given);
});
afterAll(() => redis.disconnect());

async function connected({ dependencies }: GivenServer): Promise<void> {
    await dependencies.redis?.ping().catch(() => new Promise((resolve) => dependencies.redis?.once('ready', resolve)));
}

async function unchecked({ dependencies }: GivenServer): Promise<string> {
    const text = await dependencies.metrics.registry.metrics();
    return text.split('\n').filter((line) => line.startsWith('revocation_unchecked_total')).join('\n');
}

test.each(['sid', 'jti'])('a token whose %s was revoked is 401 from the next call on', async (claim) => {
    const id = randomUUID();
    const headers = await givenAuthorization({ [claim]: id });
    const before = await given.server.inject({ url: '/own', headers });

    await redis.set(revokedSessionKey(id), '1', 'EX', 60);
    const after = await given.server.inject({ url: '/own', headers });

    expect([before.statusCode, after.statusCode]).toEqual([200, 401]);
});

test.each([
    ['sid', { sid: 'both-sid', jti: 'both-jti-1' }, 'both-sid'],
    ['jti', { sid: 'both-sid-2', jti: 'both-jti' }, 'both-jti']
])('a token that has both is refused by its %s', async (_claim, claims, revoked) => {
    await redis.set(revokedSessionKey(revoked), '1', 'EX', 60);

    expect((await given.server.inject({ url: '/own', headers: await givenAuthorization(claims) })).statusCode)
        .toBe(401);
});

test('a token with neither is refused by its hash, whatever type of entry another program wrote', async () => {
    const headers = await givenAuthorization({ email: `${randomUUID()}@example.com` });
    const hash = createHash('sha256').update(headers.authorization.replace('Bearer ', '')).digest('hex');
    const before = await given.server.inject({ url: '/own', headers });

    await redis.hset(revokedSessionKey(`sha256:${hash}`), 'by', 'users-service');
    const after = await given.server.inject({ url: '/own', headers });

    expect([before.statusCode, after.statusCode]).toEqual([200, 401]);
});

test('another session of the same user goes on', async () => {
    await redis.set(revokedSessionKey('revoked-one'), '1', 'EX', 60);

    const response = await given.server
        .inject({ url: '/own', headers: await givenAuthorization({ sid: randomUUID() }) });

    expect(response.statusCode).toBe(200);
});

describe('while Redis is away', () => {
    const awayUrl = 'redis://127.0.0.1:9';

    test('a token is taken at its word, and that is counted', async () => {
        const away = await givenServer({ routes, env: { REDIS_URL: awayUrl } });

        const response = await away.server.inject({ url: '/own', headers: await givenAuthorization({ sid: 'any' }) });
        const counted = await unchecked(away);
        await away.close();

        expect(response.statusCode).toBe(200);
        expect(counted).toBe('revocation_unchecked_total{outcome="open"} 1');
    });

    test('with REVOCATION_FAIL=closed it is 503 with Retry-After, and that is counted', async () => {
        const away = await givenServer({ routes, env: { REDIS_URL: awayUrl, REVOCATION_FAIL: 'closed' } });

        const response = await away.server.inject({ url: '/own', headers: await givenAuthorization({ sid: 'any' }) });
        const counted = await unchecked(away);
        const metrics = await away.dependencies.metrics.registry.metrics();
        await away.close();

        expect([response.statusCode, JSON.parse(response.payload).code, response.headers['retry-after']])
            .toEqual([503, 'SESSIONS_UNAVAILABLE', '5']);
        expect(counted).toBe('revocation_unchecked_total{outcome="closed"} 1');
        expect(metrics).toContain('auth_failures_total{reason="sessions_unavailable"} 1');
    });

    test.each([['open', 200], ['closed', 503]])(
        'what was known a minute ago counts, and then REVOCATION_FAIL=%s: %s', async (fail, afterwards) => {
            const link = await openRedisLink(redisUrl);
            const clock = givenClock(new Date().toISOString());
            const server = await givenServer({ routes, clock, env: { REDIS_URL: link.url, REVOCATION_FAIL: fail } });
            await connected(server);
            const ended = randomUUID();
            await redis.set(revokedSessionKey(ended), '1', 'EX', 60);
            const live = await givenAuthorization({ sid: randomUUID() });
            const refused = await givenAuthorization({ sid: ended });
            const statusOf = async (headers: { readonly authorization: string }) =>
                (await server.server.inject({ url: '/own', headers })).statusCode;
            const before = [await statusOf(live), await statusOf(refused)];

            await link.cut();
            const within = [await statusOf(live), await statusOf(refused)];
            clock.pass(59_999);
            const lastMoment = await statusOf(live);
            clock.pass(1);
            const after = [await statusOf(live), await statusOf(refused)];
            const counted = await unchecked(server);
            await server.close();
            await link.close();

            expect(before).toEqual([200, 401]);
            expect([...within, lastMoment]).toEqual([200, 401, 200]);
            expect(after).toEqual([afterwards, 401]);
            expect(counted).toContain('revocation_unchecked_total{outcome="remembered"} 4');
            expect(counted).toContain(`revocation_unchecked_total{outcome="${fail}"} 1`);
        });
});

test(
    'a Redis that is frozen is asked twice and then left alone for a second, and what it lists counts again after that',
    async () => {
        const link = await openRedisLink(redisUrl);
        const slow = await givenServer({ routes, env: { REDIS_URL: link.url } });
        await connected(slow);
        const sid = randomUUID();
        await redis.set(revokedSessionKey(sid), '1', 'EX', 60);
        const headers = await givenAuthorization({ sid });
        const statusOfCall = async () => (await slow.server.inject({ url: '/own', headers })).statusCode;
        const statuses: number[] = [];

        link.freeze();
        for (let calls = 0; calls < 5; calls += 1) {
            statuses.push(await statusOfCall());
        }
        const asked = link.held();
        const counted = await unchecked(slow);
        link.thaw();
        await wait(1_100);
        const afterwards = await statusOfCall();
        await slow.close();
        await link.close();

        expect([statuses, asked, afterwards]).toEqual([[200, 200, 200, 200, 200], 2, 401]);
        expect(counted).toBe('revocation_unchecked_total{outcome="open"} 5');
    });
