import { BrokenCircuitError } from 'cockatiel';
import { DomainError } from '../errors/domain-error.ts';
import type { CallContext } from './call-context.ts';
import type { Answer } from './http-client.ts';
import { openHttpClient } from './http-client.ts';
import type { AnswerReader } from './read-answer.ts';
import { readAnswer, versionOf } from './read-answer.ts';
import { BREAKER_OPEN_MS, openBreaker, stateName } from './breaker.ts';
import { withRetries } from './retry.ts';
import { unavailable } from './upstream-errors.ts';
import { baseUrlOf, headersOf, urlOf } from './request-parts.ts';
import type { Origin } from './sourced.ts';
import type { BreakerState, UpstreamName, UpstreamObserver } from './upstream-observer.ts';
import { outcomeOf } from './call-outcome.ts';

/** What one upstream is opened with. */
export type UpstreamClientOptions = {
    readonly upstream: UpstreamName;
    /** Where it is; may carry a path such as `/api/v1` and a trailing slash. */
    readonly url: string;
    /** Time for one call as a whole, its retries included. */
    readonly timeoutMs: number;
    readonly observer: UpstreamObserver;
    readonly clock: { now(): Date };
};

/** One call: where to, with what, and how to read what comes back. */
export type Call<T> = Omit<AnswerReader<T>, 'upstream'> & {
    /** Path below the base URL, each part as it is: it is escaped here. */
    readonly path: readonly string[];
    /** JSON as text. */
    readonly body?: string;
};

/** One upstream, called with deadline, retries and circuit breaker. Every call made here is idempotent. */
export type UpstreamClient = {
    readonly upstream: UpstreamName;
    /** The base URL without a trailing slash. */
    readonly baseUrl: string;
    /** @throws DomainError as {@link readAnswer}, and `UPSTREAM_UNAVAILABLE` when there was no answer in time */
    call<T>(context: CallContext, call: Call<T>): Promise<Origin<T>>;
    /** The status of a plain GET on the base URL, past the breaker and without retries. */
    probe(signal: AbortSignal): Promise<number>;
    breakerState(): BreakerState;
    /** Ends what is on the wire and waits until nothing runs any more. */
    close(): Promise<void>;
};

/** Opens the connections to one upstream. */
export function openUpstreamClient({ upstream, url, timeoutMs, observer, clock }: UpstreamClientOptions): UpstreamClient {
    const baseUrl = baseUrlOf(url);
    const http = openHttpClient(upstream, timeoutMs);
    const breaker = openBreaker((state) => observer.breaker(upstream, state));
    const running = new Set<Promise<unknown>>();
    const closing = new AbortController();

    const attempt = async <T>(context: CallContext, call: Call<T>, signal: AbortSignal): Promise<Origin<T>> => {
        const startedMs = performance.now();
        try {
            const answer = await exchange(call, context, signal);
            const value = readAnswer(answer, { ...call, upstream });
            observer.called(upstream, 'ok', performance.now() - startedMs);
            return { value, version: versionOf(answer), fetchedAt: clock.now().toISOString() };
        } catch (error) {
            observer.called(upstream, outcomeOf(error), performance.now() - startedMs);
            throw error;
        }
    };

    const exchange = async <T>({ method, path, body }: Call<T>, context: CallContext, signal: AbortSignal): Promise<Answer> => {
        try {
            return await http.send({ method, url: urlOf(baseUrl, path), headers: headersOf(context, body), signal, ...(body === undefined ? {} : { body }) });
        } catch (error) {
            throw error instanceof DomainError ? error : unavailable(upstream, signal.aborted ? 'timeout' : 'connection', { cause: error });
        }
    };

    const guarded = async <T>(context: CallContext, call: Call<T>, signal: AbortSignal): Promise<Origin<T>> => {
        try {
            return await breaker.execute(() => attempt(context, call, signal));
        } catch (error) {
            if (error instanceof BrokenCircuitError) {
                observer.called(upstream, 'breaker_open', 0);
                throw unavailable(upstream, 'breaker_open', { cause: error, retryAfterSeconds: BREAKER_OPEN_MS / 1_000 });
            }
            throw error;
        }
    };

    const withinDeadline = async <T>(context: CallContext, call: Call<T>): Promise<Origin<T>> => {
        const deadline = new AbortController();
        const timer = setTimeout(() => deadline.abort(), timeoutMs);
        const stop = () => deadline.abort();
        closing.signal.addEventListener('abort', stop, { once: true });
        try {
            const work = withRetries(() => guarded(context, call, deadline.signal), deadline.signal);
            return await Promise.race([work, failureAt(deadline.signal, upstream)]);
        } finally {
            clearTimeout(timer);
            closing.signal.removeEventListener('abort', stop);
        }
    };

    return {
        upstream,
        baseUrl,
        call: (context, call) => {
            const work = closing.signal.aborted ? Promise.reject(unavailable(upstream, 'connection')) : withinDeadline(context, call);
            running.add(work);
            return work.finally(() => running.delete(work));
        },
        probe: async (signal) => {
            const { status } = await http.send({ method: 'GET', url: new URL(baseUrl), headers: {}, signal });
            return status;
        },
        breakerState: () => stateName(breaker.state),
        close: async () => {
            closing.abort();
            http.close();
            await Promise.allSettled(running);
        }
    };
}

/** Fails at the deadline, also while a call waits for another one that tests a half-open breaker. */
function failureAt(signal: AbortSignal, upstream: UpstreamName): Promise<never> {
    return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(unavailable(upstream, 'timeout')), { once: true });
    });
}
