import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ServerRoute } from '@hapi/hapi';
import { Redis } from 'ioredis';
import { requires } from '../../app/auth/access.ts';
import { revokedSessionKey } from '../../app/auth/revocation.ts';
import { givenServer, type GivenServer } from '../support/given-server.ts';
import { givenAuthorization } from '../support/given-token.ts';

const redisUrl = process.env['REDIS_URL'];
if (redisUrl === undefined) {
    throw new Error('REDIS_URL is not set: run tests with `npm test -- path/to/file.test.ts`');
}

const routes: readonly ServerRoute[] = [{ method: 'GET', path: '/own', handler: () => 'ok', options: { auth: requires('invoices:read') } }];
let given: GivenServer;
let redis: Redis;

beforeAll(async () => {
    redis = new Redis(redisUrl);
    given = await givenServer({ routes, env: { REDIS_URL: redisUrl } });
    await given.services.redis?.ping().catch(() => new Promise((resolve) => given.services.redis?.once('ready', resolve)));
});
afterAll(async () => {
    await given.close();
    redis.disconnect();
});

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

    const response = await given.server.inject({ url: '/own', headers: await givenAuthorization({ sid: randomUUID() }) });

    expect(response.statusCode).toBe(200);
});

test('while Redis is away a token is taken at its word, and that is counted', async () => {
    const away = await givenServer({ routes, env: { REDIS_URL: 'redis://127.0.0.1:9' } });

    const response = await away.server.inject({ url: '/own', headers: await givenAuthorization({ sid: 'any' }) });
    const metrics = await away.services.metrics.registry.metrics();
    await away.close();

    expect(response.statusCode).toBe(200);
    expect(metrics).toContain('revocation_unchecked_total 1');
});
