import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { within } from '../../foundation/clock/within.ts';
import { missingMigrations } from '../database/missing-migrations.ts';
import { requiredMigrations } from '../database/schema-version.ts';
import { maxDatabaseAnswerMs } from './probe-limits.ts';

/** State of the database; `detail` says what is wrong, without addresses or names. */
export type DatabaseHealth = {
    readonly status: 'up' | 'down' | 'behind';
    readonly latencyMs: number;
    readonly detail?: string;
};

/** Check that asks the database; never throws. */
export type DatabaseCheck = { check(): Promise<DatabaseHealth>; close(): Promise<void> };

/**
 * Opens a connection of its own: a pool that is busy with work is no reason to call the database down, and a probe must
 * not wait behind that work.
 */
export function openDatabaseCheck({ url, schema }: { readonly url: string; readonly schema: string }): DatabaseCheck {
    const pool = new pg.Pool({
        connectionString: url, max: 1,
        connectionTimeoutMillis: maxDatabaseAnswerMs, query_timeout: maxDatabaseAnswerMs,
        statement_timeout: maxDatabaseAnswerMs,
        idleTimeoutMillis: 0, application_name: 'invoices-service-health', keepAlive: true
    });
    // An idle connection that breaks is replaced with the next check, which reports what it finds.
    pool.on('error', () => undefined);
    const required = requiredMigrations();
    return {
        check: async () => {
            const started = performance.now();
            const latency = () => Math.round((performance.now() - started) * 10) / 10;
            try {
                // Connecting and asking together get one limit; the driver has one for each.
                const missing = await within(
                    maxDatabaseAnswerMs,
                    () => missingMigrations((sql) => pool.query<{ name: string }>(sql), schema, required));
                return missing.length === 0
                    ? { status: 'up', latencyMs: latency() }
                    : {
                        status: 'behind', latencyMs: latency(), detail: `migrations not applied: ${missing.join(', ')}`
                    };
            } catch {
                const detail = `no answer within ${maxDatabaseAnswerMs} ms, or no connection`;
                return { status: 'down', latencyMs: latency(), detail };
            }
        },
        close: () => pool.end()
    };
}
