import type { Author } from '../audit/audit-entry.ts';
import type { CallContext } from '../upstream/call-context.ts';

/** The request's Idempotency-Key and what it was sent with. */
export type IdempotencyClaim = {
    readonly key: string;
    /** SHA-256 of method, path and body, in hex. */
    readonly fingerprint: string;
    /** This try, UUID: only the try that holds the key may answer under it. */
    readonly attempt: string;
};

/** An answer as it is kept under an Idempotency-Key and sent again. */
export type KeptAnswer = {
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string>>;
    /** JSON text, as it went over the wire. */
    readonly body: string;
};

/** Who asks for a change and under which conditions: what every command that writes is given beside its own input. */
export type Command = Author & {
    /** `If-Match` as it came: the change is refused when the resource has moved on. */
    readonly ifMatch: string | undefined;
    readonly idempotency: IdempotencyClaim | undefined;
    /** What calls to other services carry on. */
    readonly upstream: CallContext;
};
