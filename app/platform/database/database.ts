import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './generated/client.ts';
import { statementNames } from './statement-names.ts';

/** One SQL statement. PostgreSQL plans it once a connection and keeps the plan under `name`. */
export type Statement = { readonly name: string; readonly text: string };

/** The database as the repositories see it. */
export type Database = {
    /** Cold reads of one table: their row types follow from the schema. What else there is, is statements (docs/adr/0002). */
    readonly prisma: PrismaClient;
    /**
     * Every write, hot reads, and reads of more than one table's columns: one statement, one round trip. Measured at half the processor
     * time of Prisma's raw query.
     */
    query<Row extends pg.QueryResultRow>(statement: Statement, values: readonly unknown[]): Promise<Row[]>;
    /** The connections behind both, for metrics. */
    readonly pool: pg.Pool;
    close(): Promise<void>;
};

/** How the database is reached. */
export type DatabaseOptions = {
    /** `postgresql://…` */
    readonly url: string;
    readonly poolSize: number;
    /** Told when an idle connection breaks; the pool replaces it by itself. */
    readonly onConnectionLost?: (error: Error) => void;
};

// Under the 9 s that a request may take: a statement that hangs still gets its answer in time.
const connectTimeoutMs = 2_000;
const statementTimeoutMs = 5_000;
// The server cancels first; this ends the wait when the server itself does not answer any more.
const answerTimeoutMs = 6_000;
const idleTimeoutMs = 60_000;

/** Opens the pool that Prisma and the statements share. Connects with the first use, not now. */
export function openDatabase({ url, poolSize, onConnectionLost }: DatabaseOptions): Database {
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
    const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { statementNameGenerator: ({ sql }) => nameOf(sql) }) });

    return {
        prisma,
        pool,
        query: async <Row extends pg.QueryResultRow>(statement: Statement, values: readonly unknown[]) =>
            (await pool.query<Row>({ ...statement, values: [...values] })).rows,
        close: async () => {
            await prisma.$disconnect();
            await pool.end();
        }
    };
}
