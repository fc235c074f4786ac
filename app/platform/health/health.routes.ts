import type { Request, ResponseObject, ResponseToolkit, ServerRoute } from '@hapi/hapi';
import { answers } from '../http/answers.ts';
import { healthMessage, isDegraded, readinessMessage } from './health-message.ts';
import { healthView, livenessView, readinessView } from './health.schemas.ts';
import { maxDatabaseAnswerMs } from './probe-limits.ts';

/**
 * Limit on the mean delay: a loop that is this late on the average of 15 s answers no call in time, and does not
 * recover by itself.
 */
const maxLoopMs = 1_000;

const livenessRoute: ServerRoute = {
    method: 'GET',
    path: '/health/liveness',
    options: {
        auth: false,
        tags: ['api', 'health'],
        description: 'Liveness',
        notes: 'Looks at the event loop only. 503 means: restart this process.',
        ...answers('liveness', { 200: livenessView, 503: livenessView })
    },
    handler: (request, h) => {
        const eventLoopDelayMs = request.server.app.dependencies.health.eventLoopDelayMs();
        const alive = eventLoopDelayMs < maxLoopMs;
        const message = alive ? 'The process answers' : `The event loop is ${eventLoopDelayMs} ms late`;
        return h.response({ status: alive ? 'up' : 'down', message, eventLoopDelayMs }).code(alive ? 200 : 503);
    }
};

const readinessRoute: ServerRoute = {
    method: 'GET',
    path: '/health/readiness',
    options: {
        auth: false,
        tags: ['api', 'health'],
        description: 'May calls be sent here?',
        notes: `PostgreSQL answers within ${maxDatabaseAnswerMs / 1_000} s, every migration that this build needs is `
            + 'applied, and the process is not shutting down.',
        ...answers('readiness', { 200: readinessView, 503: readinessView })
    },
    handler: async (request, h) => {
        const state = await request.server.app.dependencies.health.readiness();
        const { ready, shuttingDown, database } = state;
        const status = shuttingDown ? 'shutting_down' : ready ? 'ready' : 'not_ready';
        return h.response({ status, message: readinessMessage(state), database }).code(ready ? 200 : 503);
    }
};

/** Routes under which a process of the service shows its state. None needs a token. */
export const healthRoutes: readonly ServerRoute[] = [
    livenessRoute, readinessRoute, checkRoute('/health/check', 'healthCheck'), checkRoute('/health', 'health')
];

/** The check under the name that the CRM's gateway calls. */
export const gatewayHealthRoute: ServerRoute = checkRoute('/invoices/health/check', 'gatewayHealthCheck');

function checkRoute(path: string, id: string): ServerRoute {
    return {
        method: 'GET',
        path,
        options: {
            auth: false,
            tags: ['api', 'health'],
            description: 'Health in detail',
            notes: '503 only when the service is not ready; Redis or another service being down shows as `degraded`.',
            ...answers(id, { 200: healthView, 503: healthView })
        },
        handler: check
    };
}

async function check(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
    const { health, config } = request.server.app.dependencies;
    const report = await health.report();
    return h.response({
        status: !report.ready ? 'down' : isDegraded(report) ? 'degraded' : 'up',
        message: healthMessage(report),
        version: config.version,
        revision: config.revision,
        uptimeSeconds: Math.floor(process.uptime()),
        eventLoopDelayMs: health.eventLoopDelayMs(),
        database: report.database,
        redis: report.redis,
        upstreams: report.upstreams
    }).code(report.ready ? 200 : 503);
}
