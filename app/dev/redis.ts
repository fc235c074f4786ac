import { closeSync, openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { plainEnvironment, startKept } from './kept-process.ts';
import type { RedisBinaries } from './redis-binaries.ts';

/** A Redis of our own, on the loopback interface only. */
export type RedisServer = { readonly url: string; readonly stop: () => Promise<void> };

const startLimitMs = 20_000;
const stopLimitMs = 3_000;
const pollMs = 30;

/**
 * Starts a Redis that keeps nothing on disk, on the loopback interface only.
 * @param folder - Folder for its log.
 */
export async function startRedis(
    { command, libraries }: RedisBinaries, folder: string, port: number
): Promise<RedisServer> {
    const logFile = join(folder, 'redis.log');
    const settings = {
        port: String(port), bind: '127.0.0.1', save: '', appendonly: 'no', daemonize: 'no', dir: folder
    };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
    const [program, ...before] = libraries === undefined
        ? [command] : ['/usr/bin/env', `LD_LIBRARY_PATH=${libraries}`, command];
    const log = openSync(logFile, 'a');
    const server = startKept(
        program, [...before, ...args], { cwd: folder, env: plainEnvironment, signal: 'INT', output: log });
    closeSync(log);

    const givenUpAt = performance.now() + startLimitMs;
    while (!(await answers(port))) {
        if (server.exitCode() !== undefined || performance.now() > givenUpAt) {
            await server.stop(stopLimitMs);
            throw new Error(`Redis did not start:\n${readFileSync(logFile, 'utf8').slice(-2_000)}`);
        }
        await wait(pollMs);
    }
    return { url: `redis://127.0.0.1:${port}`, stop: () => server.stop(stopLimitMs) };
}

async function answers(port: number): Promise<boolean> {
    return new Promise((resolve) => {
        const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
        socket.once('error', () => resolve(false));
        socket.once('data', (reply) => {
            socket.destroy();
            resolve(reply.toString().startsWith('+PONG'));
        });
    });
}
