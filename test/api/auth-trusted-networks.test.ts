import { describe, expect, test } from '@jest/globals';
import type { ServerRoute } from '@hapi/hapi';
import { callerOf, requires } from '../../app/platform/auth/route-access.ts';
import { givenServer } from '../support/given-server.ts';
import { givenToken } from '../support/given-token.ts';
import { useServer } from '../support/use-service.ts';

const handler: ServerRoute['handler'] = (request) => callerOf(request).subject;
const routes: readonly ServerRoute[] = [
    { method: 'GET', path: '/gateways', handler, options: { auth: requires('invoices:read'), app: { gateway: true } } },
    { method: 'GET', path: '/own', handler, options: { auth: requires('invoices:read') } },
    {
        method: 'PUT', path: '/admins', handler,
        options: { auth: requires('organisation:write'), app: { gateway: true } }
    }
];

const given = useServer({ routes, env: { TRUSTED_NETWORKS: '10.20.0.0/16,fd12::/32' } });

function callFrom(remoteAddress: string, url = '/gateways', headers: Record<string, string> = {}, method = 'GET') {
    return given.server.inject({ method, url, remoteAddress, headers });
}

describe('a call without a token', () => {
    test.each([
        '10.20.0.1', '10.20.255.254', '::ffff:10.20.3.4', 'fd12::7'
    ])('from %s inside acts as the gateway', async (peer) => {
        const response = await callFrom(peer);

        expect([response.statusCode, response.payload]).toEqual([200, 'gateway']);
    });

    test.each([
        '10.21.0.1', '127.0.0.1', '::1', '::ffff:10.21.0.1', 'fd13::7', '::10.20.0.1'
    ])('from %s outside is 401', async (peer) => {
        expect((await callFrom(peer)).statusCode).toBe(401);
    });

    test.each([
        'x-forwarded-for', 'forwarded', 'x-real-ip', 'x-client-ip', 'cf-connecting-ip'
    ])('%s does not bring a peer inside', async (header) => {
        const value = header === 'forwarded' ? 'for=10.20.0.1' : '10.20.0.1';

        expect((await callFrom('10.99.0.1', '/gateways', { [header]: value })).statusCode).toBe(401);
    });

    test('from inside reaches only the routes of the gateway', async () => {
        expect((await callFrom('10.20.0.1', '/own')).statusCode).toBe(401);
    });

    test('from inside has the trusted role and no more', async () => {
        expect((await callFrom('10.20.0.1', '/admins', {}, 'PUT')).statusCode).toBe(403);
    });
});

describe('a call from inside with a token', () => {
    test.each(['Bearer wrong', 'Bearer ', '', 'Basic eDp5'])('is 401 when the header is %j', async (authorization) => {
        expect((await callFrom('10.20.0.1', '/gateways', { authorization })).statusCode).toBe(401);
    });

    test('is judged by the token, not by the network', async () => {
        const authorization = `Bearer ${await givenToken({ sub: 'user-9', role: 'viewer' })}`;

        expect((await callFrom('10.20.0.1', '/own', { authorization })).payload).toBe('user-9');
    });
});

test('trusted calls and refusals are counted', async () => {
    const own = await givenServer({ routes, env: { TRUSTED_NETWORKS: '10.20.0.0/16', TRUSTED_ROLE: 'viewer' } });
    await own.server.inject({ url: '/gateways', remoteAddress: '10.20.0.1' });
    await own.server.inject({ url: '/gateways', remoteAddress: '10.30.0.1' });

    const metrics = await own.dependencies.metrics.registry.metrics();
    await own.close();

    expect(metrics).toContain('trusted_network_calls_total 1');
    expect(metrics).toContain('auth_failures_total{reason="missing"} 1');
});
