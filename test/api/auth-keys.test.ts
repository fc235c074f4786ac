import { describe, expect, test } from '@jest/globals';
import type { ServerRoute } from '@hapi/hapi';
import { SignJWT, exportSPKI, importJWK, type CryptoKey } from 'jose';
import { callerOf, requires } from '../../app/platform/auth/route-access.ts';
import {
    givenIssuerKey, givenKeyServer, signedBy, type IssuerKey, type KeyServer
} from '../support/given-key-server.ts';
import { givenClock, givenServer, type GivenServer, type MovableClock } from '../support/given-server.ts';
import { givenToken } from '../support/given-token.ts';
import { useClosing } from '../support/use-closing.ts';

const routes: readonly ServerRoute[] = [
    { method: 'GET', path: '/own', handler: (request) =>
        callerOf(request).subject, options: { auth: requires('invoices:read') } }
];
const closing = useClosing();

type Setting = { readonly keys: KeyServer; readonly given: GivenServer; readonly clock: MovableClock };

async function givenIssuer(keys: readonly IssuerKey[], env: Record<string, string> = {}): Promise<Setting> {
    const keyServer = closing(await givenKeyServer(...keys));
    const clock = givenClock(new Date().toISOString());
    const given = closing(
        await givenServer({ routes, clock, env: { JWT_SECRET: '', JWT_JWKS_URL: keyServer.url, ...env } }));
    return { keys: keyServer, given, clock };
}

const call = (given: GivenServer, token: string) =>
    given.server.inject({ url: '/own', headers: { authorization: `Bearer ${token}` } });

describe('tokens signed with published keys', () => {
    test.each(['RS256', 'ES256', 'EdDSA'] as const)('%s is accepted', async (alg) => {
        const key = await givenIssuerKey('k1', alg);
        const { given } = await givenIssuer([key]);

        expect((await call(given, await signedBy(key))).statusCode).toBe(200);
    });

    test('an algorithm that was not configured is 401 although its key is published', async () => {
        const key = await givenIssuerKey('k1', 'ES256');
        const { given } = await givenIssuer([key], { JWT_ALGORITHMS: 'RS256' });

        expect((await call(given, await signedBy(key))).statusCode).toBe(401);
    });

    test('HS256 with the public key as its secret is 401', async () => {
        const key = await givenIssuerKey('k1', 'RS256');
        const { given } = await givenIssuer([key]);
        const published = await importJWK(key.jwk, 'RS256', { extractable: true });
        const secret = new TextEncoder().encode(await exportSPKI(published as CryptoKey));
        const claims = { sub: 'user-1', role: 'admin', exp: Math.floor(Date.now() / 1_000) + 3_600 };
        const forged = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'k1' }).sign(secret);

        expect((await call(given, forged)).statusCode).toBe(401);
    });

    test('with a secret and published keys each algorithm is checked with its own', async () => {
        const key = await givenIssuerKey('k1');
        const { given } = await givenIssuer([key], { JWT_SECRET: 'a-secret-of-tests-that-is-long-enough' });

        const statuses = [await call(given, await signedBy(key)), await call(given, await givenToken())]
            .map(({ statusCode }) => statusCode);

        expect(statuses).toEqual([200, 200]);
    });

    test('a key that nobody published is 401', async () => {
        const { given } = await givenIssuer([await givenIssuerKey('k1')]);

        expect((await call(given, await signedBy(await givenIssuerKey('k1')))).statusCode).toBe(401);
    });

    test('the keys are read once for many calls', async () => {
        const key = await givenIssuerKey('k1');
        const { given, keys } = await givenIssuer([key]);

        await Promise.all(Array.from({ length: 5 }, async (_, n) => call(given, await signedBy(
            key, { sub: `user-${n}` }))));

        expect(keys.reads()).toBe(1);
    });
});

describe('keys that change', () => {
    test('a new key is found when the first token names it', async () => {
        const [first, second] = [await givenIssuerKey('k1'), await givenIssuerKey('k2')];
        const { given, keys, clock } = await givenIssuer([first]);
        await call(given, await signedBy(first));

        keys.publish(first, second);
        clock.pass(10_000);
        const response = await call(given, await signedBy(second));

        expect([response.statusCode, keys.reads()]).toEqual([200, 2]);
    });

    test('tokens with unknown keys make them be read at most every ten seconds', async () => {
        const key = await givenIssuerKey('k1');
        const { given, keys, clock } = await givenIssuer([key]);
        const stranger = await givenIssuerKey('k9');
        await call(given, await signedBy(key));

        clock.pass(10_000);
        const statuses: number[] = [];
        for (let n = 0; n < 5; n += 1) {
            statuses.push((await call(given, await signedBy(stranger, { sub: `junk-${n}` }))).statusCode);
        }

        expect([statuses, keys.reads()]).toEqual([[401, 401, 401, 401, 401], 2]);
    });

    test('a withdrawn key stops counting once the keys were read again', async () => {
        const [first, second] = [await givenIssuerKey('k1'), await givenIssuerKey('k2')];
        const { given, keys, clock } = await givenIssuer([first]);
        await call(given, await signedBy(first));

        keys.publish(second);
        clock.pass(10_000);
        await call(given, await signedBy(second));
        clock.pass(61_000);
        const response = await call(given, await signedBy(first));

        expect(response.statusCode).toBe(401);
    });
});

describe('a key server that is away', () => {
    test.each(['fail', 'hang', 'rubbish'] as const)(
        'when it does "%s" the call is 503 with Retry-After, not 401', async (how) => {
            const key = await givenIssuerKey('k1');
            const { given, keys } = await givenIssuer([key]);
            keys.behave(how);

            const response = await call(given, await signedBy(key));

            expect([response.statusCode, JSON.parse(response.payload).code]).toEqual([503, 'AUTH_KEYS_UNAVAILABLE']);
            expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
        });

    test('it is used again a second later, when it answers', async () => {
        const key = await givenIssuerKey('k1');
        const { given, keys, clock } = await givenIssuer([key]);
        keys.behave('fail');
        const before = await call(given, await signedBy(key));

        keys.behave('well');
        clock.pass(1_000);
        const after = await call(given, await signedBy(key));

        expect([before.statusCode, after.statusCode]).toEqual([503, 200]);
    });

    test('when there are no keys yet it is asked once a second, however many tokens come', async () => {
        const key = await givenIssuerKey('k1');
        const { given, keys, clock } = await givenIssuer([key]);
        keys.behave('fail');
        const tokens = await Promise.all([1, 2, 3, 4].map((n) => signedBy(key, { sub: `user-${n}` })));
        const statuses: number[] = [];
        for (const token of tokens) {
            statuses.push((await call(given, token)).statusCode);
        }

        clock.pass(1_000);
        await call(given, await signedBy(key));

        expect([statuses, keys.reads()]).toEqual([[503, 503, 503, 503], 2]);
    });

    test('keys in hand outlive it for hours, and not for a day', async () => {
        const key = await givenIssuerKey('k1');
        const { given, keys, clock } = await givenIssuer([key]);
        await call(given, await signedBy(key));
        keys.behave('fail');

        clock.pass(11 * 3_600_000);
        const exp = Math.floor(clock.now().getTime() / 1_000) + 86_400;
        const within = await call(given, await signedBy(key, { exp }));
        clock.pass(2 * 3_600_000);
        const beyond = await call(given, await signedBy(key, { exp }));

        expect([within.statusCode, beyond.statusCode]).toEqual([200, 503]);
    });

    test('junk is 401 without asking it', async () => {
        const { given, keys } = await givenIssuer([]);
        keys.behave('fail');

        const response = await call(given, 'junk.junk.junk');

        expect([response.statusCode, keys.reads()]).toEqual([401, 0]);
    });
});
