import type { CacheKey, CachedObject, ClientApi } from '@hapi/catbox';
import { ConsecutiveBreaker, TimeoutStrategy, circuitBreaker, handleAll, timeout, wrap } from 'cockatiel';

/** A cache that needs longer than this is slower than the call it should save. */
const commandTimeoutMs = 250;

/** Commands in a row that fail before the cache is left alone … */
const maxFailures = 2;

/** … for this long. Until then each value is asked from its source at once, without waiting for the cache first. */
const openMs = 1_000;

/**
 * A cache engine that never hangs: each command has a bounded time, and after a few failures none is tried for a while.
 * catbox then does without the cache. A Redis that is frozen rather than gone keeps its connection, so only this notices.
 * @param changed - Told when the engine is left alone (false) and when it is used again (true).
 */
export function guardedEngine<T>(engine: ClientApi<T>, changed: (usable: boolean) => void): ClientApi<T> {
    const breaker = circuitBreaker(handleAll, { breaker: new ConsecutiveBreaker(maxFailures), halfOpenAfter: openMs });
    const policy = wrap(breaker, timeout(commandTimeoutMs, TimeoutStrategy.Aggressive));

    breaker.onBreak(() => changed(false));
    breaker.onReset(() => changed(true));

    return {
        start: () => engine.start(),
        stop: () => engine.stop(),
        isReady: () => engine.isReady(),
        validateSegmentName: (segment: string) => engine.validateSegmentName(segment),
        get: (key: CacheKey): Promise<null | CachedObject<T>> => policy.execute(() => engine.get(key)),
        set: (key: CacheKey, value: T, ttl: number): Promise<void> => policy.execute(() => engine.set(key, value, ttl)),
        drop: (key: CacheKey): Promise<void> => policy.execute(() => engine.drop(key))
    };
}
