import type { IdempotencyClaim } from '../platform/commands/command.ts';
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
    }
}
