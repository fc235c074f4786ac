import type pg from 'pg';
import { jobsSchemaOf, legacySchema } from './schema-name.ts';

/** Seconds that the move waits for each lock; sessions that wait behind it give up after 5 s. */
const lockLimitSeconds = 3;

/** Names of what migrations made: a schema that others use too holds things that are not to be moved. */
export type OwnNames = { readonly relations: readonly string[]; readonly functions: readonly string[] };

const created = /^\s*CREATE (?:OR REPLACE )?(TABLE|VIEW|SEQUENCE|FUNCTION) "(\w+)"/gm;

/** Reads the names of tables, views, sequences and functions from the scripts of migrations. */
export function ownNames(scripts: readonly string[]): OwnNames {
    const found = scripts.flatMap((script) => [...script.matchAll(created)])
        .map(([, kind, name = '']) => ({ kind, name }));
    const named = (isFunction: boolean) =>
        [...new Set(found.filter(({ kind }) => (kind === 'FUNCTION') === isFunction).map(({ name }) => name))];
    return { relations: ['_prisma_migrations', ...named(false)], functions: named(true) };
}

/**
 * Moves the tables of this service out of `public`, with their views, sequences, functions and jobs, in one
 * transaction. Rows, indexes, triggers and privileges stay as they are; whoever could use a table may enter the new
 * schema. Tables of others in `public` are not touched.
 * @param schema - Schema to move to, which exists; unquoted.
 */
export async function moveTables(client: pg.Client, schema: string, own: OwnNames): Promise<void> {
    await client.query('BEGIN');
    try {
        await client.query(`SET LOCAL lock_timeout = '${lockLimitSeconds}s'`);
        await client.query('SET LOCAL search_path = pg_catalog');
        await move(client, schema, own);
        await client.query('COMMIT');
    } catch (error) {
        await client.query('ROLLBACK').catch(() => undefined);
        throw error;
    }
}

/** Statements that move each thing, made from the catalogue: what an older version does not have yet is left out. */
const moves = `
    SELECT format('ALTER %s %I.%I SET SCHEMA %I', CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'S' THEN 'SEQUENCE'
            ELSE 'TABLE' END, $1::text, c.relname, $2::text) AS statement
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = $1
        WHERE c.relkind IN ('r', 'v', 'S') AND c.relname = ANY($3)
    UNION ALL SELECT format('ALTER FUNCTION %s SET search_path = %I, pg_temp', p.oid::regprocedure, $2::text)
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace AND n.nspname = $1 WHERE p.proname = ANY($4)
    UNION ALL SELECT format('ALTER FUNCTION %s SET SCHEMA %I', p.oid::regprocedure, $2::text)
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace AND n.nspname = $1 WHERE p.proname = ANY($4)
    UNION ALL (SELECT DISTINCT format('GRANT USAGE ON SCHEMA %I TO %s', $2::text,
            CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = $1, aclexplode(c.relacl) a
        WHERE c.relname = ANY($3) AND a.grantee <> c.relowner)`;

async function move(client: pg.Client, schema: string, own: OwnNames): Promise<void> {
    const { rows } = await client.query<{ statement: string }>(
        moves, [legacySchema, schema, own.relations, own.functions]);
    for (const { statement } of rows) {
        await client.query(statement);
    }
    await moveJobs(client, jobsSchemaOf(legacySchema), jobsSchemaOf(schema));
}

/** Renames the schema of the jobs. Its functions name it in their text, so they are defined anew. */
async function moveJobs(client: pg.Client, from: string, to: string): Promise<void> {
    const { rowCount } = await client.query('SELECT FROM pg_namespace WHERE nspname = $1', [from]);
    if (rowCount === 0) {
        return;
    }
    await client.query(`ALTER SCHEMA ${client.escapeIdentifier(from)} RENAME TO ${client.escapeIdentifier(to)}`);
    const { rows } = await client.query<{ definition: string }>(
        `SELECT replace(pg_get_functiondef(p.oid), quote_ident($1) || '.', quote_ident($2) || '.') AS definition
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace AND n.nspname = $2
        WHERE strpos(p.prosrc, quote_ident($1) || '.') > 0`, [from, to]);
    for (const { definition } of rows) {
        await client.query(definition);
    }
}
