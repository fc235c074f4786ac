import type { PluginSpecificConfiguration, RouteOptionsResponse } from '@hapi/hapi';
import Joi from 'joi';
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

/** Answers whose success is also given as bytes of these media types, by another route. */
export function alsoBytes(answered: Answers, mediaTypes: readonly string[]): Answers {
    const { plugins } = answered;
    return {
        ...answered,
        plugins: { ...plugins, 'hapi-swagger': { ...plugins['hapi-swagger'], [mediaTypesKey]: mediaTypes } }
    };
}

/** A status that answers without a body, such as 204. */
export const noContent = 'no content';

/** Name under which a route keeps the media types of its bytes for the OpenAPI document. */
export const mediaTypesKey = 'x-media-types';

/** A success whose body is bytes; with `json` also an object, for a caller that asks for JSON. */
export type BytesAnswer = {
    readonly description: string; readonly mediaTypes: readonly string[]; readonly json?: Joi.Schema;
};

/** The successes of a route: status → schema, bytes, or {@link noContent}. */
export type Success = Readonly<Record<number, Joi.Schema | BytesAnswer | typeof noContent>>;

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
    const all = Object.entries(success);
    const bodies = all.filter((entry): entry is [string, Joi.Schema] => Joi.isSchema(entry[1]));
    const others = all.filter((entry): entry is [string, BytesAnswer | typeof noContent] => !Joi.isSchema(entry[1]));
    const described = others.map(([status, other]) => [status, other === noContent
        ? { description: 'Done; there is no body' }
        : { description: other.description, ...(other.json === undefined ? {} : { schema: other.json }) }] as const);
    // hapi checks objects only, so an answer that may be bytes is not checked.
    const unchecked = others.filter(([, other]) => other !== noContent).map(([status]) => [status, true] as const);
    return {
        response: { status: { ...Object.fromEntries(bodies), ...Object.fromEntries(unchecked) } },
        plugins: {
            'hapi-swagger': {
                id: operationId,
                [errorCodesKey]: errors,
                [successHeadersKey]: headers,
                [mediaTypesKey]: others.flatMap(([, other]) => (other === noContent ? [] : other.mediaTypes)),
                ...(described.length === 0 ? {} : { responses: Object.fromEntries(described) })
            }
        }
    };
}
