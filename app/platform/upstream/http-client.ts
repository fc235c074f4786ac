import http from 'node:http';
import https from 'node:https';
import got from 'got';
import type { UpstreamName } from './upstream-observer.ts';
import { contractBroken } from './upstream-errors.ts';

/**
 * Maximum size of a body that is read. A product with its scraped data has some 10 kB; a megabyte is a fault, not an
 * answer.
 */
const maxResponseBytes = 1024 * 1024;

/** Maximum calls to one upstream on the wire at once; more wait for a socket until their deadline. */
const maxSockets = 64;

/** Maximum idle sockets kept for the next call; a burst's surplus is closed. */
const maxFreeSockets = 16;

/** Limit on connecting: a host that takes longer is down, and the rest of the deadline is left for a retry. */
const connectTimeoutMs = 1_000;

/** One HTTP request. */
export type HttpRequest = {
    readonly method: 'GET' | 'POST';
    readonly url: URL;
    readonly headers: Readonly<Record<string, string>>;
    /** JSON as text: numbers in it are written by us, digit by digit. */
    readonly body?: string;
    /** Ends the request at the caller's deadline. */
    readonly signal: AbortSignal;
};

/** One HTTP response of any status. */
export type Answer = {
    readonly status: number;
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
    readonly body: Buffer;
};

/** One upstream's connections. */
export type HttpClient = {
    /**
     * @throws DomainError `UPSTREAM_CONTRACT_BROKEN` when the body is larger than {@link maxResponseBytes}
     * @throws RequestError (got) when there was no answer
     */
    send(request: HttpRequest): Promise<Answer>;
    /** Ends every connection; a call on the wire fails. */
    close(): void;
};

/** Opens the keep-alive connections to one upstream. */
export function openHttpClient(upstream: UpstreamName, timeoutMs: number): HttpClient {
    // Last in, first out: under light load a few sockets stay warm and the rest time out.
    const pool = { keepAlive: true, maxSockets, maxFreeSockets, scheduling: 'lifo' as const };
    const agent = { http: new http.Agent(pool), https: new https.Agent(pool) };
    const client = got.extend({
        agent,
        // The call's policy retries, within one deadline for all tries; got's would start a new one each time.
        retry: { limit: 0 },
        timeout: { connect: Math.min(connectTimeoutMs, timeoutMs) },
        // We read the status: the meaning of a 404 depends on its body.
        throwHttpErrors: false,
        // An upstream never redirects. Following one could carry the caller's token to another host.
        followRedirect: false,
        // The limit on a body counts the bytes that arrive, so they must not become more by decompression.
        decompress: false,
        // A body cut short is a broken connection, not a shorter body.
        strictContentLength: true,
        headers: { accept: 'application/json', 'user-agent': 'invoices-service' }
    });

    const send = async ({ method, url, headers, body, signal }: HttpRequest): Promise<Answer> => {
        const stream = client.stream(url, { method, headers, signal, ...(body === undefined ? {} : { body }) });
        // The signal outlives the request. If it fires when all is read, got still emits an error, which without a
        // listener would end the process.
        stream.on('error', () => undefined);

        try {
            const read = await readBounded(stream, upstream);
            const { response } = stream;
            if (response === undefined) {
                throw contractBroken(upstream, 'has no status');
            }
            return { status: response.statusCode, headers: response.headers, body: read };
        } finally {
            stream.destroy();
        }
    };

    return {
        send,
        close: () => {
            agent.http.destroy();
            agent.https.destroy();
        }
    };
}

async function readBounded(stream: AsyncIterable<Uint8Array>, upstream: UpstreamName): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    let bytes = 0;

    // Leaving the loop early destroys the stream, and with it the connection.
    for await (const chunk of stream) {
        bytes += chunk.length;
        if (bytes > maxResponseBytes) {
            throw contractBroken(upstream, `is larger than ${maxResponseBytes} bytes`);
        }
        chunks.push(chunk);
    }
    return Buffer.concat(chunks, bytes);
}
