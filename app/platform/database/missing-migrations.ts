import pg from 'pg';
import { schemaNaming } from './schema-name.ts';

const appliedMigrations = `SELECT migration_name AS name FROM invoices._prisma_migrations
    WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
const undefinedTable = '42P01';

/** Runs one statement, on a pool or on a connection of its own. */
type Asks = (sql: string) => Promise<{ readonly rows: readonly { readonly name: string }[] }>;

/**
 * The `required` migrations that a database lacks: all of them when it was never migrated.
 * @param schema - Schema of the tables, unquoted.
 */
export async function missingMigrations(
    ask: Asks, schema: string, required: readonly string[]
): Promise<readonly string[]> {
    try {
        const { rows } = await ask(schemaNaming(schema)(appliedMigrations));
        const applied = new Set(rows.map(({ name }) => name));
        return required.filter((name) => !applied.has(name));
    } catch (error) {
        if (error instanceof pg.DatabaseError && error.code === undefinedTable) {
            return required;
        }
        throw error;
    }
}
