import type { IdempotencyClaim } from '../platform/commands/command.ts';
import type { CostClass } from '../platform/config/limits-config.ts';
import type { Place } from '../platform/limits/places.ts';
import type { RateDecision } from '../platform/limits/rate-limits.ts';
import type { RouteTree } from '../platform/http/route-tree.ts';
import type { Dependencies } from './dependencies.ts';

/** Members that this service keeps on hapi's own objects. */
declare module '@hapi/hapi' {
    interface ServerApplicationState {
        dependencies: Dependencies;
        /** Time limit of an answer in ms, from the arrival of its request. */
        answerLimitMs: number;
        /** Addresses of all routes, with their methods. */
        routeTree: RouteTree;
        /** Promise that answers wait for while it is set; see quiet-close.ts. */
        answersHeld?: Promise<void> | undefined;
    }
    interface RequestApplicationState {
        /** The caller's `X-Request-Id`, or one of ours. */
        requestId: string;
        /** Arrival of the request in ms, on the clock of `performance.now()`. */
        startedAt: number;
        /** W3C trace context to pass on with calls to other services. */
        traceparent: string;
        /** Decision of the rate limits on the call, while it is made and afterwards; absent where none counts it. */
        rateDecision?: Promise<RateDecision> | undefined;
        /** Place at work of the request, while its handler runs. */
        place?: Place;
        /** The body as it came, before it was parsed; for the fingerprint of an Idempotency-Key. */
        rawBody?: Buffer;
        /** The request's claim on its Idempotency-Key, set when the command is made. */
        idempotency?: IdempotencyClaim;
        /** True when the statement of the change kept the answer under the key. */
        answerKept?: boolean;
    }
    interface RouteOptionsApp {
        /** One of the CRM gateway's own routes: open to calls from TRUSTED_NETWORKS without a token. */
        gateway?: boolean;
        /** Class of the route's calls; absent: by its tag and method, see cost-class.ts. */
        costClass?: CostClass;
        /** True for a page that people open: its errors are pages too. */
        page?: boolean;
    }
}
