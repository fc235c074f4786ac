import { DomainError } from '../../../foundation/errors/domain-error.ts';
import { errorCodes, type ErrorCode } from '../../../foundation/errors/error-codes.ts';
import { microsDecimals } from '../../../foundation/money/decimal.ts';
import { problemMediaType, problemOf } from '../problem.ts';
import { problemStatus } from '../problem-status.ts';
import type { Json, JsonObject } from '../../../foundation/schema/openapi-meta.ts';
import { examplePrefix, modelPrefix, type RouteFacts } from './openapi-document.ts';

const statusTexts: Readonly<Record<number, string>> = {
    400: 'The request is wrong', 401: 'No valid token', 403: 'The caller may not do this',
    404: 'There is no such thing in your organisation', 409: 'The state does not allow it',
    412: 'The state was changed meanwhile', 413: 'The body is too large', 415: 'The body is not JSON',
    422: 'The request is right, but cannot be carried out', 428: 'If-Match is required', 429: 'Too many calls',
    500: 'A fault of the service',
    502: 'Another service gave no usable answer', 503: 'Not at the moment; see Retry-After'
};

/** Message of the example: the one for a quantity with too many decimals. */
const tooPrecise = `must have at most ${microsDecimals} decimals`;

const limitHeaders: JsonObject = {
    'Retry-After': {
        description: 'Seconds after which the call may be tried again.',
        schema: { type: 'integer', minimum: 1 }, example: 3
    },
    'RateLimit-Policy': {
        description: 'Limits of the call: each with its quota `q` in calls and its window `w` in seconds. Absent where '
            + 'no rate is limited. Successes have it too.',
        schema: { type: 'string' }, example: '"reads";q=12000;w=60, "reads-subject";q=6000;w=60'
    },
    'RateLimit': {
        description: 'State of each limit: the calls that remain `r`, and the seconds `t` until all of them are there '
            + 'again.',
        schema: { type: 'string' }, example: '"reads";r=11874;t=1, "reads-subject";r=0;t=60'
    }
};

/** The model of every error answer. @see RFC 9457 */
export const problemSchema: JsonObject = {
    type: 'object',
    required: ['type', 'title', 'status', 'detail', 'message', 'code', 'requestId', 'errors'],
    properties: {
        type: { type: 'string', description: 'URI that names the kind of problem (RFC 9457).' },
        title: { type: 'string', description: 'Meaning of the code, the same text for every request.' },
        status: { type: 'integer', description: 'HTTP status of this answer.' },
        detail: { type: 'string', description: 'Fault of this request in words; it names the field.' },
        message: { type: 'string', description: 'The same text as `detail`, under its older name.' },
        code: {
            type: 'string', enum: Object.keys(errorCodes),
            description: 'Stable code of the error, for programs to decide on.'
        },
        requestId: { type: 'string', description: 'Id of the request, as in X-Request-Id and in the logs.' },
        errors: {
            type: 'array',
            description: 'Each fault of the request by itself; empty when the code says everything.',
            items: {
                type: 'object',
                required: ['path', 'code', 'message'],
                properties: {
                    path: {
                        type: 'string', example: 'items[0].quantity',
                        description: 'Place of the fault in body, query or path; empty for the whole body.'
                    },
                    code: { type: 'string', example: 'TOO_MANY_DECIMALS', description: 'Stable code of the fault.' },
                    message: {
                        type: 'string', example: tooPrecise,
                        description: 'Fault in words, as a clause that follows the name of the field.'
                    }
                }
            }
        },
        details: {
            type: 'object', additionalProperties: true,
            description: 'Values that belong to the code, such as the balance that a payment exceeds.'
        }
    }
};

/** The error codes that a route may answer with one status. */
export type ErrorSet = { readonly status: number; readonly codes: readonly ErrorCode[] };

/** The error codes of a route by status, with those that follow from what kind of route it is. */
export function errorSets(ofRoute: readonly ErrorCode[], route: RouteFacts): readonly ErrorSet[] {
    const codes = [...new Set([...common(route), ...ofRoute])].sort();
    const statuses = [...new Set(codes.map((code) => problemStatus[code]))].sort((a, b) => a - b);
    return statuses.map((status) => ({ status, codes: codes.filter((code) => problemStatus[code] === status) }));
}

/** The answer with which a set is documented. It refers to the example of each code. */
export function errorResponse({ status, codes }: ErrorSet): JsonObject {
    const examples = Object.fromEntries(codes.map((code) => [code, { $ref: `${examplePrefix}${code}` }] as const));
    return {
        description: statusTexts[status] ?? 'Refused',
        ...(status === 429 ? { headers: limitHeaders } : {}),
        content: { [problemMediaType]: { schema: { $ref: `${modelPrefix}Problem` }, examples } }
    };
}

/** The example of each error code. */
export function errorExamples(codes: readonly ErrorCode[]): Record<string, JsonObject> {
    const sorted = [...new Set(codes)].sort();
    return Object.fromEntries(sorted.map((code) => [code, { summary: errorCodes[code], value: exampleProblem(code) }]));
}

/** Codes that follow from the kind of route. */
function common({ open, takesBody, method, path, gateway }: RouteFacts): readonly ErrorCode[] {
    const health = path.includes('health');
    return [
        'VALIDATION_FAILED', 'BAD_REQUEST', 'INTERNAL_ERROR',
        ...(open ? [] : ['UNAUTHORIZED', 'FORBIDDEN', 'AUTH_KEYS_UNAVAILABLE', 'SESSIONS_UNAVAILABLE',
            'RATE_LIMITED', 'TOO_MANY_REQUESTS_AT_ONCE'] as const),
        ...(gateway ? ['HOST_NOT_TRUSTED', 'ORIGIN_NOT_TRUSTED'] as const : []),
        ...(health ? [] : ['DATABASE_UNAVAILABLE', 'REQUEST_TIMEOUT', 'SCHEMA_OUT_OF_DATE'] as const),
        ...(takesBody ? ['INVALID_JSON', 'BODY_TOO_DEEP', 'CONTENT_TYPE_UNSUPPORTED'] as const : []),
        ...(method === 'get' ? [] : ['PAYLOAD_TOO_LARGE'] as const)
    ];
}

function exampleProblem(code: ErrorCode): Json {
    const faults = code === 'VALIDATION_FAILED'
        ? [{ path: 'items[0].quantity', code: 'TOO_MANY_DECIMALS', message: tooPrecise }] : [];
    const message = faults.map(({ path, message: clause }) => `${path} ${clause}`).join('; ') || errorCodes[code];
    const { details: _none, ...problem } = problemOf(new DomainError(code, message, {}, { faults }), 'req-7f3a2c');
    return { ...problem, errors: faults };
}
