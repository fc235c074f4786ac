import { once } from 'node:events';
import { connect } from 'node:net';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { givenToken } from '../support/given-token.ts';
import { rawRequest, type RawAnswer } from '../support/raw-http.ts';
import { useServer } from '../support/use-service.ts';

const given = useServer();
let port: number;
beforeAll(async () => {
    await given.server.start();
    port = Number(given.server.info.port);
    // The document is made with the first call for it, which takes seconds on a busy machine.
    await given.server.inject('/api/openapi.json');
});

/** One request as bytes, with a host and a connection that ends. */
function get(path: string, ...headers: readonly string[]): string {
    return [`GET ${path} HTTP/1.1`, 'Host: invoices-service', 'Connection: close', ...headers, '', ''].join('\r\n');
}

function headersOf({ head }: RawAnswer): Readonly<Record<string, string>> {
    return Object.fromEntries(head.split('\r\n').slice(1).map((line) =>
        [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
}

const post = 'POST /invoices HTTP/1.1\r\nHost: invoices-service\r\nConnection: close\r\n';

describe('an answer that hapi or Node would make by itself', () => {
    test.each([
        ['rubbish', 'RUBBISH\r\n\r\n', 400, 'BAD_REQUEST'],
        ['an HTTP/2 preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 'BAD_REQUEST'],
        ['an unknown version', 'GET /health HTTP/3.7\r\nHost: a\r\n\r\n', 400, 'BAD_REQUEST'],
        ['no host', 'GET /health HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'BAD_REQUEST'],
        ['two hosts', 'GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n', 400, 'BAD_REQUEST'],
        ['NUL in the path', 'GET /he\0alth HTTP/1.1\r\nHost: a\r\n\r\n', 400, 'BAD_REQUEST'],
        ['NUL in a header', 'GET /health HTTP/1.1\r\nHost: a\r\nX-A: b\0c\r\n\r\n', 400, 'BAD_REQUEST'],
        ['a header without a colon', 'GET /health HTTP/1.1\r\nHost a\r\n\r\n', 400, 'BAD_REQUEST'],
        ['two lengths', `${post}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`, 400, 'BAD_REQUEST'],
        ['a length and chunks', `${post}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400,
            'BAD_REQUEST'],
        ['an unknown method', 'FROB /health HTTP/1.1\r\nHost: a\r\n\r\n', 400, 'BAD_REQUEST'],
        ['a path beyond the limit', get(`/${'a'.repeat(20_000)}`), 431, 'REQUEST_HEADERS_TOO_LARGE'],
        ['headers beyond the limit', get('/health', `X-Big: ${'a'.repeat(20_000)}`), 431, 'REQUEST_HEADERS_TOO_LARGE'],
        ['broken percent-encoding', get('/invoices/%zz'), 400, 'BAD_REQUEST'],
        ['percent-encoding that is no UTF-8', get('/invoices/%ff'), 400, 'BAD_REQUEST'],
        ['broken percent-encoding of an unknown path', get('/%zz'), 400, 'BAD_REQUEST'],
        ['nothing at the address', get('/nowhere'), 404, 'ROUTE_NOT_FOUND'],
        ['an upgrade', get('/nowhere', 'Connection: Upgrade', 'Upgrade: websocket'), 404, 'ROUTE_NOT_FOUND'],
        ['an upgrade to HTTP/2', get('/nowhere', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABk'), 404, 'ROUTE_NOT_FOUND'],
        ['another method', 'DELETE /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 405,
            'METHOD_NOT_ALLOWED'],
        ['TRACE', 'TRACE /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 405, 'METHOD_NOT_ALLOWED'],
        ['CONNECT', 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n', 405, 'METHOD_NOT_ALLOWED'],
        ['an unknown Expect', get('/health', 'Expect: cake'), 417, 'EXPECTATION_FAILED'],
        ['no token', get('/invoices'), 401, 'UNAUTHORIZED'],
        ['no token and a large body', `${post}Content-Length: 2000000\r\n\r\n`, 401, 'UNAUTHORIZED'],
        ['no token and Expect', `${post}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n`, 401, 'UNAUTHORIZED']
    ])('to %s is a problem document with an id and the headers of every answer', async (_case, bytes, status, code) => {
        const answer = await rawRequest(port, bytes);

        const headers = headersOf(answer);
        expect([answer.status, headers['content-type']])
            .toEqual([status, expect.stringMatching(/^application\/problem\+json/)]);
        expect(JSON.parse(answer.body)).toMatchObject({ status, code, requestId: headers['x-request-id'] });
        expect(headers).toMatchObject({
            'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store',
            'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
            'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/)
        });
    });

    test.each([
        ['POST', '/invoices', 'zz\r\n'], ['POST', '/invoices', '5\r\n{"a":zz'], ['GET', '/health', 'zz\r\n']
    ])('to a %s of %s whose body is broken off is 400', async (method, path, body) => {
        const answer = await rawRequest(port, `${method} ${path} HTTP/1.1\r\nHost: localhost\r\n`
            + `Authorization: Bearer ${await givenToken()}\r\nContent-Type: application/json\r\n`
            + `Transfer-Encoding: chunked\r\n\r\n${body}`, 5_000);

        expect(answer.status).toBe(400);
        expect(JSON.parse(answer.body)).toMatchObject({ requestId: headersOf(answer)['x-request-id'] });
    });

    test('to a head that does not arrive in time is 408', async () => {
        // Node's own limits, shortened: they are read with every check.
        Object.assign(given.server.listener, { headersTimeout: 100 });

        const answer = await rawRequest(port, 'GET /health HTTP/1.1\r\nHost: a\r\n', 12_000);
        Object.assign(given.server.listener, { headersTimeout: 10_000 });

        expect(answer.status).toBe(408);
        expect(JSON.parse(answer.body)).toMatchObject({
            code: 'REQUEST_TOO_SLOW', requestId: headersOf(answer)['x-request-id']
        });
    }, 20_000);
});

describe('a CONNECT', () => {
    const bytes = 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n';

    test('whose client resets the connection harms nobody', async () => {
        await Promise.all(Array.from({ length: 20 }, async () => {
            const socket = connect(port, '127.0.0.1');
            socket.on('error', () => undefined);
            await once(socket, 'connect');
            socket.write(bytes, () => socket.resetAndDestroy());
            await once(socket, 'close');
        }));

        expect((await rawRequest(port, get('/health/liveness'))).status).toBe(200);
    });

    test('is closed by the service, though its client closes nothing', async () => {
        const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
        socket.write(bytes);
        socket.resume();
        await once(socket, 'end');
        const gone = once(socket, 'error');
        const typing = setInterval(() => socket.write('x'), 50);
        await gone;
        clearInterval(typing);

        expect(socket.destroyed).toBe(true);
    });
});

describe('a Range', () => {
    test.each([
        'bytes=0-9', 'bytes=5-2', 'bytes=99999-', 'bytes=-5', 'items=0-1'
    ])('of %s is ignored', async (range) => {
        const answers = await Promise.all(['/health/liveness', '/api/openapi.json', '/api/docs', '/nowhere'].map(
            (path) => rawRequest(port, get(path, `Range: ${range}`, 'If-Range: "x"'))));

        expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 404]);
        expect(JSON.parse(answers[0]?.body ?? '')).toMatchObject({ status: 'up' });
        expect(JSON.parse(answers[1]?.body ?? '')).toHaveProperty('openapi');
        expect(answers.flatMap((answer) => Object.keys(headersOf(answer))))
            .not.toEqual(expect.arrayContaining([expect.stringMatching(/range/)]));
    });
});
