import type { PluginSpecificConfiguration, RouteOptionsResponse } from '@hapi/hapi';
import type Joi from 'joi';
import type { ErrorCode } from '../../foundation/errors/error-codes.ts';

/** Part of a route's options that describes its answers. */
export type Answers = {
    readonly response: RouteOptionsResponse;
    readonly plugins: PluginSpecificConfiguration & { readonly 'hapi-swagger': Readonly<Record<string, unknown>> };
};

/** Name under which a route keeps its error codes for the OpenAPI document. */
export const errorCodesKey = 'x-error-codes';

/** Name under which a route keeps the headers of its success. */
export const successHeadersKey = 'x-success-headers';

/** Headers that a success may carry: the state's ETag, the address of what was made. */
export type SuccessHeader = 'ETag' | 'Location';

/** A status that answers without a body, such as 204. */
export const noContent = 'no content';

/** The successes of a route: status → schema, or {@link noContent}. */
export type Success = Readonly<Record<number, Joi.Schema | typeof noContent>>;

/**
 * Describes the answers of a route: spread it into the route's options.
 * Codes that any route may answer (400, 401, 403, 413, 415, 429, 500, 503) are added by the document itself.
 * @param operationId - Name of the operation in the OpenAPI document and in clients made from it.
 * @param success - Status → schema; answers are checked against it in development and tests.
 * @param errors - Codes of this route; each is documented with its status and an example.
 * @param headers - Headers of a success.
 */
export function answers(
    operationId: string, success: Success, errors: readonly ErrorCode[] = [], headers: readonly SuccessHeader[] = []
): Answers {
    const bodies = Object.entries(success).filter((entry): entry is [string, Joi.Schema] => entry[1] !== noContent);
    const empty = Object.keys(success).filter((status) => success[Number(status)] === noContent)
        .map((status) => [status, { description: 'Done; there is no body' }] as const);
    return {
        response: { status: Object.fromEntries(bodies) },
        plugins: {
            'hapi-swagger': {
                id: operationId,
                [errorCodesKey]: errors,
                [successHeadersKey]: headers,
                ...(empty.length === 0 ? {} : { responses: Object.fromEntries(empty) })
            }
        }
    };
}
