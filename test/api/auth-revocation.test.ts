import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ServerRoute } from '@hapi/hapi';
import { Redis } from 'ioredis';
import { requires } from '../../app/platform/auth/route-access.ts';
import { revokedSessionKey } from '../../app/platform/auth/revocation.ts';
import { givenServer, type GivenServer } from '../support/given-server.ts';
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

test.each(['sid', 'jti'])('a token whose %s was revoked is 401 from the next call on', async (claim) => {
    const id = randomUUID();
    const headers = await givenAuthorization({ [claim]: id });
    const before = await given.server.inject({ url: '/own', headers });

    await redis.set(revokedSessionKey(id), '1', 'EX', 60);
    const after = await given.server.inject({ url: '/own', headers });

    expect([before.statusCode, after.statusCode]).toEqual([200, 401]);
});

test('another session of the same user goes on', async () => {
    await redis.set(revokedSessionKey('revoked-one'), '1', 'EX', 60);

    const response = await given.server
        .inject({ url: '/own', headers: await givenAuthorization({ sid: randomUUID() }) });

    expect(response.statusCode).toBe(200);
});

test('while Redis is away a token is taken at its word, and that is counted', async () => {
    const away = await givenServer({ routes, env: { REDIS_URL: 'redis://127.0.0.1:9' } });

    const response = await away.server.inject({ url: '/own', headers: await givenAuthorization({ sid: 'any' }) });
    const metrics = await away.dependencies.metrics.registry.metrics();
    await away.close();

    expect(response.statusCode).toBe(200);
    expect(metrics).toContain('revocation_unchecked_total 1');
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
        const metrics = await slow.dependencies.metrics.registry.metrics();
        link.thaw();
        await wait(1_100);
        const afterwards = await statusOfCall();
        await slow.close();
        await link.close();

        expect([statuses, asked, afterwards]).toEqual([[200, 200, 200, 200, 200], 2, 401]);
        expect(metrics).toContain('revocation_unchecked_total 5');
    });
