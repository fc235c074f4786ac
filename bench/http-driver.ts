import { openConnection, requestText, type Connection, type WireAnswer } from './http-connection.ts';
import { runSlice, type Load, type Slice } from './slice.ts';
import { serveJobs } from './worker.ts';

/** Load over HTTP. `tokens` and `paths` are taken in turn. */
export type HttpJob = Load & { readonly port: number; readonly tokens: readonly string[] } & (
    | { readonly kind: 'get'; readonly paths: readonly string[] }
    /** Creates a draft and issues it, one after the other on the same connection. */
    | { readonly kind: 'create-and-issue'; readonly draft: object }
    /** Creates many drafts with one request. */
    | { readonly kind: 'create-many'; readonly body: object }
);

serveJobs(async (job: HttpJob): Promise<Slice> => {
    const connections = await Promise.all(Array.from({ length: job.concurrency }, () => openConnection(job.port)));
    const requests = requestsOf(job);
    const run = { get, 'create-and-issue': createAndIssue, 'create-many': createMany }[job.kind];
    try {
        return await runSlice(job, async (index, worker) => {
            const connection = connections[worker];
            const request = requests[index % requests.length];
            if (connection !== undefined && request !== undefined) {
                await run(connection, request);
            }
        });
    } finally {
        connections.forEach((connection) => connection.close());
    }
});

type Prepared = { readonly token: string; readonly text: string };

/** Requests of a job, written before the clock starts. */
function requestsOf(job: HttpJob): readonly Prepared[] {
    const tokenAt = (index: number): string => job.tokens[index % job.tokens.length] ?? '';
    if (job.kind === 'get') {
        return job.paths.map((path, index) =>
            ({ token: tokenAt(index), text: requestText('GET', path, tokenAt(index)) }));
    }
    const [path, body] = job.kind === 'create-many' ? ['/invoices/bulk/create', job.body] : ['/invoices', job.draft];
    return job.tokens.map((token) => ({ token, text: requestText('POST', path, token, body) }));
}

async function get(connection: Connection, { text }: Prepared): Promise<void> {
    assertStatus(await connection.send(text), 200);
}

async function createMany(connection: Connection, { text }: Prepared): Promise<void> {
    assertStatus(await connection.send(text), 201);
}

async function createAndIssue(connection: Connection, { token, text }: Prepared): Promise<void> {
    const created = await connection.send(text);
    assertStatus(created, 201);
    const id = /"id":"([0-9a-f-]{36})"/.exec(created.body)?.[1];
    assertStatus(await connection.send(requestText('POST', `/invoices/${id}/issue`, token)), 200);
}

function assertStatus({ status, body }: WireAnswer, wanted: number): void {
    if (status !== wanted) {
        throw new Error(`Expected ${wanted}, got ${status}: ${body.slice(0, 500)}`);
    }
}
