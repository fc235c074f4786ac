import type { GivenService } from '../given-service.ts';

/** Every row that belongs to one organisation, as JSON text, by table. */
export type OwnRows = Readonly<Record<string, readonly string[]>>;

type Column = { readonly table: string; readonly own: boolean };
type ForeignKey = { readonly child: string; readonly parent: string; readonly join: string };

/**
 * Tables whose rows belong to no organisation, with the reason. A new table either leads to an organisation or is
 * listed here.
 */
export const sharedTables: Readonly<Record<string, string>> = {
    _prisma_migrations: 'The migrations that were applied',
    service_migration: 'The migrations that were applied'
};

/**
 * Queries of an organisation's rows by table: by `organisation_id`, or through a foreign key to a table that has it.
 * Read from the database's own catalogue, so that a new table is included without a change here.
 */
export async function ownershipOf(
    { dependencies: { database: { pool } } }: Pick<GivenService, 'dependencies'>
): Promise<ReadonlyMap<string, string | undefined>> {
    const { rows: tables } = await pool.query<Column>(`
        SELECT t.table_name AS table, EXISTS (SELECT FROM information_schema.columns c
            WHERE c.table_schema = t.table_schema AND c.table_name = t.table_name
                AND c.column_name = 'organisation_id') AS own
        FROM information_schema.tables t WHERE t.table_schema = 'invoices' AND t.table_type = 'BASE TABLE'
        ORDER BY t.table_name`);
    const { rows: keys } = await pool.query<ForeignKey>(`
        SELECT child.relname AS child, parent.relname AS parent,
            (SELECT string_agg(format('child.%I = parent.%I', a.attname, b.attname), ' AND ')
                FROM unnest(k.conkey, k.confkey) AS pair (here, there)
                JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = pair.here
                JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = pair.there) AS join
        FROM pg_constraint k JOIN pg_class child ON child.oid = k.conrelid
        JOIN pg_class parent ON parent.oid = k.confrelid
        WHERE k.contype = 'f' AND k.connamespace = 'invoices'::regnamespace`);
    const owned = new Map<string, string>([
        ['organisation', 'SELECT * FROM organisation WHERE id = $1'],
        ...tables.filter(({ own }) => own).map(({ table }) =>
            [table, `SELECT * FROM "${table}" WHERE organisation_id = $1`] as const)
    ]);
    for (let found = -1; found !== owned.size;) {
        found = owned.size;
        for (const { child, parent, join } of keys.filter((key) => !owned.has(key.child) && owned.has(key.parent))) {
            owned.set(child, `SELECT child.* FROM "${child}" child
                WHERE EXISTS (SELECT FROM (${owned.get(parent)}) parent WHERE ${join})`);
        }
    }
    return new Map(tables.map(({ table }) => [table, owned.get(table)]));
}

/** Makes a reader of everything that an organisation has. */
export async function ownRowsReader(
    service: Pick<GivenService, 'dependencies'>
): Promise<(organisationId: string) => Promise<OwnRows>> {
    const queries = [...await ownershipOf(service)].flatMap(([table, rows]) =>
        rows === undefined ? [] : [`SELECT '${table}' AS table, to_jsonb(own)::text AS row FROM (${rows}) own`]);
    const text = `${queries.join(' UNION ALL ')} ORDER BY 1, 2`;
    return async (organisationId) => {
        const { rows } = await service.dependencies.database.pool.query<{ table: string; row: string }>(
            text, [organisationId]);
        return Object.fromEntries([...Map.groupBy(rows, ({ table }) => table)].map(([table, found]) =>
            [table, found.map(({ row }) => row)]));
    };
}

/** Ids (UUID) of an organisation's rows, which another organisation must not see. */
export function idsOf(rows: OwnRows): ReadonlySet<string> {
    const ids = Object.values(rows).flat().map((row) => (JSON.parse(row) as { readonly id?: unknown }).id);
    return new Set(ids.filter((id) => typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id)).map(String));
}

/** Columns that count up over all organisations, so that they tell nothing about one. */
const runningNumbers = ['id', 'sequence'];

/** Tables whose `position` is a place in the feed, which counts over all organisations too. */
const inTheFeed = ['outbox_event', 'webhook_delivery'];

/**
 * Number of rows in each table, and sums of their numbers: amounts, versions, counters. Two organisations with the same
 * changes have the same tally, although every id differs.
 */
export function tallyOf(rows: OwnRows): Readonly<Record<string, Readonly<Record<string, string>>>> {
    return Object.fromEntries(Object.entries(rows).map(([table, own]) => {
        const sums = new Map<string, number>();
        for (const [column, value] of own.flatMap((row) => Object.entries(JSON.parse(row) as object))) {
            if (typeof value === 'number' && !runningNumbers.includes(column)
                && !(column === 'position' && inTheFeed.includes(table))
                // It depends on the texts that a file shows.
                && !(table === 'document_file' && column === 'size'))
                sums.set(column, (sums.get(column) ?? 0) + value);
        }
        return [table, {
            rows: String(own.length), ...Object.fromEntries([...sums].map(([column, sum]) => [column, sum.toFixed(6)]))
        }];
    }));
}
