import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { runSlice, type Load, type Slice } from './slice.ts';
import type { TappedStatement } from './wire-tap.ts';
import { serveJobs } from './worker.ts';

/** Load straight on PostgreSQL: the statements of one operation as they came over the wire, one after the other. */
export type SqlJob = Load & {
    readonly url: string;
    readonly poolSize: number;
    readonly statements: readonly TappedStatement[];
    /** Replacements in the values: each operation takes the next entry of `to`. */
    readonly renamed: readonly { readonly from: string; readonly to: readonly string[] }[];
    /** Gives each operation ids of its own: every UUID in its values is renewed, equal ones alike. */
    readonly freshIds: boolean;
};

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

let opened: { readonly key: string; readonly pool: pg.Pool } | undefined;

serveJobs(async (job: SqlJob): Promise<Slice> => {
    const pool = await poolOf(job);
    // Before the clock starts: the ceiling is the database's speed, not the speed of making up values.
    const operations = Array.from({ length: job.count }, (_, index) => operationOf(job, index));
    return runSlice(job, async (index) => {
        for (const statement of operations[index] ?? []) {
            const { rowCount } = await pool.query(statement);
            if (rowCount === 0) {
                throw new Error(`${statement.name} gave no row`);
            }
        }
    });
});

/** Pool that is kept between jobs, as the service keeps its own: statements are planned, connections are warm. */
async function poolOf({ url, poolSize }: SqlJob): Promise<pg.Pool> {
    const key = `${poolSize} ${url}`;
    if (opened?.key !== key) {
        await opened?.pool.end();
        opened = { key, pool: new pg.Pool({ connectionString: url, max: poolSize, idleTimeoutMillis: 0 }) };
    }
    return opened.pool;
}

type Prepared = { readonly name: string; readonly text: string; readonly values: (string | null)[] };

function operationOf({ statements, renamed, freshIds }: SqlJob, index: number): readonly Prepared[] {
    const ids = new Map<string, string>();
    const freshId = (id: string): string => {
        const fresh = ids.get(id) ?? timeOrderedId(id);
        ids.set(id, fresh);
        return fresh;
    };
    const valueOf = (value: string | null): string | null => {
        if (value === null) {
            return null;
        }
        const named = renamed.reduce(
            (text, { from, to }) => text.replaceAll(from, to[index % to.length] ?? from), value);
        return freshIds ? named.replaceAll(uuid, freshId) : named;
    };
    return statements.map(({ name, text, values }) => ({ name, text, values: values.map(valueOf) }));
}

/** A new id of the same version: version 7 grows with time and lies at the end of an index, version 4 lies anywhere. */
function timeOrderedId(like: string): string {
    const random = randomUUID();
    return like[14] === '7'
        ? `${Date.now().toString(16).padStart(12, '0').replace(/^(.{8})/, '$1-')}-7${random.slice(15)}` : random;
}
