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
    /** Ask the upstream even when the cache has an answer; a cached one then only stands in for an outage. */
    readonly fresh?: boolean;
};
