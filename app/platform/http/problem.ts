import type { DomainError } from '../../foundation/errors/domain-error.ts';
import { errorCodes, type ErrorCode } from '../../foundation/errors/error-codes.ts';
import { problemStatus } from './problem-status.ts';

/** An error as callers see it. @see RFC 9457 */
export type Problem = {
    readonly type: string;
    readonly title: string;
    readonly status: number;
    readonly detail: string;
    /** Text of `detail` again: the CRM's gateway shows this member and no other. */
    readonly message: string;
    readonly code: ErrorCode;
    readonly requestId: string;
    readonly errors: readonly { readonly path: string; readonly code: string; readonly message: string }[];
    /** Values that belong to the code, such as the id at fault. */
    readonly details?: Readonly<Record<string, unknown>>;
};

/** The media type of every error answer. @see RFC 9457 */
export const problemMediaType = 'application/problem+json';

/** Seconds to wait before a second try, unless the error knows better. */
const retryAfterSeconds = 5;

/** The problem document of an expected error. */
export function problemOf(error: DomainError, requestId: string): Problem {
    const { code, message, faults, details } = error;
    return {
        type: problemType(code),
        title: errorCodes[code],
        status: problemStatus[code],
        detail: message,
        message,
        code,
        requestId,
        errors: faults,
        ...(Object.keys(details).length > 0 ? { details: plain(details) } : {})
    };
}

/** The headers that belong to an error beside its document. */
export function problemHeaders(error: DomainError): Record<string, string> {
    const wait = error.retryAfterSeconds ?? (problemStatus[error.code] === 503 ? retryAfterSeconds : undefined);
    return wait === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(wait))) };
}

/** The name of a kind of problem; it is compared, not opened. */
function problemType(code: ErrorCode): string {
    return `urn:invoices-service:problem:${code.toLowerCase().replaceAll('_', '-')}`;
}

/** Details with bigints as text, because JSON has none. */
function plain(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(details).map(([name, value]) => [name, typeof value === 'bigint' ? value.toString() : value]));
}
