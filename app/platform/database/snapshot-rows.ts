import type { Database } from './database.ts';
import { schemaNaming } from './schema-name.ts';

/** One row by its columns, each value as PostgreSQL writes it. */
export type TextRow = readonly (string | null)[];

/** Some rows of a snapshot. After the last batch its transaction has ended. */
export type RowBatch = { readonly rows: readonly TextRow[]; readonly isLast: boolean };

/** Rows of one statement as they were at one moment, read a batch at a time. */
export type SnapshotRows = {
    /**
     * The next rows. Only one call at a time.
     * @throws Error when the rows were closed, or their connection was lost
     */
    next(): Promise<RowBatch>;
    /** Ends the transaction. A statement that runs ends with its connection. */
    close(): Promise<void>;
};

/** Options of a snapshot. */
export type SnapshotOptions = {
    /** Rows of one batch. */
    readonly batchRows: number;
    /** Maximum time of one batch in ms. */
    readonly batchMs: number;
    /** Maximum time between two batches in ms, by the clock of PostgreSQL: a process that froze holds no snapshot. */
    readonly idleMs: number;
    /** Aborted when nobody wants the rows any more; it ends the statement that runs. */
    readonly signal: AbortSignal;
    /** Notified once, when the connection is free again, whatever ended the snapshot. */
    readonly ended: () => void;
};

/** Time in ms that the answer of PostgreSQL may take beyond a limit that PostgreSQL itself keeps. */
const answerGraceMs = 1_000;

/** Interval in ms in which PostgreSQL looks whether the client of a statement that runs is still there. */
const clientCheckMs = 1_000;

/** Leaves each value as PostgreSQL writes it. */
const asText = { getTypeParser: () => (value: string) => value };

/**
 * Runs one statement in a transaction that only reads, as of the moment in which it begins. Memory does not grow with
 * the rows: a cursor of PostgreSQL holds the place. One connection of the pool is taken until the last row or `close`.
 * @throws Faults of the database; the reason of the signal when it is aborted before
 */
export async function openSnapshot(
    { pool, schema }: Pick<Database, 'pool' | 'schema'>,
    { text, values }: { readonly text: string; readonly values: readonly unknown[] },
    { batchRows, batchMs, idleMs, signal, ended }: SnapshotOptions
): Promise<SnapshotRows> {
    const held = await holdConnection(pool, () => {
        signal.removeEventListener('abort', abort);
        ended();
    });
    const close = async (): Promise<void> => {
        const isBroken = held.isBusy() || await held.run({ text: 'ROLLBACK' }).then(() => false, () => true);
        held.free(isBroken);
    };
    const abort = (): void => void close();
    signal.addEventListener('abort', abort);
    try {
        signal.throwIfAborted();
        await held.run({ text: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' });
        await held.run(settings(batchMs, idleMs));
        await held.run({
            text: `DECLARE snapshot NO SCROLL CURSOR FOR ${schemaNaming(schema)(text)}`, values: [...values]
        });
    } catch (error) {
        held.free(true);
        throw error;
    }
    const fetch = {
        text: `FETCH ${batchRows} FROM snapshot`, types: asText, query_timeout: batchMs + answerGraceMs
    };
    return {
        next: async () => {
            try {
                const rows = await held.run(fetch);
                const isLast = rows.length < batchRows;
                if (isLast) {
                    await held.run({ text: 'COMMIT' });
                    held.free(false);
                }
                return { rows, isLast };
            } catch (error) {
                held.free(true);
                throw error;
            }
        },
        close
    };
}

/** Limits of the transaction. The planner takes a cursor for one of which a tenth is read, unless it is told. */
function settings(batchMs: number, idleMs: number) {
    return {
        text: `SELECT set_config('statement_timeout', $1, true), set_config('cursor_tuple_fraction', '1', true),
            set_config('DateStyle', 'ISO', true),
            set_config('idle_in_transaction_session_timeout', $2, true),
            set_config('client_connection_check_interval', $3, true)`,
        values: [batchMs, idleMs, clientCheckMs].map(String)
    };
}

/** A connection of the pool that is held over several statements. */
type HeldConnection = {
    /** @throws Error when the connection was freed or lost */
    run(query: { readonly text: string; readonly values?: unknown[] }): Promise<readonly TextRow[]>;
    isBusy(): boolean;
    /** Gives the connection back, once. @param isBroken - True: it is closed instead, and what it runs ends */
    free(isBroken: boolean): void;
};

async function holdConnection(pool: Database['pool'], freed: () => void): Promise<HeldConnection> {
    const client = await pool.connect().catch((error: unknown) => {
        freed();
        throw error;
    });
    let fault: Error | undefined;
    let isFree = false;
    let isBusy = false;
    const free = (isBroken: boolean): void => {
        if (!isFree) {
            isFree = true;
            fault ??= new Error('The rows were closed');
            client.off('error', lose);
            client.release(isBroken);
            freed();
        }
    };
    // The pool listens to idle connections only: without a listener, a loss between two batches would end the process.
    const lose = (error: Error): void => {
        fault ??= error;
        free(true);
    };
    client.on('error', lose);
    return {
        run: async (query) => {
            if (fault !== undefined) {
                throw fault;
            }
            isBusy = true;
            try {
                return (await client.query<(string | null)[]>({ rowMode: 'array', ...query })).rows;
            } finally {
                isBusy = false;
            }
        },
        isBusy: () => isBusy,
        free
    };
}
