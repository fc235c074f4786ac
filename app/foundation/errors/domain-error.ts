import type { ErrorCode } from './error-codes.ts';

/**
 * One fault of one field, as the `errors` member of a problem answer shows it.
 * `path` addresses the field as a caller would: `items[0].quantity`; it is empty for the request as a whole.
 */
export type Fault = { readonly path: string; readonly code: string; readonly message: string };

/** Optional parts of a {@link DomainError} beside its code and text. */
export type DomainErrorOptions = {
    /** The error that led to this one; logged, never shown. */
    readonly cause?: unknown;
    /** The fields at fault, shown in the answer. */
    readonly faults?: readonly Fault[];
    /** Whole seconds after which another attempt makes sense; becomes `Retry-After`. */
    readonly retryAfterSeconds?: number;
};

/**
 * An expected failure, named by a stable code. It knows nothing of HTTP: `platform/http/problem-status.ts` maps the
 * code to a status.
 * A class, because `instanceof` and a stack trace distinguish it from an unexpected error.
 */
export class DomainError extends Error {
    readonly code: ErrorCode;
    /** Values for the log and for the problem's `details`, such as the id at fault. Never personal data or secrets. */
    readonly details: Readonly<Record<string, unknown>>;
    readonly faults: readonly Fault[];
    readonly retryAfterSeconds: number | undefined;

    /**
     * @param code - From the documented list in `error-codes.ts`.
     * @param message - A sentence for the caller. It names the field, because the CRM's gateway shows nothing else.
     */
    constructor(
        code: ErrorCode, message: string, details: Readonly<Record<string, unknown>> = {},
        options: DomainErrorOptions = {}
    ) {
        super(message, 'cause' in options ? { cause: options.cause } : {});
        this.name = 'DomainError';
        this.code = code;
        this.details = details;
        this.faults = options.faults ?? [];
        this.retryAfterSeconds = options.retryAfterSeconds;
    }
}
