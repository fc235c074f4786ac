import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { DomainError } from '../../app/foundation/errors/domain-error.ts';
import { errorCodes, type ErrorCode } from '../../app/foundation/errors/error-codes.ts';
import { problemStatus } from '../../app/platform/http/problem-status.ts';
import { answers } from '../../app/platform/http/answers.ts';
import { shape } from '../../app/foundation/schema/shape.ts';
import { givenFrozenServer, type FrozenServer } from '../support/frozen-server.ts';
import { givenServer } from '../support/given-server.ts';
import { useServer } from '../support/use-service.ts';

const open = { auth: false } as const;
const routes: readonly ServerRoute[] = [
    {
        method: 'GET', path: '/domain/{code}', options: open,
        handler: (request) => {
            const code = String(request.params['code']) as ErrorCode;
            throw new DomainError(code, 'invoiceId is the one at fault', { upstream: 'contacts-service', amount: 5n }, {
                faults: [{ path: 'invoiceId', code: 'X', message: 'is the one at fault' }],
                cause: new Error('secret inside')
            });
        }
    },
    {
        method: 'GET', path: '/mistake', options: open,
        handler: () => { throw new Error('secret inside of select * from users'); }
    },
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- other people's code may do so
    { method: 'GET', path: '/nothing-thrown', options: open, handler: () => { throw 'a text'; } },
    { method: 'GET', path: '/rejected', options: open, handler: () => Promise.reject(new TypeError('secret inside')) },
    { method: 'GET', path: '/database', options: open, handler: (request) =>
        request.server.app.dependencies.database.pool.query('select 1').then(() => 'ok') },
    { method: 'GET', path: '/orm', options: open, handler: (request) =>
        request.server.app.dependencies.database.prisma.invoice.count() },
    { method: 'GET', path: '/slow', options: { ...open, timeout: { server: 50 } }, handler: () =>
        new Promise((resolve) => { setTimeout(() => resolve('late'), 300); }) },
    { method: 'GET', path: '/wrong-answer', options: {
        ...open, ...answers('wrong', { 200: shape('Right', { right: Joi.string() }) })
    }, handler: () => ({ wrong: 1 }) },
    { method: 'POST', path: '/two-methods', options: open, handler: () => 'ok' },
    { method: 'DELETE', path: '/two-methods', options: open, handler: () => 'ok' }
];

const given = useServer({ routes });

async function ask(url: string, method = 'GET', headers: Record<string, string> = {}, to = given) {
    const response = await to.server.inject({ url, method, headers });
    return { status: response.statusCode, headers: response.headers, body: response.payload === ''
        ? undefined : JSON.parse(response.payload) };
}

describe('a problem document', () => {
    test('has every member of the contract, and the same text as message and detail', async () => {
        const { status, headers, body } = await ask('/domain/CONTACT_NOT_FOUND', 'GET', { 'x-request-id': 'req-1' });

        expect([status, headers['content-type']]).toEqual([422, 'application/problem+json']);
        expect(body).toEqual({
            type: 'urn:invoices-service:problem:contact-not-found', title: errorCodes.CONTACT_NOT_FOUND, status: 422,
            detail: 'invoiceId is the one at fault', message: 'invoiceId is the one at fault',
            code: 'CONTACT_NOT_FOUND', requestId: 'req-1',
            errors: [{ path: 'invoiceId', code: 'X', message: 'is the one at fault' }],
            details: { upstream: 'contacts-service', amount: '5' }
        });
    });

    test.each(Object.keys(errorCodes) as ErrorCode[])(
        '%s has its status, and 503 says when to come back', async (code) => {
            const { status, headers, body } = await ask(`/domain/${code}`);

            expect([status, body.status, body.code]).toEqual([problemStatus[code], problemStatus[code], code]);
            expect(headers['retry-after'] !== undefined).toBe(status === 503);
            expect(JSON.stringify(body)).not.toContain('secret inside');
        });

    test('the codes are in alphabetical order', () => {
        expect(Object.keys(errorCodes)).toEqual(Object.keys(errorCodes).toSorted());
    });
});

describe('an unexpected error', () => {
    test.each(['/mistake', '/nothing-thrown', '/rejected'])('%s is 500 with nothing of its inside', async (url) => {
        const { status, body } = await ask(url, 'GET', { 'x-request-id': 'req-500' });

        expect([status, body.code]).toEqual([500, 'INTERNAL_ERROR']);
        expect(body.message).toContain('req-500');
        expect(JSON.stringify(body)).not.toMatch(/secret|select|users|\.ts/);
    });

    test('is logged once, with its stack', async () => {
        await ask('/mistake', 'GET', { 'x-request-id': 'req-logged' });

        const logged = given.lines.filter(({ requestId, message }) =>
            requestId === 'req-logged' && message === 'Request failed');
        expect(logged).toHaveLength(1);
        expect(logged[0]).toMatchObject({
            level: 50, code: 'INTERNAL_ERROR', err: { stack: expect.stringContaining('errors.test.ts') }
        });
    });

    test('an answer that breaks its own documentation is 500 in tests', async () => {
        expect((await ask('/wrong-answer')).status).toBe(500);
    });

    test('and goes through in production, where an answer matters more', async () => {
        const production = await givenServer({
            routes, env: {
                NODE_ENV: 'production', SECRETS_KEY: '1f'.repeat(32), CONTACTS_SERVICE_URL: 'http://a.example',
                PRODUCTS_SERVICE_URL: 'http://a.example', SERVICES_SERVICE_URL: 'http://a.example'
            }
        });

        const { status } = await ask('/wrong-answer', 'GET', {}, production);
        await production.close();

        expect(status).toBe(200);
    });
});

describe('a database that is away', () => {
    let frozen: FrozenServer;
    beforeAll(async () => {
        frozen = await givenFrozenServer();
    });
    afterAll(() => frozen.close());

    test.each(['/database', '/orm'])('%s is 503 with Retry-After when nothing listens', async (url) => {
        const { status, headers, body } = await ask(url);

        expect([status, body.code]).toEqual([503, 'DATABASE_UNAVAILABLE']);
        expect(Number(headers['retry-after'])).toBeGreaterThan(0);
        expect(JSON.stringify(body)).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|nobody/);
    });

    test.each(['/database', '/orm'])('%s is 503 when the database takes connections and never answers', async (url) => {
        const stuck = await givenServer({ routes, env: { DATABASE_URL: `postgresql://a@127.0.0.1:${frozen.port}/b` } });

        const { status, body } = await ask(url, 'GET', {}, stuck);
        await stuck.close();

        expect([status, body.code]).toEqual([503, 'DATABASE_UNAVAILABLE']);
    });
});

describe('what hapi answers by itself', () => {
    test('an unknown address is 404', async () => {
        expect(await ask('/nowhere')).toMatchObject({ status: 404, body: { code: 'ROUTE_NOT_FOUND' } });
    });

    test.each([
        'GET', 'PUT', 'PATCH', 'OPTIONS', 'FROB'
    ])('%s where only POST and DELETE are is 405 with Allow', async (method) => {
        const { status, headers, body } = await ask('/two-methods', method);

        expect([status, headers['allow'], body.code]).toEqual([405, 'POST, DELETE', 'METHOD_NOT_ALLOWED']);
    });

    test('HEAD answers where GET does, without a body', async () => {
        const response = await given.server.inject({ method: 'HEAD', url: '/health/liveness' });

        expect([response.statusCode, response.payload]).toEqual([200, '']);
    });

    test('an answer that takes too long is 503 before the gateway gives up', async () => {
        expect(await ask('/slow')).toMatchObject({
            status: 503, body: { code: 'REQUEST_TIMEOUT' }, headers: { 'retry-after': expect.any(String) }
        });
    });

    test('a broken cookie is no error', async () => {
        expect((await ask('/health/liveness', 'GET', { cookie: 'a=b; =; "' })).status).toBe(200);
    });
});

describe('ids of a request', () => {
    test.each(['req-1', 'A.b:c/d+e=f@g-h_i', 'x'.repeat(128)])('%s is taken over', async (id) => {
        expect((await ask('/health/liveness', 'GET', { 'x-request-id': id })).headers['x-request-id']).toBe(id);
    });

    test.each(['', 'a b', 'x'.repeat(129), '{"a":1}', '<script>', '-start', 'ż'])('%j is replaced', async (id) => {
        const answer = (await ask('/nowhere', 'GET', { 'x-request-id': id }));

        expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
        expect(answer.body.requestId).toBe(answer.headers['x-request-id']);
    });
});

describe('every answer', () => {
    test.each([
        '/health/liveness', '/nowhere', '/mistake'
    ])('%s is kept by no cache and guessed at by no browser', async (url) => {
        const { headers } = await ask(url);

        expect(headers).toMatchObject({
            'cache-control': 'no-store', 'x-content-type-options': 'nosniff',
            'content-security-policy': expect.stringContaining("default-src 'none'")
        });
        expect(headers).not.toHaveProperty('strict-transport-security');
        expect(headers).not.toHaveProperty('server');
    });

    test('is logged in one line without path, query or person', async () => {
        await ask('/domain/INVOICE_NOT_FOUND?search=Kowalska', 'GET', { 'x-request-id': 'req-line' });

        const lines = given.lines.filter(({ requestId, message }) =>
            requestId === 'req-line' && message === 'Request answered');
        expect(lines).toEqual([expect.objectContaining({
            method: 'GET', route: '/domain/{code}', status: 400, durationMs: expect.any(Number)
        })]);
        expect(JSON.stringify(given.lines)).not.toContain('Kowalska');
    });

    test('is counted under its route, and unknown addresses under one name', async () => {
        await ask('/nowhere/1');
        await ask('/nowhere/2', 'FROB');

        const metrics = await given.dependencies.metrics.registry.metrics();

        expect(metrics).toContain('route="unmatched"');
        expect(metrics).toContain('method="OTHER"');
        expect(metrics).not.toMatch(/nowhere|FROB/);
        expect(metrics).toContain('http_requests_in_flight 0');
    });
});

describe('the documentation', () => {
    test('names each code of a route with an example', async () => {
        const document = (await ask('/api/openapi.json')).body;

        expect(document.paths['/health/readiness'].get.security).toEqual([]);
        expect(document.components.schemas.Problem.properties.code.enum).toEqual(Object.keys(errorCodes));
        expect(JSON.stringify(document)).not.toMatch(/x-meta|x-alt-definitions|x-error-codes/);
    });

    test.each([
        '/api/docs', '/api/docs/start.js', '/api/docs/swagger-ui.css', '/api/docs/swagger-ui-bundle.js',
        '/api/docs/favicon-32x32.png'
    ])('%s comes from this machine', async (url) => {
        const response = await given.server.inject(url);

        expect(response.statusCode).toBe(200);
        expect(response.headers['content-security-policy']).toContain("script-src 'self'");
    });

    test('the page asks for nothing from elsewhere', async () => {
        expect((await given.server.inject('/api/docs')).payload).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    });
});
