import type { ErrorCode } from '../../../foundation/errors/error-codes.ts';
import type { ErrorSet } from './error-responses.ts';

/** A set of error codes and an operation that has it. */
export type ErrorSetUse = ErrorSet & { readonly operationId: string };

const statusNames: Readonly<Record<number, string>> = {
    400: 'BadRequest', 401: 'Unauthorized', 403: 'Forbidden', 404: 'NotFound', 409: 'Conflict',
    412: 'PreconditionFailed', 413: 'PayloadTooLarge', 415: 'UnsupportedMediaType', 422: 'Unprocessable',
    428: 'PreconditionRequired', 429: 'TooManyRequests',
    500: 'InternalError', 502: 'BadGateway', 503: 'ServiceUnavailable'
};

/** Maximum of codes that a name spells out. */
const maxNamedCodes = 2;

/**
 * A name for each set of error codes: that of its status, then the codes which not every set of the status has, such as
 * `ServiceUnavailableUpstreamUnavailable`. A set with more of them is named after the first operation that has it, in
 * alphabetical order: `ConflictOfIssueInvoice`. So a new route leaves most names as they are.
 */
export function responseNames(uses: readonly ErrorSetUse[]): (set: ErrorSet) => string {
    return ({ status, codes }) => {
        const ofStatus = uses.filter((use) => use.status === status);
        const own = codes.filter((code) => !ofStatus.every((use) => use.codes.includes(code)));
        const statusName = statusNames[status] ?? `Status${status}`;
        if (own.length <= maxNamedCodes) {
            const words = own.map(pascalCase);
            return own.length === codes.length ? words.join('Or') : `${statusName}${words.join('')}`;
        }
        const [first = ''] = ofStatus.filter((use) => use.codes.join() === codes.join())
            .map(({ operationId }) => operationId).sort();
        return `${statusName}Of${first.charAt(0).toUpperCase()}${first.slice(1)}`;
    };
}

function pascalCase(code: ErrorCode): string {
    return code.split('_').map((word) => `${word.charAt(0)}${word.slice(1).toLowerCase()}`).join('');
}
