import {
    createServer, STATUS_CODES, type IncomingMessage, type Server as HttpServer, type ServerResponse
} from 'node:http';
import type { Socket } from 'node:net';
import { randomUUID } from 'node:crypto';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { ErrorCode } from '../../foundation/errors/error-codes.ts';
import { problemMediaType, problemOf } from './problem.ts';
import { problemStatus } from './problem-status.ts';
import { protectiveHeaders } from './security-headers.ts';

/** Node's HTTP server with limits on what a slow or hostile client can hold. */
export function hardenedListener(): HttpServer {
    return createServer({
        maxHeaderSize: 16_384,
        headersTimeout: 10_000,
        requestTimeout: 20_000,
        connectionsCheckingInterval: 5_000,
        // Longer than a load balancer's own 60 s, so that we never close a connection which it is just about to use.
        keepAliveTimeout: 65_000,
        // Node would answer a request without a host by itself, and without a body; `addresses.ts` does it.
        requireHostHeader: false
    });
}

/**
 * Answers what never becomes a request of hapi with a problem document: input that is not HTTP, an `Expect` that is
 * unknown, and CONNECT. hapi and Node would send a bare line or nothing. Call it after hapi has taken the listener,
 * because it replaces hapi's own answer.
 */
export function answerMalformedRequests(listener: HttpServer): void {
    const answering = new WeakMap<Socket, Set<ServerResponse>>();
    listener.on('request', ({ socket }, response) => {
        const responses = answering.get(socket) ?? new Set();
        answering.set(socket, responses.add(response));
        response.once('close', () => responses.delete(response));
    });
    listener.removeAllListeners('clientError');
    listener.on('clientError', (error: NodeJS.ErrnoException, socket) => {
        const responses = [...answering.get(socket as Socket) ?? []];
        if (error.code === 'ECONNRESET' || !socket.writable || !responses.every(waitsForBody)) {
            socket.destroy(error);
        } else {
            // What is still made for the request is not sent: Node writes nothing to a socket that has ended.
            socket.end(rawProblem(problemFor(error.code)));
        }
    });
    listener.on('connect', (_request, socket) => {
        // Node has taken its own listeners and time limits off this socket: a reset would end the process.
        socket.on('error', () => undefined);
        socket.end(rawProblem(noProxy, { allow: 'GET, HEAD' }), () => socket.destroy());
    });
    listener.on('checkExpectation', refuseExpectation);
}

/** True for a request whose body is broken off: it has no answer yet, and no other one may be cut into. */
function waitsForBody({ req, headersSent }: ServerResponse): boolean {
    return !req.complete && !headersSent;
}

const noProxy = ['METHOD_NOT_ALLOWED', 'This service is no proxy: it takes no CONNECT'] as const;

/** Refuses an `Expect` other than 100-continue. @see RFC 9110, 10.1.1 */
function refuseExpectation(_request: IncomingMessage, response: ServerResponse): void {
    const { status, headers, body } = problemParts(
        ['EXPECTATION_FAILED', 'Expect: only 100-continue is understood']);
    // The body that may follow is not read.
    response.writeHead(status, { ...headers, connection: 'close' }).end(body);
}

type CodeAndText = readonly [ErrorCode, string];

function rawProblem(problem: CodeAndText, more: Readonly<Record<string, string>> = {}): string {
    const { status, headers, body } = problemParts(problem);
    const lines = Object.entries({ ...headers, ...more, connection: 'close' })
        .map(([name, value]) => `${name}: ${value}`);
    return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n');
}

function problemParts([code, text]: CodeAndText) {
    const requestId = randomUUID();
    const body = JSON.stringify(problemOf(new DomainError(code, text), requestId));
    const headers = {
        'content-type': problemMediaType, 'content-length': String(Buffer.byteLength(body)),
        'x-request-id': requestId, 'cache-control': 'no-store', ...protectiveHeaders
    };
    return { status: problemStatus[code], headers, body };
}

function problemFor(errorCode: string | undefined): CodeAndText {
    switch (errorCode) {
        case 'HPE_HEADER_OVERFLOW':
            return ['REQUEST_HEADERS_TOO_LARGE', 'The headers of the request must have at most 16 kB'];
        case 'ERR_HTTP_REQUEST_TIMEOUT':
            return ['REQUEST_TOO_SLOW', 'The request did not arrive in time'];
        default:
            return ['BAD_REQUEST', 'The request is not valid HTTP'];
    }
}
