import type pg from 'pg';
import { StartFault } from '../../foundation/errors/start-fault.ts';
import { moveTables, ownNames } from './move-tables.ts';
import { legacySchema } from './schema-name.ts';

/** Options for finding the schema that the tables of this service are in. */
export type OwnSchemaOptions = {
    /** Value of `DB_SCHEMA`, unquoted. */
    readonly schema: string;
    /** This build's migrations, by whose names its history is told from another service's. */
    readonly migrations: readonly { readonly name: string; readonly script: string }[];
    /** Notified of what was done to the database before any migration, as a sentence for the operator. */
    readonly tell: (sentence: string) => void;
};

/**
 * Makes the schema of this service the current one of a session, and creates it when it is not there. Tables of version
 * 0.3.0 or older, which lived in `public`, are moved first.
 * @throws StartFault when the schema holds tables of others, or this service's tables are in a third schema
 */
export async function enterOwnSchema(client: pg.Client, options: OwnSchemaOptions): Promise<void> {
    const { schema, migrations, tell } = options;
    const found = await readSchemas(client, options);
    // What the search_path of the user says was where the tables were, until DB_SCHEMA came.
    const elsewhere = found.filter(({ name, ours }) => ours && name !== schema && name !== legacySchema);
    if (elsewhere[0] !== undefined) {
        throw new StartFault(`The search_path of this database user leads to tables of this service in the schema `
            + `"${elsewhere[0].name}": set DB_SCHEMA to ${elsewhere[0].name}, or take the search_path away`);
    }

    const own = found.find(({ name }) => name === schema);
    if (own === undefined) {
        await createSchema(client, schema);
    } else if (!own.ours) {
        await refuseForeignTables(client, schema);
    }
    if (own?.ours !== true && found.some(({ name, ours }) => ours && name === legacySchema)) {
        await moveTables(client, schema, ownNames(migrations.map(({ script }) => script)));
        tell(`Moved the tables of this service from the schema ${legacySchema} to ${schema}`);
    }
    await enterSchema(client, schema);
}

/**
 * Makes a schema the current one of a session: what a migration makes is made there. Temporary tables come last,
 * because a function that is defined meanwhile keeps this path, and nobody's table may stand in for ours.
 */
export async function enterSchema(client: pg.ClientBase, schema: string): Promise<void> {
    await client.query('SELECT set_config(\'search_path\', format(\'%I, pg_temp\', $1::text), false)', [schema]);
}

type FoundSchema = { readonly name: string; readonly ours: boolean };

/** The schemas that may hold this service's tables and exist, and whether the history in each is ours. */
async function readSchemas(
    client: pg.Client, { schema, migrations }: Pick<OwnSchemaOptions, 'schema' | 'migrations'>
): Promise<readonly FoundSchema[]> {
    const { rows } = await client.query<{ name: string; history: string | null }>(
        `SELECT n.nspname AS name, c.oid::regclass::text AS history
        FROM pg_namespace n LEFT JOIN pg_class c
            ON c.relnamespace = n.oid AND c.relname = '_prisma_migrations' AND c.relkind = 'r'
        WHERE n.nspname IN ($1, $2) OR n.nspname = ANY(current_schemas(false))`, [schema, legacySchema]);
    const names = migrations.map((migration) => migration.name);
    const found: FoundSchema[] = [];
    for (const { name, history } of rows) {
        found.push({ name, ours: history !== null && await isOurs(client, history, names) });
    }
    return found;
}

async function isOurs(client: pg.Client, history: string, migrations: readonly string[]): Promise<boolean> {
    const { rows: [row] } = await client.query<{ ours: boolean }>(
        `SELECT EXISTS (SELECT FROM ${history} WHERE migration_name = ANY($1)) AS ours`, [migrations]);
    return row?.ours === true;
}

/** Creates the schema. Not `IF NOT EXISTS`, which wants the privilege also where the schema is there. */
async function createSchema(client: pg.Client, schema: string): Promise<void> {
    try {
        await client.query(`CREATE SCHEMA ${client.escapeIdentifier(schema)}`);
    } catch (cause) {
        throw new StartFault(`The schema ${schema} cannot be made: ${cause instanceof Error ? cause.message : ''}. `
            + 'Give the user CREATE on the database, or make the schema for it: '
            + `CREATE SCHEMA ${client.escapeIdentifier(schema)} AUTHORIZATION ${client.user ?? 'its_user'}`, { cause });
    }
}

async function refuseForeignTables(client: pg.Client, schema: string): Promise<void> {
    const { rows: [row] } = await client.query<{ names: string | null }>(
        `SELECT string_agg(relname, ', ' ORDER BY relname) AS names FROM (SELECT relname FROM pg_class
            WHERE relnamespace = quote_ident($1)::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
                AND relname <> '_prisma_migrations' ORDER BY relname LIMIT 5) AS others`, [schema]);
    if (typeof row?.names === 'string') {
        throw new StartFault(`The schema ${schema} holds tables that are not of this service (${row.names}): set `
            + 'DB_SCHEMA to a name that nobody else uses');
    }
}
