import { DomainError } from '../../../foundation/errors/domain-error.ts';
import { errorCodes, type ErrorCode } from '../../../foundation/errors/error-codes.ts';
import { microsDecimals } from '../../../foundation/money/decimal.ts';
import { problemMediaType, problemOf } from '../problem.ts';
import { problemStatus } from '../problem-status.ts';
import type { Json, JsonObject } from '../../../foundation/schema/openapi-meta.ts';
import type { RouteFacts } from './openapi-document.ts';

const statusTexts: Readonly<Record<number, string>> = {
    400: 'The request is wrong', 401: 'No valid token', 403: 'The token lacks a scope', 404: 'There is no such thing in your organisation',
    409: 'The state does not allow it', 412: 'The state was changed meanwhile', 413: 'The body is too large', 415: 'The body is not JSON',
    422: 'The request is right, but cannot be carried out', 428: 'If-Match is required', 429: 'Too many calls',
    500: 'A fault of the service',
    502: 'Another service gave no usable answer', 503: 'Not at the moment; see Retry-After'
};

/** Message of the example: the one for a quantity with too many decimals. */
const tooPrecise = `must have at most ${microsDecimals} decimals`;

/** The model of every error answer. @see RFC 9457 */
export const problemSchema: JsonObject = {
    type: 'object',
    required: ['type', 'title', 'status', 'detail', 'message', 'code', 'requestId', 'errors'],
    properties: {
        type: { type: 'string', description: 'Names the kind of problem' },
        title: { type: 'string', description: 'What the code means' },
        status: { type: 'integer' },
        detail: { type: 'string', description: 'What is wrong with this request; names the field' },
        message: { type: 'string', description: 'The same text as `detail`' },
        code: { type: 'string', enum: Object.keys(errorCodes) },
        requestId: { type: 'string' },
        errors: {
            type: 'array',
            items: {
                type: 'object',
                required: ['path', 'code', 'message'],
                properties: {
                    path: { type: 'string', example: 'items[0].quantity' },
                    code: { type: 'string', example: 'TOO_MANY_DECIMALS' },
                    message: { type: 'string', example: tooPrecise }
                }
            }
        },
        details: { type: 'object', description: 'Values that belong to the code', additionalProperties: true }
    }
};

type ErrorResponse = { description: string; content: Record<string, { schema: JsonObject; examples: JsonObject }> };

/** The error answers of a route by status, with one example for each code. */
export function errorResponses(ofRoute: readonly ErrorCode[], route: RouteFacts): Record<string, ErrorResponse> {
    const codes = [...new Set([...common(route), ...ofRoute])].sort();
    const statuses = [...new Set(codes.map((code) => problemStatus[code]))].sort((a, b) => a - b);
    return Object.fromEntries(statuses.map((status) => {
        const examples = Object.fromEntries(codes.filter((code) => problemStatus[code] === status)
            .map((code) => [code, { summary: errorCodes[code], value: exampleProblem(code) }] as const));
        const content = { [problemMediaType]: { schema: { $ref: '#/components/schemas/Problem' }, examples } };
        return [String(status), { description: statusTexts[status] ?? 'Refused', content }];
    }));
}

/** Codes that follow from the kind of route. */
function common({ open, takesBody, method, path }: RouteFacts): readonly ErrorCode[] {
    const health = path.includes('health');
    return [
        'VALIDATION_FAILED', 'BAD_REQUEST', 'INTERNAL_ERROR',
        ...(open ? [] : ['UNAUTHORIZED', 'FORBIDDEN', 'AUTH_KEYS_UNAVAILABLE'] as const),
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
