import type { CircuitBreakerPolicy } from 'cockatiel';
import { CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';
import type { BreakerState } from './upstream-observer.ts';
import { isUpstreamFailure } from './upstream-errors.ts';

/** Failures in a row, each retry counted, after which an upstream is left alone. */
export const breakerFailures = 5;

/** How long an upstream is left alone before one call tries it again. */
export const breakerOpenMs = 10_000;

const names = new Map<CircuitState, BreakerState>([
    [CircuitState.Closed, 'closed'], [CircuitState.HalfOpen, 'half-open'], [CircuitState.Open, 'open'], [CircuitState.Isolated, 'open']
]);

/**
 * A circuit breaker that opens after {@link breakerFailures} failures of the upstream in a row. What the upstream rightly answers,
 * such as "not found", is no failure.
 * @param changed - Told of every change of the state.
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
