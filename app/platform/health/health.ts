import { performance } from 'node:perf_hooks';
import { within } from '../../foundation/clock/within.ts';
import type { UpstreamHealth } from '../upstream/upstreams.ts';
import { openDatabaseCheck, type DatabaseHealth } from './database-check.ts';
import { watchEventLoop } from './event-loop.ts';
import { sharedCheck } from '../observability/shared-check.ts';

/** Content of `/health/check`. */
export type HealthReport = {
    readonly ready: boolean;
    readonly shuttingDown: boolean;
    readonly database: DatabaseHealth;
    readonly redis: { readonly status: 'up' | 'down' | 'not_configured'; readonly latencyMs?: number };
    readonly upstreams: readonly UpstreamHealth[];
};

/** Readiness alone, which decides whether calls are sent here. */
export type Readiness = Pick<HealthReport, 'ready' | 'shuttingDown' | 'database'>;

/** The state of this process and of what it depends on. */
export type Health = {
    /** Mean event-loop delay in milliseconds; touches nothing outside the process. */
    eventLoopDelayMs(): number;
    readiness(): Promise<Readiness>;
    report(): Promise<HealthReport>;
    /** Ends readiness, so that no new calls are sent here. */
    shutDown(): void;
    isShuttingDown(): boolean;
    close(): Promise<void>;
};

/** Sources of health: the process's dependencies. */
export type HealthSources = {
    /** Address of the database, and the schema of the tables. */
    readonly database: { readonly url: string; readonly schema: string };
    readonly upstreams: { health(): Promise<readonly UpstreamHealth[]> };
    readonly redis: { ping(): Promise<unknown> } | undefined;
};

// Probes come every few seconds from each of several sides; a result this old still holds for all of them.
const keepReadinessMs = 500;
const keepReportMs = 1_000;
const maxRedisMs = 500;

/** Starts to watch; no dependency is asked before the first check. */
export function openHealth({ database: place, upstreams, redis }: HealthSources): Health {
    const eventLoop = watchEventLoop();
    const database = openDatabaseCheck(place);
    const databaseHealth = sharedCheck(database.check, keepReadinessMs);
    const others = sharedCheck(
        async () => ({ redis: await redisHealth(redis), upstreams: await upstreams.health() }), keepReportMs);
    let shuttingDown = false;
    const readiness = async (): Promise<Readiness> => {
        const found = await databaseHealth();
        return { ready: found.status === 'up' && !shuttingDown, shuttingDown, database: found };
    };
    return {
        eventLoopDelayMs: eventLoop.meanDelayMs,
        readiness,
        report: async () => {
            const [state, rest] = await Promise.all([readiness(), others()]);
            return { ...state, ...rest };
        },
        shutDown: () => {
            shuttingDown = true;
        },
        isShuttingDown: () => shuttingDown,
        close: async () => {
            eventLoop.close();
            await database.close();
        }
    };
}

async function redisHealth(redis: HealthSources['redis']): Promise<HealthReport['redis']> {
    if (redis === undefined) {
        return { status: 'not_configured' };
    }
    const started = performance.now();
    const status = await within(maxRedisMs, () => redis.ping()).then(() => 'up' as const, () => 'down' as const);
    return { status, latencyMs: Math.round((performance.now() - started) * 10) / 10 };
}
