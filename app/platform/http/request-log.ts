import type { Plugin, Request } from '@hapi/hapi';
import { problemMediaType } from './problem.ts';
import type { Logger } from '../observability/log.ts';

const knownMethods = new Set(['get', 'head', 'post', 'put', 'patch', 'delete', 'options']);
/** Routes of probes, which come every few seconds; they are logged only when they fail. */
const probes = new Set(['/health/liveness', '/health/readiness', '/health/check', '/health', '/invoices/health/check']);

/** Writes one log line and one observation per request: no path as it came, no query, no header, no person. */
export const requestLog: Plugin<void> = {
    name: 'request-log',
    register: (server) => {
        server.ext('onRequest', (request, h) => {
            request.app.startedAt = performance.now();
            request.server.app.dependencies.metrics.requestStarted();
            return h.continue;
        });
        // These lines have nothing of a caller's, so they need no search for secrets, which costs more than the line.
        const log = server.app.dependencies.log.child({}, { redact: [] });
        server.events.on('response', (request) => observe(request, log));
    }
};

/** The route's template; requests that matched none share one name, so that labels stay few. */
function routeOf(request: Request): string {
    return request.route.method === '_special' as string ? 'unmatched' : request.route.path;
}

function observe(request: Request, log: Logger): void {
    const { metrics } = request.server.app.dependencies;
    const durationMs = Math.round((performance.now() - request.app.startedAt) * 10) / 10;
    const method = knownMethods.has(request.method) ? request.method.toUpperCase() : 'OTHER';
    const route = routeOf(request);
    const status = statusOf(request);
    metrics.requestFinished({ method, route, status, seconds: durationMs / 1_000 });
    const level = status >= 500 ? 'error' : probes.has(route) ? 'debug' : 'info';
    log[level]({
        method, route, status, durationMs,
        requestId: request.app.requestId,
        ...organisationOf(request),
        ...codeOf(request)
    }, 'Request answered');
}

/**
 * Status of an answer; 499 where the caller went away: hapi sets it while the body comes in, we do before the answer is
 * complete.
 */
function statusOf({ response, info }: Request): number {
    const status = response === null ? 500 : 'isBoom' in response ? response.output.statusCode : response.statusCode;
    return info.completed === 0 && info.responded === 0 ? 499 : status;
}

function organisationOf({ auth }: Request): { organisation?: unknown } {
    return auth.isAuthenticated ? { organisation: auth.credentials['organisationId'] } : {};
}

function codeOf({ response }: Request): { code?: unknown } {
    if (response === null || 'isBoom' in response
        || !String(response.headers['content-type']).startsWith(problemMediaType)) {
            return {};
        }
    const source: unknown = response.source;
    return typeof source === 'object' && source !== null && 'code' in source ? { code: source.code } : {};
}
