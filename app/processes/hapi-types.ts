import type { AuthCredentials } from '@hapi/hapi';
import type { Caller } from '../platform/auth/caller.ts';
import type { IdempotencyClaim } from '../platform/commands/command.ts';
import type { Dependencies } from './dependencies.ts';

/** What this service keeps on hapi's own objects. */
declare module '@hapi/hapi' {
    interface ServerApplicationState {
        dependencies: Dependencies;
        /** While it is there, answers wait for it; see quiet-close.ts. */
        answersHeld?: Promise<void> | undefined;
    }
    interface RequestApplicationState {
        /** The caller's `X-Request-Id`, or one of ours. */
        requestId: string;
        /** When the request came, on the clock of `performance.now()`. */
        startedAt: number;
        /** W3C trace context to pass on with calls to other services. */
        traceparent: string;
        /** The body as it came, before it was parsed; for the fingerprint of an Idempotency-Key. */
        rawBody?: Buffer;
        /** The request's claim on its Idempotency-Key, once a command was made of it. */
        idempotency?: IdempotencyClaim;
        /** The answer was kept under the key by the statement that made the change. */
        answerKept?: boolean;
    }
    interface RouteOptionsApp {
        /** One of the CRM gateway's own routes: open to calls from TRUSTED_NETWORKS without a token. */
        gateway?: boolean;
    }
}

/** A caller as hapi keeps it: with a list of scopes that it can compare by itself. */
export type CallerCredentials = AuthCredentials & Caller;
