import type pg from 'pg';
import type { Database, Statement } from './database.ts';
import { schemaNaming } from './schema-name.ts';

/** Runs one statement of a transaction, as {@link Database.query} does outside one. */
export type Query = Pick<Database, 'query'>;

/**
 * Runs statements in one transaction on one connection: for what must see the outcome of a lock that it took, which one
 * statement cannot. A failure rolls everything back.
 * @throws What `work` throws, and faults of the database
 */
export async function inTransaction<Result>(
    { pool, schema }: Pick<Database, 'pool' | 'schema'>, work: (transaction: Query) => Promise<Result>
): Promise<Result> {
    const named = schemaNaming(schema);
    const client = await pool.connect();
    let broken = true;
    try {
        await client.query('BEGIN');
        const result = await work({
            query: async <Row extends pg.QueryResultRow>({ name, text }: Statement, values: readonly unknown[]) =>
                (await client.query<Row>({ name, text: named(text), values: [...values] })).rows
        });
        await client.query('COMMIT');
        broken = false;
        return result;
    } catch (error) {
        broken = await client.query('ROLLBACK').then(() => false, () => true);
        throw error;
    } finally {
        // A connection whose transaction could not be ended is closed, not used again.
        client.release(broken);
    }
}
