import { Agent, request as httpRequest } from 'node:http';
import { createServer, connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { givenEmptyDatabase } from '../support/given-database.ts';
import type { GivenProcess } from '../support/given-process.ts';
import { eventually } from '../support/eventually.ts';
import { givenToken } from '../support/given-token.ts';
import { useProcesses } from '../support/use-closing.ts';
import { useDatabase } from '../support/use-service.ts';

const database = useDatabase();
const start = useProcesses();
let authorization: string;
beforeAll(async () => {
    authorization = `Bearer ${await givenToken()}`;
});

function given(env: Record<string, string> = {}, args?: readonly string[]): GivenProcess {
    return start({ DATABASE_URL: database.url, ...env }, args);
}

type Outcome = { readonly status: number; readonly connection: string } | { readonly error: string };

function ask(port: number, agent: Agent, path = '/invoices'): Promise<Outcome> {
    return new Promise((resolve) => {
        httpRequest({ port, host: '127.0.0.1', path, agent, headers: { authorization } }, (response) => {
            response.resume().on('end', () =>
                resolve({ status: response.statusCode ?? 0, connection: String(response.headers.connection) }));
        }).on('error', (error: NodeJS.ErrnoException) => resolve({ error: error.code ?? error.message })).end();
    });
}

/**
 * Calls the service repeatedly from several sides until it refuses connections. @param outcomes - Grows with each
 * answer
 */
async function load(port: number, sides: number, outcomes: Outcome[], stopped: () => boolean): Promise<void> {
    const agent = new Agent({ keepAlive: true });
    await Promise.all(Array.from({ length: sides }, async () => {
        while (!stopped()) {
            const outcome = await ask(port, agent);
            if ('error' in outcome && outcome.error === 'ECONNREFUSED') {
                return;
            }
            outcomes.push(outcome);
        }
    }));
    agent.destroy();
}

describe('a service that is told to stop', () => {
    test.each([
        'SIGTERM', 'SIGINT'
    ] as const)('by %s under load answers every request that it accepted, and exits 0', async (signal) => {
        const service = given({ SHUTDOWN_DRAIN_MS: '700' });
        const { port } = await service.listening();
        let hasEnded = false;
        const outcomes: Outcome[] = [];
        const loading = load(port, 20, outcomes, () => hasEnded);
        await eventually('fifty answers', () => outcomes.length > 50, { every: 10 });
        const before = outcomes.length;

        service.kill(signal);
        const code = await service.ended;
        hasEnded = true;
        await loading;

        expect(code).toBe(0);
        expect(outcomes.length).toBeGreaterThan(before);
        expect(outcomes.filter((outcome) => !('status' in outcome) || outcome.status !== 200)).toEqual([]);
        expect(service.lines.at(-1)).toMatchObject({ message: 'Stopped' });
    });

    test('is not ready from then on, still serves, and closes each connection after its answer', async () => {
        const service = given({ SHUTDOWN_DRAIN_MS: '1500' });
        const { port } = await service.listening();
        const agent = new Agent({ keepAlive: true });
        const before = await ask(port, agent, '/health/readiness');

        service.kill('SIGTERM');
        await wait(300);
        const [readiness, call] = [await ask(port, agent, '/health/readiness'), await ask(port, agent)];
        agent.destroy();
        const code = await service.ended;

        expect(before).toEqual({ status: 200, connection: 'keep-alive' });
        expect(readiness).toEqual({ status: 503, connection: 'close' });
        expect(call).toEqual({ status: 200, connection: 'close' });
        expect(code).toBe(0);
    });

    test('finishes a request whose body is still on its way', async () => {
        const service = given();
        const { port } = await service.listening();
        const body = JSON.stringify({ legalName: 'Example Floors' });
        const socket = connect(port, '127.0.0.1');
        let received = '';
        socket.on('data', (chunk) => {
            received += chunk.toString('utf8');
        });
        const admin = await givenToken({ role: 'admin' });
        socket.write(`PATCH /organisation HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${admin}\r\nContent-Type: `
            + `application/json\r\n`
            + `Content-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`);
        await wait(300);

        service.kill('SIGTERM');
        await wait(500);
        socket.write(body.slice(5));
        const code = await service.ended;
        socket.destroy();

        expect(received).toMatch(/^HTTP\/1\.1 200 /);
        expect(code).toBe(0);
    });

    test('does not wait for ever for a request that never ends', async () => {
        const service = given({ SHUTDOWN_TIMEOUT_MS: '500' });
        const { port } = await service.listening();
        const socket = connect(port, '127.0.0.1');
        socket.on('error', () => undefined);
        socket.write(`PATCH /organisation HTTP/1.1\r\nHost: a\r\nAuthorization: ${authorization}\r\nContent-Type: `
            + `application/json\r\nContent-Length: 50\r\n\r\n{`);
        await wait(300);

        service.kill('SIGTERM');
        const code = await service.ended;
        socket.destroy();

        expect(code).toBe(0);
    });

    test('twice stops at once', async () => {
        const service = given({ SHUTDOWN_DRAIN_MS: '60000' });
        await service.listening();

        service.kill('SIGTERM');
        await wait(300);
        service.kill('SIGTERM');

        expect(await service.ended).toBe(1);
    });
});

describe('a service that cannot start', () => {
    test('exits 78 and tells every fault of its configuration, and no secret', async () => {
        const service = given({
            PORT: 'abc', JWT_SECRET: '', TRUSTED_NETWORKS: '0.0.0.0/0', REDIS_URL: 'http://:hunter2@x'
        });

        expect(await service.ended).toBe(78);
        expect(service.stderr()).toMatch(
            /4 faults:\n {2}- PORT .*\n {2}- REDIS_URL .*\n {2}- JWT_SECRET or JWT_JWKS_URL .*\n {2}- TRUSTED_NETWORKS/
        );
        expect(service.stderr()).not.toContain('hunter2');
        expect(service.lines).toEqual([]);
    });

    test.each(['PORT', 'METRICS_PORT'])('names the %s that is taken, and exits 1', async (name) => {
        const other = createServer();
        await new Promise<void>((resolve) => other.listen(0, resolve));
        const { port } = other.address() as AddressInfo;
        const service = given({ [name]: String(port) });

        const code = await service.ended;
        await new Promise((resolve) => other.close(resolve));

        expect([code, service.stderr()]).toEqual([1, expect.stringContaining(`Port ${port} is taken`)]);
    });

    test('migrate says in one sentence that the database cannot be reached, and exits 1', async () => {
        const service = given({ DATABASE_URL: 'postgresql://crm:hunter2@127.0.0.1:9/invoices' }, ['migrate']);

        expect([await service.ended, service.stderr()])
            .toEqual([1, 'The database cannot be reached: connect ECONNREFUSED 127.0.0.1:9\n']);
    });

    test('exits 64 for a command that there is not', async () => {
        const service = given({}, ['sell']);

        expect([await service.ended, service.stderr()])
            .toEqual([64, 'There is no command "sell"; the commands are serve, work, migrate, doctor\n']);
    });
});

describe('a service that starts', () => {
    test('warns of trusted networks', async () => {
        const service = given({ TRUSTED_NETWORKS: '10.20.0.0/16' });
        await service.listening();

        expect(service.lines)
            .toContainEqual(expect.objectContaining({ level: 'warn', networks: ['10.20.0.0/16'], role: 'gateway' }));
    });

    test('says in each line of its log which build it is', async () => {
        const service = given({ VERSION: '1.4.0-rc.1' });
        await service.listening();

        expect(service.lines.map(({ version }) => version)).toEqual(service.lines.map(() => '1.4.0-rc.1'));
    });

    test('shows its metrics on their own port and nowhere else', async () => {
        const service = given();
        const { port, metricsPort } = await service.listening();

        const [metrics, other, onApi] = await Promise.all([
            fetch(`http://127.0.0.1:${metricsPort}/metrics`), fetch(`http://127.0.0.1:${metricsPort}/invoices`),
            fetch(`http://127.0.0.1:${port}/metrics`)
        ]);
        const text = await metrics.text();

        expect([metrics.status, other.status, onApi.status]).toEqual([200, 404, 404]);
        for (const name of [
            'build_info', 'event_loop_delay_seconds', 'database_pool_connections', 'invoices_issued_total',
            'http_requests_in_flight'
        ]) {
            expect(text).toContain(`# HELP ${name} `);
        }
    });

    test('survives what no client should send', async () => {
        const service = given();
        const { port } = await service.listening();
        for (const bytes of [
            'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n', 'GET http://[ HTTP/1.1\r\nHost: a\r\n\r\n',
            'GET //%%% HTTP/1.1\r\nHost: [[[\r\n\r\n', '\0\0\0\0'
        ]) {
            const socket = connect(port, '127.0.0.1');
            socket.on('error', () => undefined);
            socket.end(bytes);
            await new Promise((resolve) => socket.resume().on('close', resolve));
        }

        expect((await fetch(`http://127.0.0.1:${port}/health/liveness`)).status).toBe(200);
    });
});

test('migrate needs only the database: it brings an empty one up to date, and a second time says so', async () => {
    const empty = await givenEmptyDatabase();
    const codes: number[] = [];
    for (let times = 0; times < 2; times += 1) {
        codes.push(
            await given({ DATABASE_URL: empty.url, NODE_ENV: '', JWT_SECRET: '', PORT: 'abc' }, ['migrate']).ended);
    }
    const service = given({ DATABASE_URL: empty.url });
    const { port } = await service.listening();
    const readiness = await fetch(`http://127.0.0.1:${port}/health/readiness`);
    service.kill('SIGTERM');
    await service.ended;
    await empty.drop();

    expect([codes, readiness.status]).toEqual([[0, 0], 200]);
});
