import { createServer, STATUS_CODES, type Server as HttpServer } from 'node:http';
import type { Socket } from 'node:net';
import { randomUUID } from 'node:crypto';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { ErrorCode } from '../../foundation/errors/error-codes.ts';
import { problemMediaType, problemOf } from './problem.ts';
import { problemStatus } from './problem-status.ts';

/** Node's HTTP server with limits on what a slow or hostile client can hold. */
export function hardenedListener(): HttpServer {
    return createServer({
        maxHeaderSize: 16_384,
        headersTimeout: 10_000,
        requestTimeout: 20_000,
        connectionsCheckingInterval: 5_000,
        // Longer than a load balancer's own 60 s, so that we never close a connection which it is just about to use.
        keepAliveTimeout: 65_000
    });
}

/**
 * Answers input that is not HTTP with a problem document, where hapi would send a bare line.
 * Call it after hapi has taken the listener: it replaces hapi's own answer.
 */
export function answerMalformedRequests(listener: HttpServer): void {
    const answering = new WeakSet<Socket>();
    listener.on('request', ({ socket }, response) => {
        answering.add(socket);
        response.once('close', () => answering.delete(socket));
    });
    listener.removeAllListeners('clientError');
    listener.on('clientError', (error: NodeJS.ErrnoException, socket) => {
        // An answer that is under way must not be cut into.
        if (error.code === 'ECONNRESET' || !socket.writable
            || (socket instanceof Object && answering.has(socket as Socket))) {
                socket.destroy(error);
            } else {
                socket.end(rawProblem(error.code));
            }
    });
}

function rawProblem(errorCode: string | undefined): string {
    const [code, text] = problemFor(errorCode);
    const requestId = randomUUID();
    const body = JSON.stringify(problemOf(new DomainError(code, text), requestId));
    const status = problemStatus[code];
    return [
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}`, `content-type: ${problemMediaType}`,
        `content-length: ${Buffer.byteLength(body)}`,
        `x-request-id: ${requestId}`, 'cache-control: no-store', 'connection: close', '', body
    ].join('\r\n');
}

function problemFor(errorCode: string | undefined): [ErrorCode, string] {
    switch (errorCode) {
        case 'HPE_HEADER_OVERFLOW':
            return ['REQUEST_HEADERS_TOO_LARGE', 'The headers of the request must have at most 16 kB'];
        case 'ERR_HTTP_REQUEST_TIMEOUT':
            return ['REQUEST_TOO_SLOW', 'The request did not arrive in time'];
        default:
            return ['BAD_REQUEST', 'The request is not valid HTTP'];
    }
}
