import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { CallContext } from './call-context.ts';
import type { Answer, HttpRequest, HttpClient } from './http-client.ts';
import { openHttpClient } from './http-client.ts';
import type { AnswerReader } from './read-answer.ts';
import { readAnswer, versionOf } from './read-answer.ts';
import { openCallPolicy } from './call-policy.ts';
import { unavailable } from './upstream-errors.ts';
import { baseUrlOf, headersOf, urlOf } from './request-parts.ts';
import type { Origin } from './sourced.ts';
import type { BreakerState, UpstreamName, UpstreamObserver } from './upstream-observer.ts';
import { outcomeOf } from './call-outcome.ts';

/** Options for opening one upstream. */
export type UpstreamClientOptions = {
    readonly upstream: UpstreamName;
    /** Base URL; may carry a path such as `/api/v1` and a trailing slash. */
    readonly url: string;
    /** Time for one call as a whole, its retries included. */
    readonly timeoutMs: number;
    readonly observer: UpstreamObserver;
    readonly clock: { now(): Date };
};

/** One call: its address, its content, and the reader of its answer. */
export type Call<T> = Omit<AnswerReader<T>, 'upstream'> & {
    /** Path below the base URL, each part not yet escaped. */
    readonly path: readonly string[];
    readonly query?: Readonly<Record<string, string>>;
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
    /** The status of a plain GET on the base URL, without the breaker and without retries. */
    probe(signal: AbortSignal): Promise<number>;
    breakerState(): BreakerState;
    /** Ends calls on the wire and waits until nothing runs any more. */
    close(): Promise<void>;
};

/** Opens the connections to one upstream. */
export function openUpstreamClient(options: UpstreamClientOptions): UpstreamClient {
    const { upstream, timeoutMs, observer } = options;
    const baseUrl = baseUrlOf(options.url);
    const http = openHttpClient(upstream, timeoutMs);
    const policy = openCallPolicy(upstream, timeoutMs, observer);

    return {
        upstream,
        baseUrl,
        call: (context, call) => policy.run((signal) =>
            attempt(options, http, requestOf(baseUrl, context, call, signal), call)),
        probe: async (signal) => {
            const { status } = await http.send({ method: 'GET', url: new URL(baseUrl), headers: {}, signal });
            return status;
        },
        breakerState: policy.breakerState,
        close: async () => {
            await policy.close();
            http.close();
        }
    };
}

function requestOf(
    baseUrl: string, context: CallContext, { method, path, query, body }: Call<unknown>, signal: AbortSignal
): HttpRequest {
    const request = { method, url: urlOf(baseUrl, path, query), headers: headersOf(context, body), signal };

    return body === undefined ? request : { ...request, body };
}

/** Makes one request, reads its answer, and times and counts it. */
async function attempt<T>(
    options: UpstreamClientOptions, http: HttpClient, request: HttpRequest, call: Call<T>
): Promise<Origin<T>> {
    const { upstream, observer, clock } = options;
    const startedMs = performance.now();

    try {
        const answer = await send(http, upstream, request);
        const value = readAnswer(answer, { ...call, upstream });
        observer.called(upstream, 'ok', performance.now() - startedMs);
        return { value, version: versionOf(answer), fetchedAt: clock.now().toISOString() };
    } catch (error) {
        observer.called(upstream, outcomeOf(error), performance.now() - startedMs);
        throw error;
    }
}

async function send(http: HttpClient, upstream: UpstreamName, request: HttpRequest): Promise<Answer> {
    try {
        return await http.send(request);
    } catch (error) {
        if (error instanceof DomainError) {
            throw error;
        }
        throw unavailable(upstream, request.signal.aborted ? 'timeout' : 'connection', { cause: bare(error) });
    }
}

/** Copy of an error with only what can be logged: got attaches the whole request, the caller's token included. */
function bare(error: unknown): Error {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
    return new Error(`${code}: ${error instanceof Error ? error.message : String(error)}`);
}
