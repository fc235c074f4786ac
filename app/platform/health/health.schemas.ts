import Joi from 'joi';
import { listOf, oneOf, shape } from '../../foundation/schema/shape.ts';

const latencyMs = Joi.number().min(0).description('Time that the check took, in milliseconds.').example(1.4);

const message = Joi.string().example('The service is ready')
    .description('State in one sentence, which the gateway shows.');

const detail = Joi.string().description('Reason of the state, in words.');

const databaseHealth = shape('DatabaseHealth', {
    status: oneOf('DatabaseStatus', ['up', 'down', 'behind'])
        .description('State of PostgreSQL. behind: a migration that this build needs is not applied.'),
    latencyMs
}, { detail })
    .description('Health of PostgreSQL, without which nothing works.');

const redisHealth = shape('RedisHealth', {
    status: oneOf('RedisStatus', ['up', 'down', 'not_configured']).description('State of Redis.')
}, { latencyMs }).description('Health of Redis, without which the service is slower.');

const upstreamHealth = shape('UpstreamHealth', {
    name: Joi.string().example('contacts-service').description('Name of the other service.'),
    status: oneOf('UpstreamStatus', ['up', 'down'])
        .description('State of the other service, as its last answer showed it.'),
    latencyMs,
    breaker: Joi.string().description('State of the circuit breaker: closed, half-open or open.').example('closed')
}, {
    refusedOrganisations: Joi.number().integer().min(1).example(1).description('Number of organisations whose calls '
        + 'are not sent for the moment, because their records failed. Absent: none.'),
    basePath: Joi.string().example('/api/v1')
        .description('Path below which it answers, where its URL has none and calls found it out.'),
    detail
});

const eventLoopDelay = Joi.number().description('Mean delay of the event loop, in milliseconds.').example(0.3);

/** Answer of `/health/liveness`. */
export const livenessView = shape('Liveness', {
    status: oneOf('LivenessStatus', ['up', 'down']).description('State of the process.'),
    message: message.example('The process answers', { override: true }),
    eventLoopDelayMs: eventLoopDelay
});

/** Answer of `/health/readiness`. */
export const readinessView = shape('Readiness', {
    status: oneOf('ReadinessStatus', ['ready', 'not_ready', 'shutting_down'])
        .description('State of the process: whether calls may be sent to it.'),
    message,
    database: databaseHealth
});

/** Answer of `/health/check`. */
export const healthView = shape('Health', {
    status: oneOf('HealthStatus', ['up', 'degraded', 'down'])
        .description('State of the service. degraded: ready, but Redis or another service is down.'),
    message,
    version: Joi.string().example('0.1.0').description('Version of the service.'),
    revision: Joi.string().allow('').description('Git commit of the build; empty when it is unknown.'),
    uptimeSeconds: Joi.number().integer().example(86_400).description('Seconds since the process started.'),
    eventLoopDelayMs: eventLoopDelay,
    database: databaseHealth,
    redis: redisHealth,
    upstreams: listOf('UpstreamHealths', upstreamHealth, 10).description('Health of the services that are called.')
});
