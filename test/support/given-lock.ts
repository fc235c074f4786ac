import pg from 'pg';
import { eventually } from './eventually.ts';

/** A transaction of the test that blocks the service's statements. */
export type GivenLock = {
    /** Resolves when that many of the service's statements wait for a lock. */
    held(statements: number): Promise<void>;
    /** Runs SQL in the transaction that holds the lock. */
    query(sql: string, values?: readonly unknown[]): Promise<void>;
    /** Commits; the waiting statements continue. */
    release(): Promise<void>;
};

const pollMs = 10;
/** Time limit of the wait: enough for a process that starts on a busy machine before it reaches the lock. */
const limitMs = 45_000;

/** Takes a lock and keeps it until it is released. Statements of the service give up waiting after 5 s. */
export async function givenLock(url: string, sql: string, values: readonly unknown[] = []): Promise<GivenLock> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('BEGIN');
    await client.query(sql, [...values]);
    return {
        held: async (statements) => {
            await eventually(`${statements} statements that wait for a lock`, async () => {
                // A transaction repeats the activity that it read first, until its snapshot is cleared.
                await client.query('SELECT pg_stat_clear_snapshot()');
                const { rows: [row] } = await client.query<{ count: string }>(
                    `SELECT COUNT(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event_type = 'Lock'`);
                return Number(row?.count);
            }, { within: limitMs, every: pollMs, until: (waiting) => waiting >= statements });
        },
        query: async (text, parameters = []) => {
            await client.query(text, [...parameters]);
        },
        release: async () => {
            await client.query('COMMIT');
            await client.end();
        }
    };
}

/** Runs SQL beside the service, as any user with the database's password could. */
export async function onDatabase<Row extends pg.QueryResultRow>(
    url: string, sql: string, values: readonly unknown[] = []
): Promise<Row[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
        return (await client.query<Row>(sql, [...values])).rows;
    } finally {
        await client.end();
    }
}
