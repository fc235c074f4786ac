import pg from 'pg';
import { PgBoss } from 'pg-boss';
import type { Database } from '../database/database.ts';
import { jobsSchemaOf } from '../database/schema-name.ts';
import { deadJobs, pollForDeadEverySeconds, storedPolicy, type QueuePolicy } from './queue-policy.ts';

/** Intervals at which one worker of all maintains the queues, in whole seconds. */
export type Upkeep = {
    /** Interval of the check whether a worker has died or a job takes too long. */
    readonly pollForDeadEverySeconds: number;
    /** Interval at which finished jobs are removed; a dead job holds its key until then. */
    readonly removeDoneEverySeconds: number;
};

/** Intervals of the service; its promise of how soon a dead worker's job is taken up depends on them. */
export const usualUpkeep: Upkeep = { pollForDeadEverySeconds, removeDoneEverySeconds: 30 };

/**
 * Opens pg-boss on the pool that everything else uses. It changes no schema, as `migrate` does that, and does not start
 * on a schema of another version than its own.
 */
export function openJobLibrary(
    { pool, schema }: Pick<Database, 'pool' | 'schema'>, upkeep: Upkeep = usualUpkeep
): PgBoss {
    const claim = claimingInTurn(pool, schema);
    return new PgBoss({
        schema: nameForLibrary(jobsSchemaOf(schema)),
        db: {
            executeSql: async (text, values) => {
                const results: unknown = isClaimWithinGroups(text)
                    ? await claim(text, values ?? []) : await pool.query(text, values);
                // Several statements in one text have a result each.
                return { rows: [results].flat().flatMap(rowsOf) };
            }
        },
        migrate: false,
        createSchema: false,
        schedule: false,
        registerInstance: false,
        // Rebuilding an index needs its owner, which a service need not be.
        reindex: false,
        monitorVacuum: false,
        openTelemetry: { enabled: false },
        superviseIntervalSeconds: upkeep.pollForDeadEverySeconds,
        monitorIntervalSeconds: upkeep.pollForDeadEverySeconds,
        maintenanceIntervalSeconds: upkeep.removeDoneEverySeconds
    });
}

/** Tells a claim that counts the running jobs of groups, by the name that the library's statement gives the counts. */
function isClaimWithinGroups(text: string): boolean {
    return text.includes('active_group_count_map');
}

/** The queue of a claim: claims of different queues count different jobs, and need not wait for each other. */
function queueOf(text: string): string {
    return /\bname = '([^']+)'/.exec(text)?.[1] ?? '';
}

/** A claim of jobs, as the library writes it. */
type Claim = (text: string, values: readonly unknown[]) => Promise<unknown>;

/**
 * Runs one claim at a time. The library takes no lock: hands that poll at the same moment would all count the same
 * running jobs, and each would take one more. Hands of this process go one after the other.
 */
function claimingInTurn(pool: pg.Pool, schema: string): Claim {
    let last: Promise<unknown> = Promise.resolve();
    return (text, values) => {
        const claimed = last.then(() => claimUnlessOthersDo(pool, schema, text, values));
        last = claimed.catch(() => undefined);
        return claimed;
    };
}

/**
 * Runs a claim, unless another process does at this moment: then nothing is taken until the next poll. A statement
 * after the lock sees what was taken before it.
 */
async function claimUnlessOthersDo(
    pool: pg.Pool, schema: string, text: string, values: readonly unknown[]
): Promise<unknown> {
    const client = await pool.connect();
    let failure: Error | undefined;
    try {
        await client.query('BEGIN');
        const { rows: [row] } = await client.query<{ free: boolean }>(
            'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS free',
            [`${schema} claims within groups ${queueOf(text)}`]);
        const result = row?.free === true ? await client.query(text, [...values]) : [];
        await client.query('COMMIT');
        return result;
    } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
        throw error;
    } finally {
        // A connection whose transaction failed is closed, which rolls it back.
        client.release(failure);
    }
}

/** A schema's name as the library puts it into statements; it also compares a plain one with the catalogue's. */
function nameForLibrary(schema: string): string {
    return /^[a-z_][a-z0-9_]*$/.test(schema) ? schema : pg.escapeIdentifier(schema);
}

function rowsOf(result: unknown): unknown[] {
    const rows: unknown = typeof result === 'object' && result !== null ? Reflect.get(result, 'rows') : undefined;
    return Array.isArray(rows) ? rows : [];
}

/** Brings a queue's stored settings up to this build's. Its order stays, because a queue cannot change it. */
export async function settleQueue(library: PgBoss, name: string, policy: QueuePolicy): Promise<void> {
    const stored = storedPolicy(policy);
    const options = {
        retryLimit: stored.retry_limit,
        retryDelay: stored.retry_delay,
        retryBackoff: stored.retry_backoff,
        retryDelayMax: stored.retry_delay_max,
        expireInSeconds: stored.expire_seconds,
        retentionSeconds: stored.retention_seconds,
        deleteAfterSeconds: stored.deletion_seconds,
        heartbeatSeconds: stored.heartbeat_seconds,
        ...(policy.keepsDead ? { deadLetter: deadJobs } : {})
    };
    await library.createQueue(name, { ...options, policy: stored.policy });
    await library.updateQueue(name, options);
}
