import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './generated/client.ts';
import { defaultSchema, schemaNaming } from './schema-name.ts';
import { statementNames } from './statement-names.ts';

/**
 * One SQL statement. PostgreSQL plans it once per connection and keeps the plan under `name`. Its text names tables by
 * the default schema, as `invoices.invoice`; `DB_SCHEMA` replaces it.
 */
export type Statement = { readonly name: string; readonly text: string };

/** The database as the repositories see it. */
export type Database = {
    /** Cold reads of one table: their row types follow from the schema. The rest is statements (docs/adr/0002). */
    readonly prisma: PrismaClient;
    /**
     * Runs one statement in one round trip: every write, hot reads, and reads of more than one table's columns.
     * Measured at half the processor time of Prisma's raw query.
     */
    query<Row extends pg.QueryResultRow>(statement: Statement, values: readonly unknown[]): Promise<Row[]>;
    /** Schema of the tables, unquoted. */
    readonly schema: string;
    /** Connections behind both, for metrics. */
    readonly pool: pg.Pool;
    close(): Promise<void>;
};

/** Options for reaching the database. */
export type DatabaseOptions = {
    /** `postgresql://…` */
    readonly url: string;
    /** Schema of the tables, unquoted. @default `invoices` */
    readonly schema?: string;
    readonly poolSize: number;
    /** Maximum milliseconds until a connection is free or made. @default 2000 */
    readonly connectTimeoutMs?: number;
    /** Notified when an idle connection breaks; the pool replaces it by itself. */
    readonly onConnectionLost?: (error: Error) => void;
};

// Under the 9 s that a request may take: a request still gets its answer in time when its statement hangs.
const usualConnectTimeoutMs = 2_000;
const statementTimeoutMs = 5_000;
// The server cancels first; this ends the wait when the server itself no longer answers.
const answerTimeoutMs = 6_000;
const idleTimeoutMs = 60_000;

/** Opens the pool that Prisma and the statements share. Connects on the first use, not now. */
export function openDatabase(
    {
        url, schema = defaultSchema, poolSize, connectTimeoutMs = usualConnectTimeoutMs, onConnectionLost
    }: DatabaseOptions
): Database {
    const pool = new pg.Pool({
        connectionString: url,
        max: poolSize,
        connectionTimeoutMillis: connectTimeoutMs,
        idleTimeoutMillis: idleTimeoutMs,
        statement_timeout: statementTimeoutMs,
        query_timeout: answerTimeoutMs,
        application_name: 'invoices-service',
        keepAlive: true
    });
    pool.on('error', (error) => onConnectionLost?.(error));
    const nameOf = statementNames('prisma', 500);
    const prisma = new PrismaClient({ adapter: new PrismaPg(
        pool, { schema, statementNameGenerator: ({ sql }) => nameOf(sql) }) });
    const named = schemaNaming(schema);

    return {
        prisma,
        schema,
        pool,
        query: async <Row extends pg.QueryResultRow>({ name, text }: Statement, values: readonly unknown[]) =>
            (await pool.query<Row>({ name, text: named(text), values: [...values] })).rows,
        close: async () => {
            await prisma.$disconnect();
            await pool.end();
        }
    };
}
