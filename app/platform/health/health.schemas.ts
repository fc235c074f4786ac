import Joi from 'joi';
import { listOf, oneOf, shape } from '../../foundation/schema/shape.ts';

const latencyMs = Joi.number().min(0).description('Milliseconds').example(1.4);

const databaseHealth = shape('DatabaseHealth', {
    status: oneOf('DatabaseStatus', ['up', 'down', 'behind']).description('`behind`: a migration that this build needs is not applied'),
    latencyMs
}, { detail: Joi.string() });

const redisHealth = shape('RedisHealth', { status: oneOf('RedisStatus', ['up', 'down', 'not_configured']) }, { latencyMs });

const upstreamHealth = shape('UpstreamHealth', {
    name: Joi.string().example('contacts-service'),
    status: oneOf('UpstreamStatus', ['up', 'down']),
    latencyMs,
    breaker: Joi.string().description('Circuit breaker: closed, half-open or open').example('closed')
}, { detail: Joi.string() });

/** Answer of `/health/liveness`. */
export const livenessView = shape('Liveness', {
    status: oneOf('LivenessStatus', ['up', 'down']),
    eventLoopDelayMs: Joi.number().description('Mean delay of the event loop, milliseconds').example(0.3)
});

/** Answer of `/health/readiness`. */
export const readinessView = shape('Readiness', {
    status: oneOf('ReadinessStatus', ['ready', 'not_ready', 'shutting_down']),
    database: databaseHealth
});

/** Answer of `/health/check`. */
export const healthView = shape('Health', {
    status: oneOf('HealthStatus', ['up', 'degraded', 'down']).description('`degraded`: ready, but Redis or another service is down'),
    version: Joi.string().example('0.1.0'),
    revision: Joi.string().allow('').description('Git commit of the build; empty when it was not told'),
    uptimeSeconds: Joi.number().integer().example(86_400),
    eventLoopDelayMs: Joi.number().example(0.3),
    database: databaseHealth,
    redis: redisHealth,
    upstreams: listOf('UpstreamHealths', upstreamHealth, 10)
});
