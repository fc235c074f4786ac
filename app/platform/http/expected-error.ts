import type { Boom } from '@hapi/boom';
import type { Request } from '@hapi/hapi';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { ErrorCode } from '../../foundation/errors/error-codes.ts';
import { nothingAt } from './addresses.ts';
import { isDatabaseOutage, isSchemaOutOfDate } from './database-outage.ts';

/**
 * Any error of a request as one with a code. An unexplained error becomes `INTERNAL_ERROR`, with nothing of its
 * content.
 */
export function expectedError(error: Boom, request: Request): DomainError {
    if (error instanceof DomainError) {
        return error;
    }
    if (isDatabaseOutage(error)) {
        return because(
            error, 'DATABASE_UNAVAILABLE', 'The database does not answer at the moment; try again in a few seconds');
    }
    if (isSchemaOutOfDate(error)) {
        return because(error, 'SCHEMA_OUT_OF_DATE',
            'The database was not migrated for this build of the service yet; try again in a few minutes');
    }
    return byStatus(error, request) ??
        because(error, 'INTERNAL_ERROR',
            `The service met a fault of its own; it is logged under request id ${request.app.requestId}`);
}

/** Error with a code for one that hapi itself makes; its status tells which. */
function byStatus(error: Boom, request: Request): DomainError | undefined {
    switch (error.output.statusCode) {
        case 400:
            return because(error, 'BAD_REQUEST', badRequestText(error));
        case 403:
            return because(error, 'FORBIDDEN', `This call needs the scope ${neededScopes(request).join(' and ')}`);
        case 404:
            return notFound(request);
        case 408:
            return because(error, 'REQUEST_TOO_SLOW', 'The body of the request did not arrive in time');
        case 413:
            return because(error, 'PAYLOAD_TOO_LARGE', 'The body must have at most 1 MB (1048576 bytes)');
        case 415:
            return because(
                error, 'CONTENT_TYPE_UNSUPPORTED', 'Content-Type: the body must be sent as application/json in UTF-8');
        case 503:
            return because(error, 'REQUEST_TIMEOUT', lateText(request));
        default:
            return undefined;
    }
}

/** Commands answer in their own words (`deadline.ts`); a command that comes here may still take effect. */
function lateText({ method }: Request): string {
    const sentence = 'The service could not answer in time';
    return method === 'get' || method === 'head' ? sentence : `${sentence}; the call may still have taken effect`;
}

function because(cause: Boom, code: ErrorCode, message: string): DomainError {
    return new DomainError(code, message, {}, { cause });
}

function notFound(request: Request): DomainError {
    if (!isDecodable(request.path)) {
        return new DomainError('BAD_REQUEST', 'The path is not valid percent-encoded UTF-8');
    }
    return nothingAt(request);
}

/** The scopes that a route needs. */
export function neededScopes(request: Request): readonly string[] {
    const access = request.route.settings.auth?.access ?? [];
    return access.flatMap(({ scope }) =>
        (typeof scope === 'object' ? [...scope.selection ?? [], ...scope.required ?? []] : []));
}

function isDecodable(path: string): boolean {
    try {
        return decodeURIComponent(path) !== '';
    } catch {
        return false;
    }
}

/** Hapi's own text where it helps; the rest is about the address. */
function badRequestText(error: Boom): string {
    return /compressed/.test(error.message)
        ? 'The body is not validly compressed' : 'The path is not valid percent-encoded UTF-8';
}
