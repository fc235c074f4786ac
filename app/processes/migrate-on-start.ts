import { setTimeout as wait } from 'node:timers/promises';
import type { Config } from '../platform/config/config.ts';
import type { Logger } from '../platform/observability/log.ts';

/** Milliseconds until the next try after the database could not be migrated. */
const retryMs = 2_000;

/** Migration beside a process that serves already; readiness answers 503 until it is done. */
export type MigrationOnStart = { stop(): Promise<void> };

/**
 * Brings the database up to this build's schema while the service starts, for development (`MIGRATE_ON_START`). A
 * database that is not there yet is tried again, so that no start order is needed.
 */
export function migrateOnStart({ database }: Pick<Config, 'database'>, log: Logger): MigrationOnStart {
    const stopping = new AbortController();
    const done = migrate(database, log, stopping.signal);
    return {
        stop: async () => {
            stopping.abort();
            await done;
        }
    };
}

async function migrate({ url, schema }: Config['database'], log: Logger, signal: AbortSignal): Promise<void> {
    // Loaded only here: production migrates by a process of its own.
    const { applyMigrations } = await import('../platform/database/migrate.ts');
    let told = '';
    while (!signal.aborted) {
        try {
            const applied = await applyMigrations(url, { signal, schema, tell: (sentence) => log.info({}, sentence) });
            log.info({ schema, applied }, 'The database is up to date (MIGRATE_ON_START)');
            return;
        } catch (error) {
            if (signal.aborted) return;
            const reason = error instanceof Error ? error.message : String(error);
            if (reason !== told) {
                log.error({ err: error }, 'The database could not be migrated; trying again');
            }
            told = reason;
            await wait(retryMs, undefined, { signal }).catch(() => undefined);
        }
    }
}
