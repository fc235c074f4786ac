import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ServerRoute } from '@hapi/hapi';
import { generateKeyPair, SignJWT } from 'jose';
import { requires } from '../../app/platform/auth/route-access.ts';
import { givenServer, testSecret, type GivenServer } from '../support/given-server.ts';
import { givenToken } from '../support/given-token.ts';
import { useServer } from '../support/use-service.ts';

const newSecret = 'the-new-secret-of-tests-that-is-long-enough';
const routes: readonly ServerRoute[] = [{
    method: 'GET', path: '/own', handler: () => 'ok', options: { auth: requires('invoices:read') }
}];

async function statusOf({ server }: GivenServer, token: string): Promise<number> {
    return (await server.inject({ url: '/own', headers: { authorization: `Bearer ${token}` } })).statusCode;
}

describe('a secret is rotated without one call refused', () => {
    // The steps of docs/operations.md: the new secret beside the old one, the issuer signs with it, the old one goes.
    const steps = [[testSecret, [200, 401]], [`${newSecret}\n${testSecret}`, [200, 200]], [newSecret, [401, 200]]];

    test.each(steps)('with %j the old and the new token are answered %j', async (JWT_SECRET, expected) => {
        const server = await givenServer({ routes, env: { JWT_SECRET: String(JWT_SECRET) } });

        const statuses = [
            await statusOf(server, await givenToken()), await statusOf(server, await givenToken({}, newSecret))
        ];
        await server.close();

        expect(statuses).toEqual(expected);
    });
});

describe('while two secrets count', () => {
    const both = useServer({ routes, env: { JWT_SECRET: `${newSecret}\r\n${testSecret}` } });

    test.each([newSecret, testSecret])('a token of %s that ended is still told so', async (secret) => {
        const response = await both.server.inject({
            url: '/own', headers: { authorization: `Bearer ${await givenToken({ exp: 1_700_000_000 }, secret)}` }
        });

        expect([response.statusCode, JSON.parse(response.payload).message]).toEqual([401, 'The token has expired']);
    });

    test('a third secret is refused, and so is the setting itself as a secret', async () => {
        expect([
            await statusOf(both, await givenToken({}, 'another-secret-that-was-never-accepted-here')),
            await statusOf(both, await givenToken({}, `${newSecret}\n${testSecret}`)),
            await statusOf(both, await givenToken({}, `${newSecret}\r\n${testSecret}`))
        ]).toEqual([401, 401, 401]);
    });

    test('another algorithm is refused', async () => {
        const { privateKey } = await generateKeyPair('RS256');
        const token = await new SignJWT({ sub: 'user-1', role: 'accountant', exp: 4_000_000_000 })
            .setProtectedHeader({ alg: 'RS256' }).sign(privateKey);

        expect(await statusOf(both, token)).toBe(401);
    });
});

describe('a running server', () => {
    let server: GivenServer;
    beforeAll(async () => {
        server = await givenServer({ routes, env: { JWT_SECRET: `${testSecret}\n${newSecret}` } });
    });
    afterAll(() => server.close());

    test('takes either order of the two', async () => {
        expect([await statusOf(server, await givenToken()), await statusOf(server, await givenToken({}, newSecret))])
            .toEqual([200, 200]);
    });
});
