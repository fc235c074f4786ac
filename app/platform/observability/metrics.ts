import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { UpstreamObserver } from '../upstream/upstream-observer.ts';
import { observeProcess } from './process-metrics.ts';
import { upstreamMetrics } from '../upstream/upstream-metrics.ts';

/** One answered request; `route` is the template, never the path as it came. */
export type AnsweredRequest = {
    readonly method: string; readonly route: string; readonly status: number; readonly seconds: number
};

/** The connections of a database pool, as node-postgres counts them. */
export type PoolUse = { readonly totalCount: number; readonly idleCount: number; readonly waitingCount: number };

/** Requests of all organisations that are at work, and that wait because their organisation has too many there. */
export type PlaceUse = { atWork(): number; waiting(): number };

/** Reason that a token was refused; few and fixed, because each is a label. */
export type AuthFailure = 'missing' | 'malformed' | 'signature' | 'expired' | 'claims' | 'revoked'
    | 'keys_unavailable' | 'sessions_unavailable' | 'scope' | 'untrusted_call';

/**
 * Fate of a token while the list of ended sessions cannot be read. remembered: as the list said a moment ago · open:
 * let in, nothing is known of it · closed: refused for that.
 */
export type RevocationUnchecked = 'remembered' | 'open' | 'closed';

/** A report whose answers are kept. */
export type ReportName = 'statistics' | 'overdue' | 'vat_report';

/**
 * Source of a report's answer. hit: kept before · miss: made, because it was not kept or the organisation changed since
 * · unavailable: made, because the cache does not answer.
 */
export type ReportCacheOutcome = 'hit' | 'miss' | 'unavailable';

/** Counters of the service. Every label has a bounded set of values. */
export type Metrics = {
    readonly registry: Registry;
    readonly upstream: UpstreamObserver;
    requestStarted(): void;
    requestFinished(request: AnsweredRequest): void;
    invoiceIssued(): void;
    trustedNetworkCall(): void;
    authFailed(reason: AuthFailure): void;
    /** Counts a list of ended sessions that could not be read. */
    revocationUnchecked(outcome: RevocationUnchecked): void;
    reportRead(report: ReportName, outcome: ReportCacheOutcome): void;
    /** Counts a call that a rate limit refused. */
    rateLimited(costClass: string): void;
    /** Counts a call that this process counted alone, because Redis did not answer. */
    rateLimitUnshared(): void;
    /** Counts a call that found no place at work in time. */
    placeRefused(): void;
    observePool(pool: PoolUse): void;
    observePlaces(places: PlaceUse): void;
};

/** Upper bounds in seconds: fine below 100 ms, where answers should be; the last is the gateway's own limit. */
const durationBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Build that runs, as health and metrics show it. */
export type Build = { readonly version: string; readonly revision: string };

/** Opens a registry of its own, so that tests and servers in one process don't share counters. */
export function openMetrics({ version, revision }: Build): Metrics {
    const registry = new Registry();
    const registers = [registry];
    const duration = new Histogram({
        name: 'http_request_duration_seconds', help: 'Time from receiving a request to its answer',
        labelNames: ['method', 'route', 'status'], buckets: durationBuckets, registers
    });
    const inFlight = new Gauge({
        name: 'http_requests_in_flight', help: 'Requests received and not yet answered', registers
    });
    const issued = new Counter({ name: 'invoices_issued_total', help: 'Invoices that were given a number', registers });
    const trusted = new Counter({
        name: 'trusted_network_calls_total', help: 'Calls let in without a token from TRUSTED_NETWORKS', registers
    });
    const refused = new Counter({
        name: 'auth_failures_total', help: 'Calls refused for their token', labelNames: ['reason'], registers
    });
    const unchecked = new Counter({
        name: 'revocation_unchecked_total',
        help: 'Calls with a token while the list of ended sessions could not be read', labelNames: ['outcome'],
        registers
    });
    const reports = new Counter({
        name: 'report_cache_total', help: 'Reports answered, by where the answer came from',
        labelNames: ['report', 'outcome'], registers
    });
    const limited = new Counter({
        name: 'rate_limited_total', help: 'Calls refused by a rate limit', labelNames: ['class'], registers
    });
    const unshared = new Counter({
        name: 'rate_limit_unshared_total',
        help: 'Calls that this process counted alone, because Redis did not answer', registers
    });
    const placeless = new Counter({
        name: 'organisation_requests_refused_total',
        help: 'Calls refused because their organisation has too many at work', registers
    });
    new Gauge({
        name: 'build_info', help: 'Always 1; the build is in the labels',
        labelNames: ['version', 'revision', 'node'], registers
    })
        .set({ version, revision, node: process.version }, 1);
    observeProcess(registry);

    return {
        registry,
        upstream: upstreamMetrics(registry),
        requestStarted: () => inFlight.inc(),
        requestFinished: ({ method, route, status, seconds }) => {
            inFlight.dec();
            duration.observe({ method, route, status: String(status) }, seconds);
        },
        invoiceIssued: () => issued.inc(),
        trustedNetworkCall: () => trusted.inc(),
        authFailed: (reason) => refused.inc({ reason }),
        revocationUnchecked: (outcome) => unchecked.inc({ outcome }),
        reportRead: (report, outcome) => reports.inc({ report, outcome }),
        rateLimited: (costClass) => limited.inc({ class: costClass }),
        rateLimitUnshared: () => unshared.inc(),
        placeRefused: () => placeless.inc(),
        observePool: (pool) => observePool(registry, pool),
        observePlaces: (places) => observePlaces(registry, places)
    };
}

function observePlaces(registry: Registry, places: PlaceUse): void {
    new Gauge({
        name: 'organisation_requests', help: 'Requests at work, and those that wait for others of their organisation',
        labelNames: ['state'], registers: [registry],
        collect() {
            this.set({ state: 'at_work' }, places.atWork());
            this.set({ state: 'waiting' }, places.waiting());
        }
    });
}

function observePool(registry: Registry, pool: PoolUse): void {
    new Gauge({
        name: 'database_pool_connections', help: 'Connections of the database pool, and calls waiting for one',
        labelNames: ['state'], registers: [registry],
        collect() {
            this.set({ state: 'idle' }, pool.idleCount);
            this.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
            this.set({ state: 'waiting' }, pool.waitingCount);
        }
    });
}
