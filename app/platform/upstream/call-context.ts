/** Data of a request that every call to another service of the CRM carries on. */
export type CallContext = {
    /** The tenant; cached answers are kept apart by it. */
    readonly organisationId: string;
    /** Sent as `x-request-id`, so that one id finds the logs of every service. */
    readonly requestId: string;
    /** W3C trace context, sent on as it came. */
    readonly traceparent?: string;
    /** The caller's bearer token, sent on as it came. */
    readonly token?: string;
    /** Ends the wait for an answer; the call itself goes on, because other requests may wait for it too. */
    readonly signal?: AbortSignal;
    /** Waits for an answer without the request's place at work; absent: the caller has none. */
    readonly apart?: <Result>(wait: () => Promise<Result>) => Promise<Result>;
    /** Answers that may be used, when those of the cache are not good enough. */
    readonly freshness?: Freshness;
};

/** Rule for the use of cached answers by one call. */
export type Freshness = {
    /** Maximum age in ms of a cached answer that is used without asking; 0: the upstream is always asked. */
    readonly maxAgeMs: number;
    /** True when an older cached answer may stand in for an outage. */
    readonly standIn: boolean;
};

/** Freshness of an answer that the upstream is asked for; a cached one only stands in for an outage. */
export const askedAnew: Freshness = { maxAgeMs: 0, standIn: true };
