import pg from 'pg';

/** Schema that the statements of this service name, and the default of `DB_SCHEMA`. */
export const defaultSchema = 'invoices';

/** Schema that the tables were in until version 0.3.0. */
export const legacySchema = 'public';

/** Maximum length of a schema's name in bytes: PostgreSQL takes 63, and the schema of the jobs has a longer name. */
export const maxSchemaBytes = 58;

/** The name of the schema that the job queue beside `schema` lives in, unquoted. */
export function jobsSchemaOf(schema: string): string {
    return `${schema}_jobs`;
}

/**
 * Puts the installation's schema into statements. They name each table with the default schema, `invoices.invoice`, so
 * that they can be pasted into psql as they stand. Names in SQL need no search_path, which a shared pooler would not
 * keep.
 * @param schema - Value of `DB_SCHEMA`, unquoted.
 */
export function schemaNaming(schema: string): (text: string) => string {
    if (schema === defaultSchema) {
        return (text) => text;
    }
    const named = new Map<string, string>();
    const qualifier = `${pg.escapeIdentifier(schema)}.`;
    return (text) => {
        const known = named.get(text);
        if (known !== undefined) {
            return known;
        }
        const own = text.replaceAll(/\binvoices\./g, () => qualifier);
        // Texts are few and fixed, but for lists: their variants are made anew past this number.
        if (named.size < 1_000) {
            named.set(text, own);
        }
        return own;
    };
}
