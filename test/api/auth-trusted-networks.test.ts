import { hostname } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import type { ServerRoute } from '@hapi/hapi';
import { callerOf, requires } from '../../app/platform/auth/route-access.ts';
import { readConfig } from '../../app/platform/config/config.ts';
import { givenServer } from '../support/given-server.ts';
import { givenToken } from '../support/given-token.ts';
import { useServer } from '../support/use-service.ts';

const handler: ServerRoute['handler'] = (request) => callerOf(request).subject;
const routes: readonly ServerRoute[] = [
    { method: 'GET', path: '/gateways', handler, options: { auth: requires('invoices:read'), app: { gateway: true } } },
    {
        method: 'POST', path: '/gateways', handler,
        options: { auth: requires('invoices:write'), app: { gateway: true } }
    },
    { method: 'GET', path: '/own', handler, options: { auth: requires('invoices:read') } },
    {
        method: 'PUT', path: '/admins', handler,
        options: { auth: requires('organisation:write'), app: { gateway: true } }
    }
];

const given = useServer({ routes, env: {
    TRUSTED_NETWORKS: '10.20.0.0/16,fd12::/32', TRUSTED_HOSTS: 'invoices.example.com, [fd00::7]'
} });

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

describe('a page in a browser of a trusted network', () => {
    const get = (headers: Record<string, string>) => callFrom('10.20.0.1', '/gateways', headers);

    test.each([
        'invoices-service:3008', 'invoices-service', 'INVOICES-SERVICE.:80', 'localhost', '127.0.0.1:3008', '127.8.8.8',
        '[::1]:3008', hostname(), 'invoices.example.com:8443', '[fd00::7]'
    ])('is none where the host is %s', async (host) => {
        expect((await get({ host })).statusCode).toBe(200);
    });

    test.each([
        'evil.example.com', 'invoices.example.com.evil.example.com', 'evil.example.com:3008', '10.77.0.1', '[fd00::8]',
        'localhost.evil.example.com', 'invoices-service@evil.example.com', '127.0.0.1.evil.example.com', ''
    ])('that was led here by the name %j is refused', async (host) => {
        const response = await get({ host });

        expect([response.statusCode, JSON.parse(response.payload).code]).toEqual([403, 'HOST_NOT_TRUSTED']);
        expect(JSON.parse(response.payload).message).toContain('TRUSTED_HOSTS');
        expect(response.headers['www-authenticate']).toBeUndefined();
    });

    test.each([
        ['an origin', { origin: 'https://evil.example.com' }], ['an origin that is hidden', { origin: 'null' }],
        ['an origin of ours', { origin: 'http://invoices-service:3008' }], ['an empty origin', { origin: '' }],
        ['another site', { 'sec-fetch-site': 'cross-site' }], ['a sister site', { 'sec-fetch-site': 'same-site' }]
    ])('is refused by %s', async (_case, headers) => {
        const response = await get({ ...headers, host: 'invoices-service:3008' });

        expect([response.statusCode, JSON.parse(response.payload).code]).toEqual([403, 'ORIGIN_NOT_TRUSTED']);
    });

    test.each(['none', 'same-origin'])('is none with Sec-Fetch-Site: %s', async (site) => {
        expect((await get({ 'sec-fetch-site': site })).statusCode).toBe(200);
    });

    test.each([
        'application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=a'
    ])('can post no form without a body as %s', async (type) => {
        const headers = { 'content-type': type, 'content-length': '0' };

        const asPage = await callFrom('10.20.0.1', '/gateways', { ...headers, origin: 'http://a.example.com' }, 'POST');
        const asGateway = await callFrom('10.20.0.1', '/gateways', headers, 'POST');

        expect([asPage.statusCode, asGateway.statusCode]).toEqual([403, 200]);
    });

    test('with a token is judged by the token', async () => {
        const authorization = `Bearer ${await givenToken()}`;

        const response = await callFrom('10.20.0.1', '/gateways', {
            authorization, host: 'app.example.com', origin: 'https://app.example.com', 'sec-fetch-site': 'cross-site'
        });

        expect([response.statusCode, response.payload]).toEqual([200, 'user-1']);
    });
});

test('a host that is none is a fault of the configuration', () => {
    expect(() => readConfig({
        NODE_ENV: 'test', DATABASE_URL: 'postgresql://a@b/c', JWT_SECRET: 'x', TRUSTED_HOSTS: 'a.example.com:80,*'
    })).toThrow(/TRUSTED_HOSTS: "a.example.com:80" .*\n.*TRUSTED_HOSTS: "\*"/);
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
