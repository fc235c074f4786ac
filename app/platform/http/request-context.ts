import { randomUUID } from 'node:crypto';
import type { Plugin } from '@hapi/hapi';
import { headerOf } from '../../foundation/schema/header.ts';

const requestIdPattern = /^[A-Za-z0-9][A-Za-z0-9._:/+=@-]{0,127}$/;
const traceparentPattern = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(?:-.*)?$/;

/** The caller's request id when it is safe to log and to pass on, else a new one. */
function requestIdOf(header: string | undefined): string {
    return header !== undefined && requestIdPattern.test(header) ? header : randomUUID();
}

/**
 * The trace context for calls to other services: the caller's trace with a span of ours, or a new trace that is not
 * sampled.
 * @see W3C Trace Context, 3.2
 */
export function traceparentOf(header: string | undefined): string {
    const [, traceId = randomHex(), flags = '00'] = traceparentPattern.exec(header ?? '') ?? [];
    return `00-${traceId}-${randomHex().slice(0, 16)}-${flags}`;
}

/**
 * 32 hexadecimal digits from a UUID, whose randomness Node keeps in store: a quarter of the cost of asking the system
 * each time.
 */
function randomHex(): string {
    return randomUUID().replaceAll('-', '');
}

/** Gives each request its id and trace context, and sends the id back with the answer. */
export const requestContext: Plugin<void> = {
    name: 'request-context',
    register: (server) => {
        server.ext('onRequest', (request, h) => {
            request.app.requestId = requestIdOf(headerOf(request, 'x-request-id'));
            request.app.traceparent = traceparentOf(headerOf(request, 'traceparent'));
            return h.continue;
        });
        server.ext('onPreResponse', ({ app, response }, h) => {
            const headers = 'isBoom' in response ? response.output.headers : response.headers;
            headers['x-request-id'] = app.requestId;
            return h.continue;
        });
    }
};
