import type { Server, ServerRoute } from '@hapi/hapi';
import { pino } from 'pino';
import { readConfig } from '../../app/platform/config/config.ts';
import type { Clock } from '../../app/foundation/clock/clock.ts';
import { openDependencies, type Dependencies } from '../../app/processes/dependencies.ts';
import { apiRoutes } from '../../app/processes/documented-routes.ts';
import { createServer } from '../../app/processes/server.ts';

/** The secret that test tokens are signed with. */
export const testSecret = 'a-secret-of-tests-that-is-long-enough';

/** Address at which the tests' customers reach their pages. */
export const publicUrl = 'https://faktury.example.com';

/** A clock that tests move. */
export type MovableClock = Clock & { pass(milliseconds: number): void };

/** A clock that starts in the middle of a day, at an instant that is no round date. */
export function givenClock(start = '2026-11-23T10:15:00.000Z'): MovableClock {
    let now = new Date(start).getTime();
    return {
        now: () => new Date(now),
        pass: (milliseconds) => {
            now += milliseconds;
        }
    };
}

/** Parts of a server that a test reads. */
export type GivenServer = {
    readonly server: Server;
    readonly dependencies: Dependencies;
    /** Lines that the server logged, newest last. */
    readonly lines: readonly Record<string, unknown>[];
    close(): Promise<void>;
};

/** Settings of a server beside its defaults. */
export type ServerSettings = {
    readonly env?: Record<string, string>; readonly routes?: readonly ServerRoute[]; readonly clock?: Clock;
    /** Time limit of an answer in ms. */
    readonly answerLimitMs?: number;
};

/**
 * A server that does not listen, with routes of the test's own. Its database need not exist as long as no route uses
 * it.
 */
export async function givenServer(
    { env = {}, routes = [], clock, answerLimitMs }: ServerSettings = {}
): Promise<GivenServer> {
    const lines: Record<string, unknown>[] = [];
    const log = pino({ level: 'debug', messageKey: 'message' }, { write: (line: string) => void lines.push(
        JSON.parse(line) as Record<string, unknown>) });
    const config = readConfig({
        NODE_ENV: 'test', PORT: '0', METRICS_PORT: '0',
        // Two tests at a time load this process and the machine: a connection may wait behind the loading of modules.
        DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none', DATABASE_CONNECT_TIMEOUT_MS: '8000',
        JWT_SECRET: testSecret,
        EXCHANGE_RATES_URL: 'off', RATE_LIMITS: 'off', PUBLIC_URL: publicUrl, ...env
    });
    const dependencies = await openDependencies(config, clock === undefined ? { log } : { log, clock });
    const server = await createServer(dependencies, apiRoutes, answerLimitMs);
    server.route([...routes]);
    await server.initialize();
    return {
        server, dependencies, lines,
        close: async () => {
            await server.stop({ timeout: 1_000 });
            await dependencies.close();
        }
    };
}
