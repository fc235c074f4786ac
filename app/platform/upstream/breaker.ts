import type { CircuitBreakerPolicy } from 'cockatiel';
import { CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';
import type { BreakerState } from './upstream-observer.ts';
import { isUpstreamFailure } from './upstream-errors.ts';

/** Failures in a row, each retry counted, after which the breaker of an upstream opens. */
export const breakerFailures = 5;

/** Milliseconds that a breaker stays open before one call tries the upstream again. */
export const breakerOpenMs = 10_000;

const names = new Map<CircuitState, BreakerState>([
    [CircuitState.Closed, 'closed'], [CircuitState.HalfOpen, 'half-open'], [CircuitState.Open, 'open'],
    [CircuitState.Isolated, 'open']
]);

/**
 * A circuit breaker that opens after {@link breakerFailures} failures of the upstream in a row. A correct answer, such
 * as "not found", is no failure.
 * @param changed - Notified of every change of the state.
 */
export function openBreaker(changed: (state: BreakerState) => void): CircuitBreakerPolicy {
    const breaker = circuitBreaker(handleWhen(isUpstreamFailure), {
        breaker: new ConsecutiveBreaker(breakerFailures),
        halfOpenAfter: breakerOpenMs
    });

    breaker.onStateChange((state) => changed(stateName(state)));
    return breaker;
}

/** The state as health and metrics show it. */
export function stateName(state: CircuitState): BreakerState {
    return names.get(state) ?? 'closed';
}
