import { BrokenCircuitError } from 'cockatiel';
import { DomainError } from '../errors/domain-error.ts';
import type { CallContext } from './call-context.ts';
import type { Answer, HttpClient } from './http-client.ts';
import { openHttpClient } from './http-client.ts';
import type { AnswerReader } from './read-answer.ts';
import { readAnswer, versionOf } from './read-answer.ts';
import { BREAKER_OPEN_MS, openBreaker, stateName } from './breaker.ts';
import { createDeadlines } from './deadline.ts';
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
export function openUpstreamClient(options: UpstreamClientOptions): UpstreamClient {
    const { upstream, timeoutMs, observer } = options;
    const baseUrl = baseUrlOf(options.url);
    const http = openHttpClient(upstream, timeoutMs);
    const breaker = openBreaker((state) => observer.breaker(upstream, state));
    observer.breaker(upstream, stateName(breaker.state));
    const deadlines = createDeadlines(timeoutMs, () => unavailable(upstream, 'timeout'));

    const guarded = async <T>(context: CallContext, call: Call<T>, signal: AbortSignal): Promise<Origin<T>> => {
        try {
            return await breaker.execute(() => attempt(options, () => exchange(http, upstream, baseUrl, context, call, signal), call));
        } catch (error) {
            if (error instanceof BrokenCircuitError) {
                observer.called(upstream, 'breaker_open', 0);
                throw unavailable(upstream, 'breaker_open', { cause: error, retryAfterSeconds: BREAKER_OPEN_MS / 1_000 });
            }
            throw error;
        }
    };

    return {
        upstream,
        baseUrl,
        call: (context, call) => deadlines.run((signal) => withRetries(() => guarded(context, call, signal), signal)),
        probe: async (signal) => {
            const { status } = await http.send({ method: 'GET', url: new URL(baseUrl), headers: {}, signal });
            return status;
        },
        breakerState: () => stateName(breaker.state),
        close: async () => {
            await deadlines.close();
            http.close();
        }
    };
}

/** One exchange, read, timed and counted. */
async function attempt<T>({ upstream, observer, clock }: UpstreamClientOptions, send: () => Promise<Answer>, call: Call<T>): Promise<Origin<T>> {
    const startedMs = performance.now();
    const passedMs = () => performance.now() - startedMs;

    try {
        const answer = await send();
        const value = readAnswer(answer, { ...call, upstream });
        observer.called(upstream, 'ok', passedMs());
        return { value, version: versionOf(answer), fetchedAt: clock.now().toISOString() };
    } catch (error) {
        observer.called(upstream, outcomeOf(error), passedMs());
        throw error;
    }
}

async function exchange<T>(
    http: HttpClient, upstream: UpstreamName, baseUrl: string, context: CallContext, { method, path, body }: Call<T>, signal: AbortSignal
): Promise<Answer> {
    const headers = headersOf(context, body);

    try {
        return await http.send({ method, url: urlOf(baseUrl, path), headers, signal, ...(body === undefined ? {} : { body }) });
    } catch (error) {
        throw error instanceof DomainError ? error : unavailable(upstream, signal.aborted ? 'timeout' : 'connection', { cause: bare(error) });
    }
}

/** got hangs the whole request on its errors, the caller's token included; only what can be logged is kept. */
function bare(error: unknown): Error {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
    return new Error(`${code}: ${error instanceof Error ? error.message : String(error)}`);
}
