import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { CallContext } from './call-context.ts';
import type { Answer, HttpRequest, HttpClient } from './http-client.ts';
import { openHttpClient } from './http-client.ts';
import type { AnswerReader } from './read-answer.ts';
import { readAnswer, versionOf } from './read-answer.ts';
import type { Asked } from './breaker.ts';
import { openCallPolicy } from './call-policy.ts';
import { unavailable } from './upstream-errors.ts';
import { openBasePath, type BasePath, type PathFinding } from './base-path.ts';
import { baseUrlOf, headersOf, urlOf } from './request-parts.ts';
import type { Origin } from './sourced.ts';
import type { BreakerState, UpstreamName, UpstreamObserver, UpstreamOutcome } from './upstream-observer.ts';
import { outcomeOf } from './call-outcome.ts';

/** Options for opening one upstream. */
export type UpstreamClientOptions = {
    readonly upstream: UpstreamName;
    /** Base URL, with or without a path such as `/api/v1` and a trailing slash; without one the path is found out. */
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
    /** Key of the record that is asked for, in lower case. @default the first two parts of the path */
    readonly record?: string;
};

/** One upstream, called with deadline, retries and circuit breaker. Every call made here is idempotent. */
export type UpstreamClient = {
    readonly upstream: UpstreamName;
    /** The base URL as it is set, without a trailing slash. */
    readonly baseUrl: string;
    /** The base path that was found where the URL has none; see `base-path.ts`. */
    pathFinding(): PathFinding;
    /** @throws DomainError as {@link readAnswer}, and `UPSTREAM_UNAVAILABLE` when there was no answer in time */
    call<T>(context: CallContext, call: Call<T>): Promise<Origin<T>>;
    /** The status of a plain GET on the base URL, without the breaker and without retries. */
    probe(signal: AbortSignal): Promise<number>;
    breakerState(): BreakerState;
    /** Number of organisations whose calls are refused while those of others are sent. */
    refusedOrganisations(): number;
    /** Ends calls on the wire and waits until nothing runs any more. */
    close(): Promise<void>;
};

/** Opens the connections to one upstream. */
export function openUpstreamClient(options: UpstreamClientOptions): UpstreamClient {
    const { upstream, timeoutMs, observer } = options;
    const place = openBasePath(options.url);
    const http = openHttpClient(upstream, timeoutMs);
    const policy = openCallPolicy(upstream, timeoutMs, observer);

    return {
        upstream,
        baseUrl: baseUrlOf(options.url),
        pathFinding: place.finding,
        call: (context, call) => policy.run(askedBy(context, call), (signal) =>
            attempt(options, { http, place }, (baseUrl) => requestOf(baseUrl, context, call, signal), call)),
        probe: async (signal) => {
            const { status } = await http.send(
                { method: 'GET', url: new URL(place.current()), headers: {}, signal });
            return status;
        },
        breakerState: policy.state,
        refusedOrganisations: policy.refusedOrganisations,
        close: async () => {
            await policy.close();
            http.close();
        }
    };
}

/** The record of a call: all calls about one record are one to the breaker, in capitals or not. */
function askedBy({ organisationId }: CallContext, { path, record }: Call<unknown>): Asked {
    return { organisationId, record: record ?? path.slice(0, 2).join('/').toLowerCase() };
}

function requestOf(
    baseUrl: string, context: CallContext, { method, path, query, body }: Call<unknown>, signal: AbortSignal
): HttpRequest {
    const request = { method, url: urlOf(baseUrl, path, query), headers: headersOf(context, body), signal };

    return body === undefined ? request : { ...request, body };
}

/** Connections to one upstream, and the place where it answers. */
type Reached = { readonly http: HttpClient; readonly place: BasePath };

/**
 * Makes one request, or a second one below the other base path, reads the answer, and times and counts each request.
 */
async function attempt<T>(
    { upstream, observer, clock }: UpstreamClientOptions, { http, place }: Reached,
    requestBelow: (baseUrl: string) => HttpRequest, call: Call<T>
): Promise<Origin<T>> {
    let requests = 0;
    let startedMs = 0;
    const counted = (outcome: UpstreamOutcome) => observer.called(upstream, outcome, performance.now() - startedMs);

    try {
        const answer = await place.ask((baseUrl) => {
            if (requests > 0) {
                counted('no_route');
            }
            requests += 1;
            startedMs = performance.now();
            return send(http, upstream, requestBelow(baseUrl));
        }, call.noRoute !== undefined);
        const value = readAnswer(answer, { ...call, upstream });
        counted('ok');
        return { value, version: versionOf(answer), fetchedAt: clock.now().toISOString() };
    } catch (error) {
        counted(outcomeOf(error));
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
    return Object.assign(new Error(`No answer: ${code}`), { code });
}
