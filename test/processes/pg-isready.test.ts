import { execFile } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { freePort } from '../../scripts/ports.mjs';
import { givenFrozenServer } from '../support/frozen-server.ts';
import { serverUrl } from '../support/given-database.ts';
import { useClosing } from '../support/use-closing.ts';

const program = fileURLToPath(new URL('../../app/processes/pg-isready.ts', import.meta.url));
const { hostname, port } = new URL(serverUrl());
const closing = useClosing();

/** Runs the program. @returns Exit code and output */
function pgIsReady(
    args: readonly string[], env: Readonly<Record<string, string>> = {}
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
    return new Promise((resolve) => {
        execFile(process.execPath, [program, ...args], { env: { PATH: process.env['PATH'] ?? '', ...env } },
            (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }));
    });
}

/** A server that answers each connection with these bytes. */
async function givenAnswer(answer: Buffer): Promise<{ readonly port: number; close(): Promise<void> }> {
    const server = createServer((socket) => void socket.on('error', () => undefined).resume().end(answer));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
        port: (server.address() as AddressInfo).port,
        close: () => new Promise((resolve) => server.close(() => resolve()))
    };
}

/** PostgreSQL's ErrorResponse with this SQLSTATE. */
function errorResponse(state: string): Buffer {
    const fields = Buffer.from(`SFATAL\0VFATAL\0C${state}\0Mno\0\0`);
    const head = Buffer.alloc(5, 'E');
    head.writeInt32BE(fields.length + 4, 1);
    return Buffer.concat([head, fields]);
}

test.each([
    ['short options', ['-h', hostname, '-p', port], {}],
    ['long options', [`--host=${hostname}`, `--port=${port}`, '--username=postgres', '--dbname=postgres'], {}],
    ['a connection string', ['-d', `postgresql://${hostname}:${port}/postgres`], {}],
    ['the variables of libpq', [], { PGHOST: hostname, PGPORT: port }],
    ['the variables of the CRM', [], { DB_HOST: hostname, DB_PORT: port, DB_USERNAME: 'somebody' }],
    ['an unknown user and database', ['-h', hostname, '-p', port, '-U', 'nobody', '-d', 'nothing'], {}]
])('a server that works, asked by %s: accepting connections, exit 0', async (_how, args, env) => {
    expect(await pgIsReady(args, env))
        .toEqual({ code: 0, stdout: `${hostname}:${port} - accepting connections\n`, stderr: '' });
});

test('a quiet answer is the exit code alone', async () => {
    expect(await pgIsReady(['-q', '-h', hostname, '-p', port])).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('a server that starts or stops (57P03): rejecting connections, exit 1', async () => {
    const server = closing(await givenAnswer(errorResponse('57P03')));

    expect(await pgIsReady(['-h', '127.0.0.1', '-p', String(server.port)]))
        .toEqual({ code: 1, stdout: `127.0.0.1:${server.port} - rejecting connections\n`, stderr: '' });
});

test('a server without a free connection (53300) is there: exit 0', async () => {
    const server = closing(await givenAnswer(errorResponse('53300')));

    expect((await pgIsReady(['-h', '127.0.0.1', '-p', String(server.port)])).code).toBe(0);
});

test.each([
    ['nobody listens', async () => freePort()],
    ['nothing is answered', async () => closing(await givenFrozenServer()).port],
    ['another server answers', async () => closing(await givenAnswer(Buffer.from('HTTP/1.1 400 Bad Request\r\n'))).port]
])('where %s: no response, exit 2', async (_what, given) => {
    const silent = await given();

    expect(await pgIsReady(['-h', '127.0.0.1', '-p', String(silent), '-t', '1']))
        .toEqual({ code: 2, stdout: `127.0.0.1:${silent} - no response\n`, stderr: '' });
});

test('an impossible port: no attempt, exit 3', async () => {
    expect(await pgIsReady(['-h', hostname, '-p', '70000']))
        .toEqual({ code: 3, stdout: `${hostname}:70000 - no attempt\n`, stderr: '' });
});

test('an unknown option: exit 3, and the way to the help', async () => {
    const { code, stdout, stderr } = await pgIsReady(['--nothing']);

    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/^pg_isready: error: .*--nothing[^]*pg_isready --help/);
});

test('the help names every option', async () => {
    const { code, stdout } = await pgIsReady(['--help']);

    expect(code).toBe(0);
    expect(stdout.match(/--\w+/g)).toEqual([
        '--host', '--port', '--dbname', '--username', '--timeout', '--quiet', '--help'
    ]);
});
