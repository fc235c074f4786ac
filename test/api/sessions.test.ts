import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { endedSubjectKey, revokedSessionKey } from '../../app/platform/auth/revocation.ts';
import { readConfig } from '../../app/platform/config/config.ts';
import { startService } from '../../app/processes/start-service.ts';
import { givenClock, givenServer, testSecret, type GivenServer, type MovableClock } from '../support/given-server.ts';
import { givenToken } from '../support/given-token.ts';
import { openRedisLink } from '../support/redis-link.ts';

const redisUrl = process.env['REDIS_URL'];
if (redisUrl === undefined) {
    throw new Error('REDIS_URL is not set: run tests with `npm test -- path/to/file.test.ts`');
}

type Claims = Readonly<Record<string, unknown>>;

const start = '2026-11-23T10:15:00.500Z';
const startSeconds = Math.floor(Date.parse(start) / 1_000);
const exp = startSeconds + 3_600;

// A call that needs a token and no database. It never succeeds: it lacks its subject, and mostly the scope.
const probe = { method: 'DELETE', url: '/sessions?subject=' } as const;

async function connected({ dependencies }: GivenServer): Promise<void> {
    await dependencies.redis?.ping().catch(() => new Promise((resolve) => dependencies.redis?.once('ready', resolve)));
}

/** One replica: its clock, and calls with a token. */
async function givenReplica(env: Record<string, string> = {}) {
    const clock: MovableClock = givenClock(start);
    const given = await givenServer({ clock, env });
    await connected(given);
    const call = async (method: 'GET' | 'DELETE', url: string, token?: string) => {
        const response = await given.server.inject({
            method, url, headers: token === undefined ? {} : { authorization: `Bearer ${token}` }
        });
        return { status: response.statusCode, text: response.payload, headers: response.headers };
    };
    return {
        ...given, clock, call,
        end: (token: string) => call('DELETE', '/sessions/current', token),
        endAll: (subject: string, token: string) =>
            call('DELETE', `/sessions?subject=${encodeURIComponent(subject)}`, token),
        /** 401 for an ended session; else 403 or 400, because the probe itself is not allowed or not complete. */
        isRefused: async (token: string) => (await call(probe.method, probe.url, token)).status === 401
    };
}

type Replica = Awaited<ReturnType<typeof givenReplica>>;

const tokenOf = (claims: Claims = {}) => givenToken({ exp, iat: startSeconds - 60, sub: randomUUID(), ...claims });
const adminOf = (claims: Claims = {}) => tokenOf({ role: 'admin', ...claims });

describe.each([['in Redis', { REDIS_URL: redisUrl }], ['in memory', {}]])('an ended session %s', (_place, env) => {
    let replica: Replica;
    beforeAll(async () => {
        replica = await givenReplica(env);
    });
    afterAll(() => replica.close());

    test.each([
        ['neither sid nor jti', {}], ['neither, and no iat', { iat: undefined }], ['a jti', { jti: randomUUID() }],
        ['a sid', { sid: randomUUID() }], ['both', { sid: randomUUID(), jti: randomUUID() }]
    ])('is 401 on the next call, of a token with %s', async (_case, claims) => {
        const token = await tokenOf(claims);
        const before = await replica.isRefused(token);

        const { status, text } = await replica.end(token);
        const again = await replica.end(token);

        expect([before, status, text]).toEqual([false, 204, '']);
        expect([again.status, JSON.parse(again.text).code]).toEqual([401, 'UNAUTHORIZED']);
        expect(JSON.parse(again.text).message).toBe('The session of this token was ended');
    });

    test('ends every token of its sid, also one that lives longer, and no other token of the user', async () => {
        const [sub, sid] = [randomUUID(), randomUUID()];
        const [shown, refreshed, elsewhere] = await Promise.all([
            tokenOf({ sub, sid }), tokenOf({ sub, sid, exp: exp + 7_200 }), tokenOf({ sub, sid: randomUUID() })
        ]);

        await replica.end(shown);
        replica.clock.pass(2 * 3_600_000);
        const later = await replica.isRefused(refreshed);
        replica.clock.pass(-2 * 3_600_000);

        expect([later, await replica.isRefused(elsewhere)]).toEqual([true, false]);
    });

    test('of a token with a jti alone leaves the user\'s other tokens', async () => {
        const sub = randomUUID();
        const other = await tokenOf({ sub, jti: randomUUID() });

        await replica.end(await tokenOf({ sub, jti: randomUUID() }));

        expect(await replica.isRefused(other)).toBe(false);
    });

    test('of a subject is every token that was issued up to now, or that does not tell when', async () => {
        const sub = randomUUID();
        const now = startSeconds;
        const tokens = await Promise.all([{ iat: now - 86_400 }, { iat: now }, { iat: now + 0.9 }, { iat: undefined },
            { iat: now - 1, sid: randomUUID() }, { iat: now + 1 }].map((claims) => tokenOf({ sub, ...claims })));
        const other = await tokenOf();

        const { status, text } = await replica.endAll(sub, await adminOf());

        expect([status, text]).toEqual([204, '']);
        expect(await Promise.all(tokens.map(replica.isRefused))).toEqual([true, true, true, true, true, false]);
        expect(await replica.isRefused(other)).toBe(false);
    });

    test('of a subject is ended in the organisation of the caller alone', async () => {
        const sub = randomUUID();
        const [own, others, named] = await Promise.all(
            [tokenOf({ sub }), tokenOf({ sub, org: 'another' }), tokenOf({ sub, org: 'default' })]);

        await replica.endAll(sub, await adminOf({ org: 'another' }));
        const afterForeign = [await replica.isRefused(own), await replica.isRefused(others)];
        await replica.endAll(sub, await adminOf());

        expect(afterForeign).toEqual([false, true]);
        expect([await replica.isRefused(own), await replica.isRefused(named)]).toEqual([true, true]);
    });

    test.each(['a:b', 'Zażółć gęślą', ' padded ', 'a%3Ab', '0', 'x'.repeat(255)])(
        'of a subject is found by its exact name, %j', async (name) => {
            const token = await tokenOf({ sub: name });

            await replica.endAll(`${name.slice(0, -1)}?`, await adminOf());
            const before = await replica.isRefused(token);
            await replica.endAll(name, await adminOf());

            expect([before, await replica.isRefused(token)]).toEqual([false, true]);
        });
});

describe('the calls', () => {
    let replica: Replica;
    beforeAll(async () => {
        replica = await givenReplica({ TRUSTED_NETWORKS: '127.0.0.1/32' });
    });
    afterAll(() => replica.close());

    test('without a token, as from the gateway, are refused: there is no session to end', async () => {
        const [current, all] = [await replica.call('DELETE', '/sessions/current'),
            await replica.call('DELETE', '/sessions?subject=user-1')];

        expect([current.status, all.status]).toEqual([401, 401]);
        expect(JSON.parse(current.text).message).toBe('Authorization: this call needs a bearer token');
    });

    test.each(['accountant', 'user', 'sales', 'viewer'])('let no %s end another\'s sessions', async (role) => {
        const { status, text } = await replica.endAll('user-1', await tokenOf({ role }));

        expect([status, JSON.parse(text).message]).toEqual([403, expect.stringContaining('sessions:write')]);
    });

    test('let anyone end their own, also a token without any scope', async () => {
        expect((await replica.end(await tokenOf({ role: 'nobody' }))).status).toBe(204);
    });

    test.each([
        ['', 'subject'], ['?subject=', 'subject'], [`?subject=${'x'.repeat(256)}`, 'subject'],
        ['?subject=a&subject=b', 'subject'], ['?subject=a&until=now', 'until'], ['?subject=%00', 'subject']
    ])('name the fault of /sessions%s', async (query, path) => {
        const { status, text } = await replica.call('DELETE', `/sessions${query}`, await adminOf());

        expect([status, JSON.parse(text).errors[0].path]).toEqual([400, path]);
    });
});

describe('with several replicas', () => {
    let redis: Redis;
    beforeAll(() => {
        redis = new Redis(redisUrl);
    });
    afterAll(() => redis.disconnect());

    test('a session that one ended is refused by the other from its next call on, though it knew the token', async () => {
        const [one, other] = [await givenReplica({ REDIS_URL: redisUrl }), await givenReplica({ REDIS_URL: redisUrl })];
        const sub = randomUUID();
        const [current, all] = [await tokenOf(), await tokenOf({ sub })];
        const before = [await other.isRefused(current), await other.isRefused(all)];

        await one.end(current);
        await one.endAll(sub, await adminOf());
        const after = [await other.isRefused(current), await other.isRefused(all)];
        await one.close();
        await other.close();

        expect([before, after]).toEqual([[false, false], [true, true]]);
    });

    test('an entry is kept for the longest life of a token, so that Redis evicts what is cached before it', async () => {
        const replica = await givenReplica({
            REDIS_URL: redisUrl, SESSION_MAX_HOURS: '48', JWT_CLOCK_TOLERANCE_SECONDS: '30'
        });
        const [jti, sid, sub] = [randomUUID(), randomUUID(), randomUUID()];

        await replica.end(await tokenOf({ jti }));
        await replica.end(await tokenOf({ sid }));
        await replica.endAll(sub, await adminOf());
        const left = await Promise.all(
            [revokedSessionKey(jti), revokedSessionKey(sid), endedSubjectKey('default', sub)].map((key) =>
                redis.ttl(key)));
        const until = await redis.get(endedSubjectKey('default', sub));
        await replica.close();

        // Two days. The clock of Redis goes on meanwhile.
        left.forEach((seconds) => {
            expect(seconds).toBeLessThanOrEqual(172_800);
            expect(seconds).toBeGreaterThan(172_740);
        });
        expect(until).toBe(String(startSeconds + 30));
    });

    test('nothing is said to be ended while Redis cannot store it: 503, and the token goes on', async () => {
        const link = await openRedisLink(redisUrl);
        const replica = await givenReplica({ REDIS_URL: link.url });
        const [token, admin] = [await tokenOf(), await adminOf()];

        await link.cut();
        const answers = [await replica.end(token), await replica.endAll(randomUUID(), admin)];
        const refused = await replica.isRefused(token);
        await replica.close();
        await link.close();

        expect(answers.map(({ status, text, headers }) => [status, JSON.parse(text).code, headers['retry-after']]))
            .toEqual([[503, 'SESSIONS_UNAVAILABLE', '5'], [503, 'SESSIONS_UNAVAILABLE', '5']]);
        expect(refused).toBe(false);
    });
});

test('in several organisations an admin ends the sessions of the own one alone', async () => {
    const replica = await givenReplica({ MULTI_TENANT: 'true' });
    const sub = randomUUID();
    const [own, others] = [await tokenOf({ sub, org: 'acme' }), await tokenOf({ sub, org: 'globex' })];

    await replica.endAll(sub, await adminOf({ org: 'acme' }));
    const refused = [await replica.isRefused(own), await replica.isRefused(others)];
    await replica.close();

    expect(refused).toEqual([true, false]);
});

test('in memory an entry is forgotten once the token would have expired, and not before', async () => {
    const replica = await givenReplica();
    const token = await tokenOf({ exp: startSeconds + 10 });
    await replica.end(token);

    replica.clock.pass(9_000);
    const before = (await replica.end(token)).text;
    replica.clock.pass(1_000);
    const after = (await replica.end(token)).text;
    await replica.close();

    expect(JSON.parse(before).message).toBe('The session of this token was ended');
    expect(JSON.parse(after).message).toBe('The token has expired');
});

test.each([['', 1], [redisUrl, 0]])('a start with REDIS_URL=%j warns %d times of memory', async (url, times) => {
    const lines: string[] = [];
    const log = pino({ messageKey: 'message' }, { write: (line: string) => void lines.push(line) });
    const config = readConfig({
        NODE_ENV: 'test', PORT: '0', METRICS_PORT: '0', DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none',
        JWT_SECRET: testSecret, EXCHANGE_RATES_URL: 'off', REDIS_URL: url
    });

    const { stop } = await startService(config, { log });
    await stop();

    expect(lines.filter((line) => line.includes('this replica alone knows which sessions were ended')))
        .toHaveLength(times);
});
