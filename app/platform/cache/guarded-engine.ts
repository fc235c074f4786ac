import type { CacheKey, CachedObject, ClientApi } from '@hapi/catbox';
import { handleAll } from 'cockatiel';
import { openRedisGuard } from './redis-guard.ts';

/**
 * A cache engine that never hangs: each command has a time limit, and after a few failures no command is tried for a
 * while. Catbox then bypasses the cache.
 * @param changed - Notified when the engine is bypassed (false) and when it is used again (true).
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
