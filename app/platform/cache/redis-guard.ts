import {
    BrokenCircuitError, CircuitState, ConsecutiveBreaker, circuitBreaker, timeout, TimeoutStrategy, wrap, type Policy
} from 'cockatiel';

/** Limit on a command: data in Redis only speed up or narrow a call, which goes on without them after this time. */
const commandTimeoutMs = 250;

/** Failures in a row after which the breaker opens, so that a frozen Redis does not slow every call … */
const maxFailures = 2;

/** … for this long; then one command tries Redis again, and the others go on without it meanwhile. */
const openMs = 1_000;

/** Keeps commands to Redis from holding up the calls that send them. */
export type RedisGuard = {
    /**
     * @throws TaskCancelledError when the answer is late, BrokenCircuitError while the breaker is open; otherwise what
     *   `command` throws
     */
    run<T>(command: () => Promise<T>): Promise<T>;
};

/**
 * Opens a guard. A Redis that is frozen rather than gone keeps its connection, so only the time of its answers tells.
 * @param failures - Errors that count as failures.
 * @param changed - Notified when the breaker opens (false) and when Redis is used again (true).
 */
export function openRedisGuard(failures: Policy, changed: (usable: boolean) => void = () => undefined): RedisGuard {
    const breaker = circuitBreaker(failures, { breaker: new ConsecutiveBreaker(maxFailures), halfOpenAfter: openMs });
    // No command listens to the signal, and to abort it after each costs three times as much as all the rest.
    const limit = timeout(commandTimeoutMs, { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false });
    const policy = wrap(breaker, limit);
    breaker.onBreak(() => changed(false));
    breaker.onReset(() => changed(true));

    return {
        run: async (command) => {
            // The library would let it wait for the command that tries Redis.
            if (breaker.state === CircuitState.HalfOpen) {
                throw new BrokenCircuitError();
            }
            return policy.execute(command);
        }
    };
}
