import { server as createServer } from '@hapi/hapi';
import { serveJobs } from './worker.ts';

/** The bytes to answer every request with. */
export type BareJob = { readonly body: string };

let body = '';
const server = createServer({ host: '127.0.0.1', port: 0 });
server.route({
    method: 'GET',
    path: '/{any*}',
    handler: (_request, h) => h.response(body).type('application/json')
});
await server.start();

/** The most that hapi itself can do: a route that does nothing and answers the same bytes. */
serveJobs(async (job: BareJob): Promise<{ port: number }> => {
    body = job.body;
    return { port: Number(server.info.port) };
});
