import { server as createServer, type Server } from '@hapi/hapi';
import pg from 'pg';
import type { TappedStatement } from './wire-tap.ts';
import { serveJobs } from './worker.ts';

/** Answers of the two bare servers from now on; neither has a service in it. */
export type BareJob = {
    /** The bytes that the bare route answers. */
    readonly body: string;
    /**
     * Statement that the other server runs for each request; it answers the rows as they come. `id` is replaced by the
     * path's end.
     */
    readonly query: {
        readonly url: string; readonly poolSize: number; readonly statement: TappedStatement; readonly id: string
    } | undefined;
};

/** Ports of the two bare servers. */
export type BarePorts = { readonly bare: number; readonly withQuery: number };

let current: BareJob = { body: '', query: undefined };
let pool: pg.Pool | undefined;

const bare = await serve(async () => current.body);
const withQuery = await serve(async (path) => JSON.stringify(await rowsFor(path)));

/** Serves the maximum that hapi itself can do: a route that does nothing, and one that only asks the database. */
serveJobs(async (job: BareJob): Promise<BarePorts> => {
    await pool?.end();
    pool = job.query === undefined
        ? undefined : new pg.Pool({ connectionString: job.query.url, max: job.query.poolSize, idleTimeoutMillis: 0 });
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
