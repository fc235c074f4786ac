import pg from 'pg';
import type { Clock } from '../../foundation/clock/clock.ts';
import type { DatabaseConfig } from '../../platform/config/database-config.ts';
import { missingMigrations } from '../../platform/database/missing-migrations.ts';
import { jobsSchemaOf } from '../../platform/database/schema-name.ts';
import { requiredMigrations } from '../../platform/database/schema-version.ts';
import { systemCodeOf } from '../../foundation/errors/system-code.ts';
import { connectionWords } from './database-words.ts';
import { answerLimitMs } from './examine.ts';
import { failed, ok, warn, type Outcome } from './finding.ts';
import { neededJobPrivileges, neededPrivileges, neededSequences, neededViewPrivileges } from './needed-privileges.ts';

/** Limit in ms: tokens and dates use this process's clock, the expiry of keys uses PostgreSQL's. */
const maxClockDifferenceMs = 5_000;

type State = {
    readonly version: string; readonly standby: boolean; readonly readOnly: boolean; readonly now: Date;
    /** Tables and sequences on which this user lacks privileges, with those privileges in brackets. */
    readonly closed: readonly string[];
};

const stateStatement = `SELECT split_part(current_setting('server_version'), ' ', 1) AS version,
    pg_is_in_recovery() AS standby,
    current_setting('default_transaction_read_only') = 'on' AS "readOnly", clock_timestamp() AS now,
    ARRAY(SELECT format('%s (%s)', name, string_agg(privilege, ', ' ORDER BY privilege))
        FROM (SELECT CASE n.nspname WHEN $4 THEN quote_ident(key) ELSE format('%I.%I', nspname, key) END, value, c.oid,
                has_schema_privilege(n.oid, 'USAGE')
                FROM (SELECT $4::text, key, value FROM jsonb_each($1::jsonb)
                    UNION ALL SELECT $5, key, value FROM jsonb_each($2::jsonb)) AS wanted(schema, key, value)
                JOIN pg_namespace n ON n.nspname = wanted.schema
                JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = key)
            AS needed(name, privileges, id, enterable), jsonb_array_elements_text(privileges) AS privilege
        WHERE NOT (enterable AND has_table_privilege(id, privilege)) GROUP BY name ORDER BY name)
        || ARRAY(SELECT format('%s (USAGE)', quote_ident(c.relname))
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = $4
            WHERE c.relname = ANY($3::text[]) AND NOT has_sequence_privilege(c.oid, 'USAGE')
            ORDER BY c.relname) AS closed`;

/**
 * Connects as the service does, and checks what the service needs: write access, privileges, every migration, and a
 * clock that agrees.
 */
export async function checkDatabase(
    { url, schema }: Pick<DatabaseConfig, 'url' | 'schema'>, clock: Clock
): Promise<Outcome> {
    const required = requiredMigrations();
    const client = clientFor(url);
    if (!(client instanceof pg.Client)) {
        return client;
    }
    // A connection that breaks shows with the statement that waits on it.
    client.on('error', () => undefined);
    const place = placeOf(client);
    const startedAt = performance.now();
    try {
        await client.connect();
        const askedAt = clock.now().getTime();
        const { rows: [state] } = await client.query<State>(stateStatement, [
            JSON.stringify({ ...neededPrivileges, ...neededViewPrivileges }),
            JSON.stringify(neededJobPrivileges), neededSequences, schema, jobsSchemaOf(schema)
        ]);
        const missing = await missingMigrations((sql) => client.query<{ name: string }>(sql), schema, required);
        return state === undefined ? failed(`${place} answers nothing`) : judge(state, {
            place, required, missing, user: client.user ?? '', tookMs: performance.now() - startedAt,
            differenceMs: askedAt - state.now.getTime()
        });
    } catch (error) {
        return failed(
            `${place}: ${connectionWords(error, { user: client.user ?? '', database: client.database ?? '' })}`);
    } finally {
        await client.end().catch(() => undefined);
    }
}

/** Makes the client, or a finding when the driver cannot read the address or a file that the address names. */
function clientFor(url: string): pg.Client | Outcome {
    try {
        return new pg.Client({
            connectionString: url, connectionTimeoutMillis: answerLimitMs, query_timeout: answerLimitMs,
            application_name: 'invoices-service doctor'
        });
    } catch (error) {
        const code = systemCodeOf(error);
        const reason = error instanceof URIError ? 'a % in it begins no escape; write %25'
            : `a file or an option that it names cannot be used${code === undefined ? '' : ` (${code})`}`;
        return failed(`${new URL(url).host}: DATABASE_URL cannot be used: ${reason}`);
    }
}

/** The address of the database for the report. A folder of sockets has no port; an IPv6 address stands in brackets. */
function placeOf({ host, port, database = '' }: pg.Client): string {
    if (host.startsWith('/')) {
        return `${host}/${database}`;
    }
    return `${host.includes(':') ? `[${host}]` : host}:${port}/${database}`;
}

type Circumstances = {
    readonly place: string; readonly required: readonly string[]; readonly missing: readonly string[];
    readonly user: string; readonly tookMs: number; readonly differenceMs: number;
};

function judge(state: State, { place, required, missing, user, tookMs, differenceMs }: Circumstances): Outcome {
    const server = `PostgreSQL ${state.version} at ${place}`;
    if (state.standby || state.readOnly) {
        const reason = state.standby
            ? 'it is a standby; take the address of the primary' : 'default_transaction_read_only is on';
        return failed(`${server} is read-only: ${reason}`);
    }
    if (missing.length > 0) {
        return failed(`${server} is behind: run "migrate" (not applied: ${missing.join(', ')})`);
    }
    if (state.closed.length > 0) {
        return failed(`${server}: user ${user} has no privilege on ${state.closed.join(', ')}`);
    }
    if (Math.abs(differenceMs) > maxClockDifferenceMs) {
        const seconds = Math.round(Math.abs(differenceMs) / 1_000);
        return warn(`${server}: its clock is ${seconds} s ${differenceMs > 0 ? 'behind' : 'ahead of'} the one here`);
    }
    return ok(`${server}, ${required.length} ${required.length === 1 ? 'migration' : 'migrations'} applied, `
        + `${Math.round(tookMs)} ms`);
}
