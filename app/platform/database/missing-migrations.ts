import pg from 'pg';

const appliedMigrations =
    'select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null';
const undefinedTable = '42P01';

/** Runs one statement, on a pool or on a connection of its own. */
type Asks = (sql: string) => Promise<{ readonly rows: readonly { readonly name: string }[] }>;

/** The `required` migrations that a database lacks: all of them when it was never migrated. */
export async function missingMigrations(ask: Asks, required: readonly string[]): Promise<readonly string[]> {
    try {
        const { rows } = await ask(appliedMigrations);
        const applied = new Set(rows.map(({ name }) => name));
        return required.filter((name) => !applied.has(name));
    } catch (error) {
        if (error instanceof pg.DatabaseError && error.code === undefinedTable) {
            return required;
        }
        throw error;
    }
}
