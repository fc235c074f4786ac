import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import type { ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { goneSignal } from '../../app/platform/http/gone-signal.ts';
import { eventually } from '../support/eventually.ts';
import { givenServer, type GivenServer } from '../support/given-server.ts';

const signals: AbortSignal[] = [];
const routes: readonly ServerRoute[] = [
    { method: 'GET', path: '/slow-things', options: { auth: false }, handler: async (request) => {
        signals.push(goneSignal(request));
        await wait(1_000);
        return 'ok';
    } },
    { method: 'POST', path: '/things', handler: () =>
        'ok', options: { auth: false, validate: { payload: Joi.object() } } }
];
let given: GivenServer;
afterEach(() => given.close());

test('a client that goes away in the middle of its body counts as 499 and is no error', async () => {
    given = await givenServer({ routes });
    await given.server.start();
    const socket = connect(Number(given.server.info.port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
        'POST /things HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"note":');
    await wait(100);

    socket.destroy();
    await eventually('a line about the request', () =>
        given.lines.some(({ message }) => message === 'Request answered'));
    const metrics = await given.dependencies.metrics.registry.metrics();

    expect(given.lines).toContainEqual(
        expect.objectContaining({ message: 'Request answered', level: 30, route: '/things', status: 499 }));
    expect(given.lines.filter(({ level }) => Number(level) >= 50)).toEqual([]);
    expect(metrics).toContain('status="499"');
    expect(metrics).not.toMatch(/status="5\d\d"/);
});

test('work hears of a client that hangs up before its answer', async () => {
    given = await givenServer({ routes });
    await given.server.start();
    const socket = connect(Number(given.server.info.port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('GET /slow-things HTTP/1.1\r\nHost: a\r\n\r\n');
    await eventually('the request', () => signals.length === 1);
    expect(signals[0]?.aborted).toBe(false);

    socket.destroy();

    await eventually('the signal', () => signals[0]?.aborted === true, { within: 800, every: 10 });
});
