import { BrokenCircuitError, CircuitState, ConsecutiveBreaker, circuitBreaker, timeout, TimeoutStrategy, wrap, type Policy } from 'cockatiel';

/** What is kept in Redis only speeds up or narrows a call, which goes on without it after this time. */
const commandTimeoutMs = 250;

/** Failures in a row after which Redis is left alone, so that one that is frozen does not slow every call … */
const maxFailures = 2;

/** … for this long; then one command tries it again, and the others go on without it meanwhile. */
const openMs = 1_000;

/** Keeps commands to Redis from holding up the calls that send them. */
export type RedisGuard = {
    /**
     * @throws TaskCancelledError when the answer is late, BrokenCircuitError while Redis is left alone; otherwise what `command` throws
     */
    run<T>(command: () => Promise<T>): Promise<T>;
};

/**
 * Opens a guard. A Redis that is frozen rather than gone keeps its connection, so only the time of its answers tells.
 * @param failures - Which errors count as failures.
 * @param changed - Told when Redis is left alone (false) and when it is used again (true).
 */
export function openRedisGuard(failures: Policy, changed: (usable: boolean) => void = () => undefined): RedisGuard {
    const breaker = circuitBreaker(failures, { breaker: new ConsecutiveBreaker(maxFailures), halfOpenAfter: openMs });
    // No command listens to the signal, and to abort it after each costs three times as much as all the rest.
    const policy = wrap(breaker, timeout(commandTimeoutMs, { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false }));
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
