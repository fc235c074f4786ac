import { DomainError } from '../../foundation/errors/domain-error.ts';
import { usualBasePath } from './base-path.ts';
import type { UpstreamClient } from './upstream-client.ts';
import type { BreakerState } from './upstream-observer.ts';

/** An upstream's state as the health check shows it. */
export type UpstreamHealth = {
    readonly name: string;
    readonly status: 'up' | 'down';
    readonly latencyMs: number;
    readonly breaker: BreakerState;
    /** Number of organisations whose calls are refused for the moment, because only their records failed. */
    readonly refusedOrganisations?: number;
    /** Path below which it answers, where its URL has none and calls found it out: `/api/v1`. */
    readonly basePath?: string;
    /** Reason that it counts as down. */
    readonly detail?: string;
};

/** Reason of a service that answers, but has none of our routes. */
const wrongPath = `knows no route of ours, neither at its root nor below ${usualBasePath}: check its URL`;

/** Limit on one probe, so that a health check answers within the timeout of the probe that asked for it. */
const probeTimeoutMs = 1_000;

/**
 * Asks an upstream for its base address. Any answer counts as up, also a 404: the deployed services have nothing there.
 * An upstream whose last call found no route below any base path counts as down: all calls fail until its URL is right.
 * It never fails, and its result has no URL, which may hold a secret.
 */
export async function probe(client: UpstreamClient): Promise<UpstreamHealth> {
    const startedMs = performance.now();
    const timeUp = AbortSignal.timeout(probeTimeoutMs);
    const answered = await client.probe(timeUp).then(detailOfStatus, (error: unknown) => detailOf(error, timeUp));
    const finding = client.pathFinding();
    const refusedOrganisations = client.refusedOrganisations();
    const detail = answered ?? (finding === 'neither' ? wrongPath : undefined);

    return {
        name: client.upstream,
        status: detail === undefined ? 'up' : 'down',
        latencyMs: Math.round(performance.now() - startedMs),
        breaker: client.breakerState(),
        ...(refusedOrganisations === 0 ? {} : { refusedOrganisations }),
        ...(finding === usualBasePath ? { basePath: finding } : {}),
        ...(detail === undefined ? {} : { detail })
    };
}

/** Fault behind a status that a proxy answers for an upstream that is down. */
function detailOfStatus(status: number): string | undefined {
    return [502, 503, 504].includes(status) ? `answers ${status}` : undefined;
}

function detailOf(error: unknown, signal: AbortSignal): string | undefined {
    if (signal.aborted) {
        return `no answer within ${probeTimeoutMs} ms`;
    }
    if (error instanceof DomainError) {
        return undefined;   // It answered, but the body was too large.
    }
    return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'no answer';
}
