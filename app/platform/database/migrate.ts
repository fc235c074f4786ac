import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { migrationFailure, type FailedScript } from './migration-failure.ts';
import { withMigratorLock } from './migrator-lock.ts';
import { readMigrations } from './migration-files.ts';
import { enterOwnSchema, enterSchema } from './own-schema.ts';
import { openSchemaEngine } from './schema-engine.ts';
import { defaultSchema } from './schema-name.ts';
import { migrationsFolder } from './schema-version.ts';
import {
    endMigrationSessions, finishingItself, namedScript, refuseUnfinished, takeBackUnfinished
} from './unfinished-migrations.ts';

/** Name of the session that applies migrations, which tells it apart from those that wait for it. */
const migrationSession = 'invoices-service migration';

/** Tables and enumerations of the database that others manage: none. */
export const wholeDatabase = { externalTables: [], externalEnums: [] };

/** Options for migrating. */
export type MigrateOptions = {
    /** Ends the work: a migration under way is rolled back. */
    readonly signal?: AbortSignal | undefined;
    /** Folder of the migrations. @default that of this build */
    readonly folder?: string;
    /** Schema for the tables, unquoted; made where it is missing. @default `invoices` */
    readonly schema?: string;
    /** Notified of a move of tables that were there, as a sentence. */
    readonly tell?: (sentence: string) => void;
};

/**
 * Brings a database up to this build's schema. Safe to call from several processes at once: one works, the others wait
 * for it and find nothing left to do. A migration that was interrupted or failed is rolled back and begun anew, so
 * that neither stops an older build's call. Tables that version 0.3.0 made in `public` are moved to the schema first.
 * @param url - Connection string of the database, which must exist.
 * @returns Names of the migrations that were applied now, oldest first.
 * @throws StartFault when this build has no migrations, the database cannot be reached, a migration fails, or another
 *     migrator does
 *   not finish in time
 */
export async function applyMigrations(
    url: string,
    { signal, folder = migrationsFolder(), schema = defaultSchema, tell = () => undefined }: MigrateOptions = {}
): Promise<readonly string[]> {
    const migrationsList = readMigrations(folder);
    const files = migrationsList.migrationDirectories;
    return withMigratorLock(url, signal, async (client) => {
        await endMigrationSessions(client, migrationSession);
        await enterOwnSchema(client, { schema, migrations: files.map(namedScript), tell });
        await takeBackUnfinished(client, files);
        await refuseUnfinished(client);
        signal?.throwIfAborted();
        // The session that holds the lock has nothing else to do meanwhile.
        signal?.addEventListener(
            'abort', () => void endMigrationSessions(client, migrationSession).catch(() => undefined), { once: true });
        const pool = new pg.Pool({
            connectionString: named(url, migrationSession), max: 1, keepAlive: true,
            // eslint-disable-next-line @typescript-eslint/no-misused-promises -- the pool waits; its types don't say so
            onConnect: (session) => enterSchema(session, schema)
        });
        // The next statement reports that the session was ended while idle.
        pool.on('error', () => undefined);
        let failed: FailedScript | undefined;
        const engine = await openSchemaEngine(new PrismaPg(pool, { schema }), {
            rewrite: finishingItself(files), failed: (script, error) => { failed = { script, error }; }
        });
        try {
            const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: wholeDatabase });
            return appliedMigrationNames;
        } catch (error) {
            await endMigrationSessions(client, migrationSession)
                .then(() => takeBackUnfinished(client, files)).catch(() => undefined);
            throw migrationFailure(error, failed, files);
        } finally {
            engine.free();
            await pool.end();
        }
    });
}

/** Puts the session's name into the address: a name that is there already would win over a setting beside it. */
function named(url: string, session: string): string {
    const own = new URL(url);
    own.searchParams.set('application_name', session);
    return own.href;
}
