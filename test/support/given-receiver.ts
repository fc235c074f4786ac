import { execFileSync } from 'node:child_process';
import {
    createServer as createHttpServer, type IncomingHttpHeaders, type IncomingMessage,
    type RequestListener, type ServerResponse
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.ts';

/** One webhook as it arrived. */
export type Received = {
    readonly path: string;
    readonly headers: IncomingHttpHeaders;
    readonly body: string;
    /** Value of the header `webhook-id`. */
    readonly id: string;
    readonly event: { readonly type: string; readonly invoiceId: string
        | null; readonly position: string; readonly data: Readonly<Record<string, unknown>> };
};

/** A receiver's answer to a webhook: a status, or a response that it writes itself. */
export type Answering = (received: Received, response: ServerResponse) => number | Promise<number> | undefined;

/** A real HTTP server that receives webhooks. */
export type GivenReceiver = {
    readonly url: string;
    readonly port: number;
    readonly received: readonly Received[];
    /** Number of connections ever made. */
    connections(): number;
    /** Sets the answer from now on. */
    answer(how: Answering): void;
    /** Resolves when that many webhooks have arrived. */
    arrived(count: number): Promise<void>;
    close(): Promise<void>;
};

/** Certificate and key of a TLS receiver, PEM. */
export type GivenCertificate = { readonly cert: string; readonly key: string };

/** Starts a receiver on loopback that answers 204 by default. */
export async function givenReceiver(
    { certificate, host = '127.0.0.1' }: { readonly certificate?: GivenCertificate; readonly host?: string } = {}
): Promise<GivenReceiver> {
    const received: Received[] = [];
    const sockets = new Set<Socket>();
    let connections = 0;
    let answering: Answering = () => 204;
    const listener: RequestListener = (request, response) => {
        void read(request).then(async (each) => {
            received.push(each);
            const status = await answering(each, response);
            if (status !== undefined) response.writeHead(status).end();
        }, () => undefined);
    };
    const server = certificate === undefined
        ? createHttpServer(listener) : createHttpsServer({ ...certificate }, listener);
    server.on('connection', (socket: Socket) => {
        connections += 1;
        sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    const { port } = server.address() as AddressInfo;
    return {
        url:
            `${certificate === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}/hook`,
        port, received,
        connections: () => connections,
        answer: (how) => {
            answering = how;
        },
        arrived: async (count) => {
            await eventually(
                `${count} webhooks`, () => received.length, { every: 10, until: (arrived) => arrived >= count });
        },
        close: () => new Promise((resolve) => {
            sockets.forEach((socket) => socket.destroy());
            server.close(() => resolve());
        })
    };
}

async function read(request: IncomingMessage): Promise<Received> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    return {
        path: request.url ?? '', headers: request.headers, body, id: String(request.headers['webhook-id']),
        event: body.startsWith('{')
            ? JSON.parse(body) as Received['event'] : { type: '', invoiceId: null, position: '', data: {} }
    };
}

/** A self-signed certificate, made for this run. @param subject - `DNS:…` or `IP:…` */
export function givenCertificate(subject = 'IP:127.0.0.1', days = 1): GivenCertificate {
    const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
    try {
        execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes',
            '-days', String(days), '-subj', '/CN=receiver.example',
            '-addext', `subjectAltName=${subject}`, '-keyout', join(folder, 'key.pem'), '-out',
            join(folder, 'cert.pem')], { stdio: 'pipe' });
        return {
            cert: readFileSync(join(folder, 'cert.pem'), 'utf8'), key: readFileSync(join(folder, 'key.pem'), 'utf8')
        };
    } finally {
        rmSync(folder, { recursive: true });
    }
}
