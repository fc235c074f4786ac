import type { CacheKey, CachedObject, ClientApi } from '@hapi/catbox';
import { handleAll } from 'cockatiel';
import { openRedisGuard } from './redis-guard.ts';

/**
 * A cache engine that never hangs: each command has a bounded time, and after a few failures none is tried for a while.
 * catbox then does without the cache.
 * @param changed - Told when the engine is left alone (false) and when it is used again (true).
 */
export function guardedEngine<T>(engine: ClientApi<T>, changed: (usable: boolean) => void): ClientApi<T> {
    const { run } = openRedisGuard(handleAll, changed);

    return {
        start: () => engine.start(),
        stop: () => engine.stop(),
        isReady: () => engine.isReady(),
        validateSegmentName: (segment: string) => engine.validateSegmentName(segment),
        get: (key: CacheKey): Promise<null | CachedObject<T>> => run(() => engine.get(key)),
        set: (key: CacheKey, value: T, ttl: number): Promise<void> => run(() => engine.set(key, value, ttl)),
        drop: (key: CacheKey): Promise<void> => run(() => engine.drop(key))
    };
}
