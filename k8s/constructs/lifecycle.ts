import { k8s } from 'cdk8s-plus-27';
import { maxDatabaseAnswerMs } from '../../app/platform/health/probe-limits.ts';

/** Seconds between two readiness probes. */
const readinessPeriodSeconds = 5;

/**
 * Timeout of a readiness probe in seconds: a second longer than the service itself waits for PostgreSQL, so that it can
 * say why.
 */
const readinessTimeoutSeconds = Math.ceil(maxDatabaseAnswerMs / 1_000) + 1;

/**
 * Steps by which a process of ours ends. On SIGTERM readiness turns 503 and stays so for `drainMs`, longer than one
 * probe period, so that every prober has seen it; answers are held back for at most `holdMs` while the last connections
 * are taken; those have `lingerMs` to bring their request; requests under way have `timeoutMs`. Together 6 + 1 + 1 + 10
 * = 18 s, which leaves 12 of the 30 s of grace for closing connections and for a busy node. Hold and linger are
 * constants of app/platform/http/quiet-close.ts; a test reads them there and does this sum.
 */
export const shutdown = {
    readinessPeriodSeconds,
    drainMs: 6_000,
    holdMs: 1_000,
    lingerMs: 1_000,
    timeoutMs: 10_000,
    graceSeconds: 30
} as const;

/**
 * Probes of the API and of the worker, which serve the same paths. Startup: has the process started (up to a minute)?
 * Liveness: does its event loop run (else it is restarted after half a minute)? Readiness: may it be given work (else
 * it gets none after ten seconds, without a restart)? Readiness waits for PostgreSQL and for the migrations of this
 * very build.
 */
export const serviceProbes = {
    startupProbe: { httpGet: httpGet('/health/liveness'), periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 30 },
    livenessProbe: { httpGet: httpGet('/health/liveness'), periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 3 },
    readinessProbe: {
        httpGet: httpGet('/health/readiness'),
        periodSeconds: readinessPeriodSeconds,
        timeoutSeconds: readinessTimeoutSeconds,
        failureThreshold: 2
    }
} as const satisfies Pick<k8s.Container, 'startupProbe' | 'livenessProbe' | 'readinessProbe'>;

/** A GET on the container's port `http`. */
export function httpGet(path: string): k8s.HttpGetAction {
    return { path, port: k8s.IntOrString.fromString('http'), scheme: 'HTTP' };
}
