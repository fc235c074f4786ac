import type { Client } from '@hapi/catbox';
import { cacheKey } from '../cache/cache-key.ts';
import { createReadThrough } from '../cache/read-through.ts';
import { unlessAborted } from '../../foundation/clock/within.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { CallContext } from './call-context.ts';
import type { Origin, Sourced } from './sourced.ts';
import type { Call, UpstreamClient } from './upstream-client.ts';
import type { UpstreamLog, UpstreamObserver } from './upstream-observer.ts';
import { isUpstreamFailure } from './upstream-errors.ts';

/** Options that the cached calls of every upstream share. */
export type CachedCallOptions = {
    readonly cache: Client<string>;
    /** Tells how old an answer is. */
    readonly clock: { now(): Date };
    readonly timeoutMs: number;
    readonly freshSeconds: number;
    readonly staleSeconds: number;
    readonly observer: UpstreamObserver;
    readonly log: UpstreamLog;
};

/** One kind of call, its answers cached per organisation and inputs. */
export type CachedCall<T> =
    (context: CallContext, inputs: readonly (string | boolean)[], call: Call<T>) => Promise<Sourced<T>>;

/**
 * Puts the cache in front of one kind of call. Users of one organisation share answers, organisations never do.
 * While the upstream fails, a stale answer stands in; a correct answer (not found, refused) always counts.
 * @param segment - Kind of answer, with a version that changes when its type does.
 */
export function cachedCall<T>(client: UpstreamClient, segment: string, options: CachedCallOptions): CachedCall<T> {
    const { observer, log, clock } = options;
    const readThrough = createReadThrough<Origin<T>>({
        cache: options.cache,
        segment,
        freshMs: options.freshSeconds * 1_000,
        staleMs: options.staleSeconds * 1_000,
        askTimeoutMs: options.timeoutMs,
        staleMayStandIn: isUpstreamFailure,
        isGone
    });

    return async (context, inputs, call) => {
        const key = cacheKey([client.baseUrl, context.organisationId, ...inputs]);
        const ask = () => client.call(context, call);
        const { freshness } = context;
        const { value: origin, from, failure } = await untilTimeIsUp(context, () => (freshness === undefined
            ? readThrough.get(key, ask)
            : readThrough.refresh(key, ask, {
                standIn: freshness.standIn,
                ...(freshness.maxAgeMs === 0 ? {} : {
                    isFresh: ({ fetchedAt }) => isWithin(freshness.maxAgeMs, fetchedAt, clock.now())
                })
            })));

        observer.cache(client.upstream, from);
        if (failure !== undefined) {
            const { upstream } = client;
            log.warn({ upstream, requestId: context.requestId, err: failure },
                'A stale answer stands in for an upstream that fails');
        }
        return { ...origin, stale: from === 'stale' };
    };
}

/** Tells whether an answer is young enough. One of the future, by the clock of another replica, is not. */
function isWithin(maxAgeMs: number, fetchedAt: string, now: Date): boolean {
    const ageMs = now.getTime() - Date.parse(fetchedAt);
    return ageMs >= 0 && ageMs <= maxAgeMs;
}

/**
 * The result of a wait, or the reason of the request's signal once that is aborted. Meanwhile another request of the
 * organisation may work.
 */
export function untilTimeIsUp<T>({ signal, apart }: CallContext, wait: () => Promise<T>): Promise<T> {
    const limited = () => (signal === undefined ? wait() : unlessAborted(signal, wait));
    return apart === undefined ? limited() : apart(limited);
}

function isGone(error: unknown): boolean {
    return error instanceof DomainError && error.code.endsWith('_NOT_FOUND');
}
