import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ServerRoute } from '@hapi/hapi';
import { requires } from '../../app/platform/auth/route-access.ts';
import { decimalMicros } from '../../app/foundation/schema/decimal-field.ts';
import {
    calendarDate, flag, instantOrDate, text, uuid, wholeNumber, yesNo
} from '../../app/foundation/schema/fields.ts';
import { listParameter } from '../../app/foundation/schema/list-parameter.ts';
import { listOf, nullable, oneOf, shape } from '../../app/foundation/schema/shape.ts';
import { givenAuthorization } from '../support/given-token.ts';
import { rawRequest } from '../support/raw-http.ts';
import { useServer } from '../support/use-service.ts';

const item = shape('TestItem', { quantity: decimalMicros({ min: 0n, max: 1_000_000_000_000n }) },
    { description: text(20), discount: decimalMicros({ decimals: 2 }) });
const body = shape('TestBody', { name: text(10) }, {
    items: listOf('TestItems', item, 3), issueDate: calendarDate, paidAt: instantOrDate, contactId: uuid, paid: yesNo,
    kind: oneOf('TestKind', ['one', 'two']), notes: nullable(text(5)), lines: wholeNumber(1, 10)
});
const echo: ServerRoute['handler'] = ({ payload, query, params }) =>
    JSON.stringify({ payload, query, params }, (_key, value: unknown) =>
        (typeof value === 'bigint' ? `${value}n` : value));
const auth = requires('invoices:write');
const routes: readonly ServerRoute[] = [
    { method: 'POST', path: '/things', handler: echo, options: { auth, validate: { payload: body } } },
    {
        method: 'POST', path: '/things/{id}', handler: echo,
        options: { auth, validate: { params: shape('P', { id: uuid }), payload: shape('None', {}, { note: text(9) }) } }
    },
    {
        method: 'DELETE', path: '/things/{id}', handler: echo,
        options: { auth, validate: { params: shape('P', { id: uuid }) } }
    },
    {
        method: 'GET', path: '/things', handler: echo, options: {
            auth, validate: { query: shape('Q', {}, {
                status: listParameter('S', oneOf('St', ['a', 'b', 'c']), 3), overdue: flag, search: text(20),
                limit: wholeNumber(1, 100)
            }) }
        }
    }
];
const id = '5f0c1c8e-3b53-4f0f-9d5c-1f0a3c1f9a11';

const given = useServer({ routes });
let authorization: string;
let port: number;
beforeAll(async () => {
    await given.server.start();
    port = Number(given.server.info.port);
    ({ authorization } = await givenAuthorization());
});

async function post(payload: string | Buffer | undefined, headers: Record<string, string> = {}, url = '/things') {
    const response = await given.server.inject({
        method: 'POST', url, headers: { authorization, 'content-type': 'application/json', ...headers },
        ...(payload === undefined ? {} : { payload })
    });
    return { status: response.statusCode, body: JSON.parse(response.payload), headers: response.headers };
}

async function get(url: string) {
    const response = await given.server.inject({ url, headers: { authorization } });
    return { status: response.statusCode, body: JSON.parse(response.payload) };
}

describe('fields of a body', () => {
    test.each([
        ['a missing field', {}, 'name', 'REQUIRED'],
        ['an unknown field', { name: 'a', colour: 'red' }, 'colour', 'UNKNOWN_FIELD'],
        ['an unknown field in a list', { name: 'a', items: [{ quantity: 1 }, { quantity: 1, colour: 1 }] },
            'items[1].colour', 'UNKNOWN_FIELD'],
        ['a number for text', { name: 7 }, 'name', 'WRONG_TYPE'],
        ['a text of blanks', { name: '   ' }, 'name', 'EMPTY'],
        ['a text that is too long', { name: 'abcdefghijk' }, 'name', 'TOO_LONG'],
        ['a control character', { name: 'a\u0007b' }, 'name', 'INVALID'],
        ['a text for a list', { name: 'a', items: 'x' }, 'items', 'WRONG_TYPE'],
        ['too many entries', { name: 'a', items: Array(4).fill({ quantity: 1 }) }, 'items', 'TOO_MANY'],
        ['null for a list entry', { name: 'a', items: [null] }, 'items[0]', 'WRONG_TYPE'],
        ['a text for a flag', { name: 'a', paid: 'true' }, 'paid', 'WRONG_TYPE'],
        ['a value outside the list', { name: 'a', kind: 'three' }, 'kind', 'NOT_ONE_OF_THE_VALUES'],
        ['an id that is none', { name: 'a', contactId: '123' }, 'contactId', 'INVALID'],
        ['a fraction for a whole number', { name: 'a', lines: 1.5 }, 'lines', 'INVALID'],
        ['a whole number out of range', { name: 'a', lines: 11 }, 'lines', 'TOO_LARGE'],
        ['a date that does not exist', { name: 'a', issueDate: '2026-02-30' }, 'issueDate', 'INVALID_DATE'],
        ['29 February of a common year', { name: 'a', issueDate: '2025-02-29' }, 'issueDate', 'INVALID_DATE'],
        ['a date of another century', { name: 'a', issueDate: '1999-12-31' }, 'issueDate', 'INVALID_DATE'],
        ['a date in another notation', { name: 'a', issueDate: '23.11.2026' }, 'issueDate', 'INVALID_DATE'],
        ['an instant without an offset for a date', { name: 'a', issueDate: '2026-11-23T00:00:00' }, 'issueDate',
            'INVALID_DATE'],
        ['an instant of the next century there', { name: 'a', issueDate: '2099-12-31T23:30:00Z' }, 'issueDate',
            'INVALID_DATE'],
        ['an instant that does not exist', { name: 'a', paidAt: '2026-02-30T10:00:00Z' }, 'paidAt', 'INVALID_DATE'],
        ['an instant without an offset', { name: 'a', paidAt: '2026-02-03T10:00:00' }, 'paidAt', 'INVALID_DATE'],
        ['a number for a date', { name: 'a', issueDate: 20261123 }, 'issueDate', 'WRONG_TYPE']
    ])('%s is 400 with its path', async (_case, value, path, code) => {
        const response = await post(JSON.stringify(value));

        expect(response.status).toBe(400);
        expect(response.body).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ path, code }] });
        expect(String(response.body.message).slice(0, path.length + 1)).toBe(`${path} `);
        expect(response.body.message).toBe(response.body.detail);
    });

    test('every fault is told, and the sentence names the first three', async () => {
        const { body: problem } = await post(JSON.stringify({ name: 1, paid: 2, kind: 3, lines: 'x', contactId: 5 }));

        expect(problem.errors).toHaveLength(5);
        expect(problem.message)
            .toBe('name must be a string; contactId must be a string; paid must be true or false; and 2 more');
    });

    test.each([
        ['an array', '[]'], ['a text', '"x"'], ['a number', '7'], ['true', 'true']
    ])('%s in the place of the object is 400', async (_case, payload) => {
        const { status, body: problem } = await post(payload);

        expect([status, problem.message]).toEqual([400, 'The body must be a JSON object']);
    });

    test('good values arrive converted', async () => {
        const { status, body: { payload } } = await post(JSON.stringify({
            name: ' a ', items: [{ quantity: 2.5, discount: '0.10' }], paidAt: '2026-11-23T10:15:00+01:00',
            issueDate: '2028-02-29', contactId: id.toUpperCase(), notes: null
        }));

        expect(status).toBe(200);
        expect(payload).toEqual({
            name: 'a', items: [{ quantity: '2500000n', discount: '100000n' }], paidAt: '2026-11-23T09:15:00.000Z',
            issueDate: '2028-02-29', contactId: id, notes: null
        });
    });
});

describe('decimals', () => {
    test.each([
        ['1e5 as a text', '"1e5"', 'NOT_A_PLAIN_DECIMAL'], ['.5', '".5"', 'NOT_A_PLAIN_DECIMAL'],
        ['+1', '"+1"', 'NOT_A_PLAIN_DECIMAL'], ['1 000', '"1 000"', 'NOT_A_PLAIN_DECIMAL'],
        ['12,5', '"12,5"', 'NOT_A_PLAIN_DECIMAL'], ['an empty text', '""', 'NOT_A_PLAIN_DECIMAL'],
        ['7 decimals', '"1.1234567"', 'TOO_MANY_DECIMALS'],
        ['7 decimals as a number', '1.1234567', 'TOO_MANY_DECIMALS'], ['1e-7', '1e-7', 'TOO_MANY_DECIMALS'],
        ['more digits than a float holds', '12.3450000000000000001', 'TOO_MANY_DECIMALS'],
        ['true', 'true', 'WRONG_TYPE'], ['null', 'null', 'WRONG_TYPE'],
        ['a list', '[1]', 'WRONG_TYPE'], ['an object', '{}', 'WRONG_TYPE'], ['less than allowed', '-1', 'TOO_SMALL'],
        ['more than allowed', '1000000.000001', 'TOO_LARGE'], ['far more than allowed', '1e300', expect.anything()],
        ['Arabic digits', '"١٢"', 'NOT_A_PLAIN_DECIMAL']
    ])('%s is 400 with its path', async (_case, json, code) => {
        const { status, body: problem } = await post(`{"name":"a","items":[{"quantity":${json}}]}`);

        expect(status).toBe(400);
        expect(problem.errors).toEqual([{ path: 'items[0].quantity', code, message: expect.any(String) }]);
    });

    test.each([
        ['12.5', '12500000n'], ['"12.50"', '12500000n'], ['0.000001', '1n'], ['1e3', '1000000000n'],
        ['999999.999999', '999999999999n'], ['1.0', '1000000n'],
        ['100000.0000000000000000', '100000000000n'], ['0', '0n']
    ])('%s arrives as %s', async (json, expected) => {
        const { status, body: { payload } } = await post(`{"name":"a","items":[{"quantity":${json}}]}`);

        expect([status, payload?.items[0].quantity]).toEqual([200, expected]);
    });
});

describe('text that no field may hold', () => {
    test.each([
        ['NUL in a value', '{"name":"a\\u0000b"}', 'name', 'NUL_CHARACTER'],
        ['NUL deep in a list', '{"name":"a","items":[{"quantity":1,"description":"\\u0000"}]}',
            'items[0].description', 'NUL_CHARACTER'],
        ['half a surrogate pair', '{"name":"\\ud800"}', 'name', 'LONE_SURROGATE'],
        ['the other half', '{"name":"x\\udc00y"}', 'name', 'LONE_SURROGATE'],
        ['NUL in a field that is unknown', '{"name":"a","x\\u0000":1}', 'x\\u0000', 'UNKNOWN_FIELD'],
        ['__proto__', '{"name":"a","__proto__":{"admin":true}}', '__proto__', 'UNKNOWN_FIELD'],
        ['__proto__ in a list', '{"name":"a","items":[{"__proto__":1}]}', 'items[0].__proto__', 'UNKNOWN_FIELD'],
        ['__proto__ written with escapes', '{"name":"a","\\u005f\\u005fproto__":{}}', '__proto__', 'UNKNOWN_FIELD'],
        ['constructor', '{"name":"a","constructor":{"prototype":{}}}', 'constructor', 'UNKNOWN_FIELD']
    ])('%s is 400 with its path', async (_case, payload, path, code) => {
        const { status, body: problem } = await post(payload);

        expect(status).toBe(400);
        expect(problem.errors).toContainEqual({ path, code, message: expect.any(String) });
    });

    test('a whole surrogate pair is text', async () => {
        expect((await post('{"name":"\\ud83d\\ude00"}')).body.payload).toEqual({ name: '😀' });
    });
});

describe('a body that is no JSON', () => {
    test.each([
        '{', '{"name":}', '{"name":"a"', 'name=a', "{'name':'a'}", '{"name":"a"}x', 'NaN', '{"name":01}',
        '\u0000', '{"name":"a\nb"}'
    ])('%j is 400', async (payload) => {
        const { status, body: problem } = await post(payload);

        expect([status, problem.code]).toEqual([400, 'INVALID_JSON']);
    });

    test('bytes that are no UTF-8 are 400, not other letters', async () => {
        const { status, body: problem } = await post(
            Buffer.from([0x7b, 0x22, 0x6e, 0x61, 0x6d, 0x65, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d]));

        expect([status, problem.code]).toEqual([400, 'INVALID_JSON']);
    });

    test('the answer repeats nothing of the body', async () => {
        expect(JSON.stringify((await post('{"name": secret-text}')).body)).not.toContain('secret-text');
    });

    test.each([100, 100_000])('nesting %i deep is 400', async (depth) => {
        const { status, body: problem } = await post(`{"name":${'['.repeat(depth)}${']'.repeat(depth)}}`);

        expect([status, problem.code]).toEqual([400, 'BODY_TOO_DEEP']);
    });
});

describe('the type of a body', () => {
    test.each([
        'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml',
        'application/octet-stream', 'json', '', 'application/json; charset=utf-16', 'application/jsonp'
    ])('%j is 415', async (type) => {
        const { status, body: problem } = await post('{"name":"a"}', { 'content-type': type });

        expect([status, problem.code]).toEqual([415, 'CONTENT_TYPE_UNSUPPORTED']);
    });

    test.each([
        'application/json', 'APPLICATION/JSON; charset=UTF-8', 'application/json;charset="utf-8"',
        'application/merge-patch+json'
    ])('%j is read', async (type) => {
        expect((await post('{"name":"a"}', { 'content-type': type })).status).toBe(200);
    });

    test.each([
        'application/x-www-form-urlencoded', 'text/plain', 'rubbish', 'application/json'
    ])('no body at all is no body, also as %j', async (type) => {
        const { status, body: { payload } } = await post(
            '', { 'content-type': type, 'content-length': '0' }, `/things/${id}`);

        expect([status, payload]).toEqual([200, {}]);
    });

    test('null is no body', async () => {
        expect((await post('null', {}, `/things/${id}`)).body.payload).toEqual({});
    });

    test('no body where a field is required is 400 that names it', async () => {
        expect((await post(undefined)).body).toMatchObject({ status: 400, message: 'name is required' });
    });

    test('a body where none is taken is 400', async () => {
        const response = await given.server.inject({
            method: 'DELETE', url: `/things/${id}`, headers: { authorization, 'content-type': 'application/json' },
            payload: '{"a":1}'
        });

        expect([response.statusCode, JSON.parse(response.payload).message])
            .toEqual([400, 'The body must be empty: this call takes none']);
    });

    test('a compressed body is read, and a broken or unknown compression is refused', async () => {
        const good = await post(gzipSync('{"name":"a"}'), { 'content-encoding': 'gzip' });
        const broken = await post('{"name":"a"}', { 'content-encoding': 'gzip' });
        const unknown = await post('{"name":"a"}', { 'content-encoding': 'br' });

        expect([good.status, broken.status, unknown.status]).toEqual([200, 400, 415]);
    });
});

describe('the size of a body', () => {
    const padded = (bytes: number) => `{"name":"a"${' '.repeat(bytes - 12)}}`;

    test('1 048 576 bytes are read, one more is 413', async () => {
        const most = await post(padded(1_048_576));
        const more = await post(padded(1_048_577));

        expect([most.status, more.status, more.body.code]).toEqual([200, 413, 'PAYLOAD_TOO_LARGE']);
    });

    test('what is small only while compressed is 413', async () => {
        expect((await post(gzipSync(padded(20_000_000)), { 'content-encoding': 'gzip' })).status).toBe(413);
    });

    test('over a real connection the answer reaches a client that is still sending', async () => {
        const response = await fetch(`http://127.0.0.1:${port}/things`, {
            method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: padded(1_153_434)
        });

        expect([response.status, (await response.json() as { code: string }).code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    });

    test('also when it was small while compressed', async () => {
        const response = await fetch(`http://127.0.0.1:${port}/things`, {
            method: 'POST', headers: { authorization, 'content-type': 'application/json', 'content-encoding': 'gzip' },
            body: gzipSync(padded(20_000_000))
        });

        expect([response.status, (await response.json() as { code: string }).code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    });

    test('a client that goes away in the middle of its body does no harm', async () => {
        const answer = await rawRequest(port,
            `POST /things HTTP/1.1\r\nHost: a\r\nAuthorization: ${authorization}\r\nContent-Length: 100\r\n\r\n{`, 200);

        expect(answer.status).toBe(0);
        expect((await get('/things')).status).toBe(200);
    });

    test('a body in chunks is measured too', async () => {
        const chunk = new TextEncoder().encode(' '.repeat(100_000));
        const stream = new ReadableStream({
            start(controller) {
                for (let n = 0; n < 12; n += 1) {
                    controller.enqueue(chunk);
                }
                controller.close();
            }
        });
        const response = await fetch(`http://127.0.0.1:${port}/things`, {
            method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: stream, duplex: 'half'
        });

        expect(response.status).toBe(413);
        await response.text();
    });
});

describe('a query', () => {
    test.each([
        'status=a&status=b', 'status[]=a&status[]=b', 'status%5B%5D=a&status%5B%5D=b', 'status=a,b', 'status=a,%20b',
        'status[0]=a&status[1]=b', 'status[]=a&status=b'
    ])('%s is a list of two', async (query) => {
        expect((await get(`/things?${query}`)).body.query).toEqual({ status: ['a', 'b'] });
    });

    test('one value is a list of one', async () => {
        expect((await get('/things?status=a')).body.query).toEqual({ status: ['a'] });
    });

    test.each([
        ['an unknown parameter', 'colour=red', 'colour'], ['an unknown list', 'colour[]=red', 'colour'],
        ['a value outside the list', 'status=z', 'status[0]'], ['a list of nothing', 'status=,', 'status'],
        ['too many values', 'status=a,b,c,a', 'status'], ['a flag that is none', 'overdue=maybe', 'overdue'],
        ['one value given twice', 'limit=1&limit=2', 'limit'], ['one value as a list', 'limit[]=1', 'limit'],
        ['a number that is none', 'limit=ten', 'limit'], ['NUL', 'search=a%00b', 'search'],
        ['__proto__', '__proto__=1', '__proto__'], ['an object', 'limit[a]=1', 'limit[a]'],
        ['exponents', 'limit=1e1000', 'limit']
    ])('%s is 400 that names it', async (_case, query, path) => {
        const { status, body: problem } = await get(`/things?${query}`);

        expect([status, problem.errors[0]?.path]).toEqual([400, path]);
    });

    test.each([
        'search=%', 'search=%zz', 'search=%ff', 'search=%ed%a0%80'
    ])('the broken encoding %s is 400', async (query) => {
        expect((await get(`/things?${query}`)).status).toBe(400);
    });
});

describe('a path', () => {
    test.each([
        ['an id that is none', '/things/123', 'id'], ['NUL', `/things/${id}%00`, 'id'],
        ['an encoded way up', '/things/..%2F..%2Fhealth', 'id']
    ])('%s is 400 that names it', async (_case, url, path) => {
        const { status, body: problem } = await post(undefined, {}, url);

        expect([status, problem.errors[0]?.path]).toEqual([400, path]);
    });

    test.each([
        '/things/%zz', '/things/%ff', '/%zz', '/things/%c0%af'
    ])('the broken encoding %s is 400', async (url) => {
        const { status, body: problem } = await post(undefined, {}, url);

        expect([status, problem.code]).toEqual([400, 'BAD_REQUEST']);
    });
});

describe('what is no HTTP', () => {
    test.each([
        ['rubbish', 'RUBBISH\r\n\r\n', 400], ['a request without a host', 'GET /things HTTP/1.1\r\n\r\n', 400],
        ['two lengths', 'POST /things HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', 400],
        ['a length and chunks', 'POST /things HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: '
            + 'chunked\r\n\r\n0\r\n\r\n', 400],
        ['a length that is no number', 'POST /things HTTP/1.1\r\nHost: a\r\nContent-Length: ten\r\n\r\n', 400],
        ['headers beyond the limit', `GET /things HTTP/1.1\r\nHost: a\r\nX-Big: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
        ['an unknown method', 'FROB /things HTTP/1.1\r\nHost: a\r\n\r\n', 400]
    ])('%s is answered, not dropped', async (_case, bytes, status) => {
        const answer = await rawRequest(port, bytes);

        expect(answer.status).toBe(status);
    });

    test('a host that is no name does no harm', async () => {
        const answer = await rawRequest(
            port, 'GET /health/liveness HTTP/1.1\r\nHost: %%% bad\r\nConnection: close\r\n\r\n');

        expect([200, 400]).toContain(answer.status);
    });

    test('the server still works afterwards', async () => {
        expect((await get('/things')).status).toBe(200);
    });
});
