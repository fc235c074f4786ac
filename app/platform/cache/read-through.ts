import type { Client, DecoratedPolicyOptions } from '@hapi/catbox';
import { Policy } from '@hapi/catbox';
import { decodeWithDecimals, encodeWithDecimals } from './decimal-json.ts';

/** Times that values are kept, and rules for when they can't be had. */
export type ReadThroughOptions = {
    readonly cache: Client<string>;
    /** Kind of value, part of the key. It carries a version that changes when the value's shape does. */
    readonly segment: string;
    /** Maximum age of a value that is used without asking. */
    readonly freshMs: number;
    /** Time after that in which it may still be used, while it is asked for again. */
    readonly staleMs: number;
    /** Maximum time that asking takes; asking enforces it itself. */
    readonly askTimeoutMs: number;
    /** True when a stale value may stand in for this failure to refresh it. */
    readonly staleMayStandIn: (error: unknown) => boolean;
    /** True when this failure says that the value no longer exists, so that it is dropped. */
    readonly isGone: (error: unknown) => boolean;
};

/** A value with its origin, and the failure to refresh a stale one, if it is known by now. */
export type ReadResult<T> = { readonly value: T; readonly from: 'hit' | 'stale' | 'miss'; readonly failure?: unknown };

/** A cache in front of something that is slow or may fail. */
export type ReadThrough<T> = {
    /**
     * The cached value, or the answer of `ask`. Calls at the same time for the same key ask once. A cache that fails is
     * bypassed.
     * @param key - From `cacheKey`.
     * @throws what `ask` throws, when no cached value may stand in
     */
    get(key: string, ask: () => Promise<T>): Promise<ReadResult<T>>;
    /**
     * Asks although the cache has a value, unless that is fresh enough, and keeps the answer. Another cached value
     * stands in only where a stale one may.
     */
    refresh(key: string, ask: () => Promise<T>, wanted: Wanted<T>): Promise<ReadResult<T>>;
};

/** Cached values that do for one reading. */
export type Wanted<T> = {
    /** True for a value that is used without asking; absent: none is. */
    readonly isFresh?: (value: T) => boolean;
    /** True when a cached value may stand in for a failure. */
    readonly standIn: boolean;
};

/** Time that a stale value waits for its refresh, which mostly is there by then. */
const staleWaitMs = 100;

/** Time for the cache's own commands, on top of asking. */
const slackMs = 2_000;

/** Puts a cache in front of `ask`: see {@link ReadThrough}. */
export function createReadThrough<T>(options: ReadThroughOptions): ReadThrough<T> {
    // catbox hands the key object back when it needs the value, so the way to ask travels beside it.
    const asks = new WeakMap<object, () => Promise<T>>();
    const policy = new Policy<string, DecoratedPolicyOptions<string>>({
        ...policyOptions(options),
        generateFunc: async (id, flags) => {
            const ask = typeof id === 'object' ? asks.get(id) : undefined;
            if (ask === undefined) {
                throw new Error('A value is only read through `get`');
            }
            try {
                return encodeWithDecimals(await ask());
            } catch (error) {
                if (options.isGone(error)) {
                    flags.ttl = 0;
                }
                throw error;
            }
        }
    }, options.cache, options.segment);

    const get: ReadThrough<T>['get'] = async (id, ask) => {
        const key = { id };
        asks.set(key, ask);

        const { value: text, cached, report }: Decorated = await policy.get(key);
        if (cached !== null && report.error !== undefined && !options.staleMayStandIn(report.error)) {
            throw report.error;
        }

        const value = decoded<T>(text);
        if (value === undefined) {
            await policy.drop(id).catch(() => undefined);
            return { value: await ask(), from: 'miss' };
        }
        return cached === null
            ? { value, from: 'miss' }
            : { value, from: cached.isStale
                ? 'stale' : 'hit', ...(report.error === undefined ? {} : { failure: report.error }) };
    };

    const peek = async (id: string): Promise<T | undefined> => {
        const kept = await options.cache.get({ segment: options.segment, id }).catch(() => null);
        return kept === null ? undefined : decoded<T>(kept.item);
    };

    return {
        get,
        refresh: async (id, ask, { isFresh, standIn }) => {
            const known = isFresh && await peek(id);
            if (known !== undefined && isFresh?.(known) === true) {
                return { value: known, from: 'hit' };
            }
            try {
                const value = await ask();
                await policy.set(id, encodeWithDecimals(value), 0).catch(() => undefined);
                return { value, from: 'miss' };
            } catch (error) {
                if (!standIn || !options.staleMayStandIn(error)) {
                    await (options.isGone(error) ? policy.drop(id).catch(() => undefined) : undefined);
                    throw error;
                }
                const cached = await get(id, async () => { throw error; });
                return { ...cached, from: 'stale', failure: error };
            }
        }
    };
}

/** Answer of catbox; its own type leaves out that a value which was just asked for has no `cached`. */
type Decorated = {
    readonly value: string;
    readonly cached: { readonly isStale: boolean } | null;
    readonly report: { readonly error?: Error | undefined };
};

function policyOptions({ freshMs, staleMs, askTimeoutMs }: ReadThroughOptions): DecoratedPolicyOptions<string> {
    const fresh = Math.max(Math.round(freshMs), 1);
    const stale = Math.round(staleMs);

    return {
        expiresIn: fresh + Math.max(stale, 0),
        // catbox wants the wait to be shorter than the time in which a value is stale.
        ...(stale > 1 ? { staleIn: fresh, staleTimeout: Math.min(staleWaitMs, stale - 1) } : {}),
        // Asking has its own limit, and its own error says more than catbox's.
        generateTimeout: false,
        // After a stale value was served, no other call asks while the refresh is under way.
        pendingGenerateTimeout: askTimeoutMs + slackMs,
        generateOnReadError: true,
        generateIgnoreWriteError: true,
        dropOnError: false,
        getDecoratedValue: true
    };
}

/**
 * Decodes a text; undefined when this code did not write it, which only happens when another program writes to the same
 * Redis.
 */
function decoded<T>(text: string): T | undefined {
    try {
        // The segment's version vouches for the shape: only `encodeWithDecimals` of a T is ever stored there.
        return decodeWithDecimals(text) as T;
    } catch {
        return undefined;
    }
}
