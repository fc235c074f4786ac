/**
 * The CRM's services that this one calls, quotes-service where its address is set, and the bank whose exchange rates it
 * reads. The name is used in errors, health, logs and metrics.
 */
export type UpstreamName = 'contacts-service' | 'products-service' | 'services-service' | 'quotes-service' | 'nbp';

/** State of a circuit breaker; `open` means that calls are refused without being sent. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/**
 * Outcome of one HTTP request with an upstream; `breaker_open` was not sent at all, and `no_route` was sent again below
 * the other base path.
 */
export type UpstreamOutcome =
    | 'ok' | 'no_route' | 'not_found' | 'rejected' | 'misconfigured' | 'contract_broken'
    | 'timeout' | 'connection' | 'server_error' | 'busy' | 'breaker_open';

/** Source of a value that was asked for. */
export type CacheOutcome = 'hit' | 'stale' | 'miss';

/** Observer that is notified of every call, so that callers need not know the metrics. Its functions must not throw. */
export type UpstreamObserver = {
    /** One HTTP request, each retry by itself. */
    called(upstream: UpstreamName, outcome: UpstreamOutcome, durationMs: number): void;
    /** The state at the start, and each change of it. */
    breaker(upstream: UpstreamName, state: BreakerState): void;
    cache(upstream: UpstreamName, outcome: CacheOutcome): void;
};

/** Observes nothing. */
export const noObserver: UpstreamObserver = {
    called: () => undefined, breaker: () => undefined, cache: () => undefined
};

/** The part of a pino logger that is used here. */
export type UpstreamLog = { warn(fields: object, message: string): void };

/** Logs nothing. */
export const noLog: UpstreamLog = { warn: () => undefined };
