import { server as createServer, type Server } from '@hapi/hapi';
import pg from 'pg';
import type { TappedStatement } from './wire-tap.ts';
import { serveJobs } from './worker.ts';

/** What the two servers without a service in them answer from now on. */
export type BareJob = {
    /** The bytes that the bare route answers. */
    readonly body: string;
    /** What the other one runs for each request, and answers as it comes. `id` is a value to take from the end of the path. */
    readonly query: { readonly url: string; readonly poolSize: number; readonly statement: TappedStatement; readonly id: string } | undefined;
};

/** Where they listen. */
export type BarePorts = { readonly bare: number; readonly withQuery: number };

let current: BareJob = { body: '', query: undefined };
let pool: pg.Pool | undefined;

const bare = await serve(async () => current.body);
const withQuery = await serve(async (path) => JSON.stringify(await rowsFor(path)));

/** The most that hapi itself can do: a route that does nothing, and one that only asks the database. */
serveJobs(async (job: BareJob): Promise<BarePorts> => {
    await pool?.end();
    pool = job.query === undefined ? undefined : new pg.Pool({ connectionString: job.query.url, max: job.query.poolSize, idleTimeoutMillis: 0 });
    current = job;
    return { bare: Number(bare.info.port), withQuery: Number(withQuery.info.port) };
});

async function serve(answer: (path: string) => Promise<string>): Promise<Server> {
    const server = createServer({ host: '127.0.0.1', port: 0 });
    server.route({
        method: 'GET',
        path: '/{any*}',
        handler: async (request, h) => h.response(await answer(request.path)).type('application/json')
    });
    await server.start();
    return server;
}

async function rowsFor(path: string): Promise<unknown> {
    if (pool === undefined || current.query === undefined) {
        throw new Error('There is nothing to run');
    }
    const { statement: { name, text, values }, id } = current.query;
    const asked = path.slice(path.lastIndexOf('/') + 1);
    const { rows } = await pool.query({ name, text, values: values.map((value) => value === id ? asked : value) });
    return rows;
}
