import type { Json, JsonObject } from '../../../foundation/schema/openapi-meta.ts';

/** Beginning of a reference to a model. */
export const modelPrefix = '#/components/schemas/';

/** Name of the model that a schema refers to, if it refers to one. */
export function modelNameOf(schema: unknown): string | undefined {
    const $ref = typeof schema === 'object' && schema !== null && '$ref' in schema ? schema.$ref : undefined;
    return typeof $ref === 'string' && $ref.startsWith(modelPrefix) ? $ref.slice(modelPrefix.length) : undefined;
}

/** Beginning of a reference to an example. */
export const examplePrefix = '#/components/examples/';

/** An OpenAPI 3 document, as far as it is worked on here. */
export type OpenApiDocument = {
    openapi: string;
    servers: readonly JsonObject[];
    paths: Record<string, Record<string, Operation>>;
    components: {
        schemas: Record<string, JsonObject>;
        securitySchemes?: JsonObject;
        parameters?: JsonObject;
        responses?: Record<string, JsonObject>;
        examples?: Record<string, JsonObject>;
    };
    security?: readonly JsonObject[];
    [member: string]: unknown;
};

/** Bodies by media type. */
export type Content = Record<string, { schema: JsonObject; example?: Json; examples?: Json }>;

/** One answer of an operation, or a reference to one of the components. */
export type Answer = { description?: string; headers?: Json; content?: Content; $ref?: string };

/** One operation, as far as it is worked on here. */
export type Operation = {
    description?: string;
    parameters?: Json[];
    requestBody?: { content: Content; required?: boolean };
    responses: Record<string, Answer>;
    security?: readonly JsonObject[];
    [member: string]: unknown;
};

/** Facts about a route that the document needs beyond its schemas. */
export type RouteFacts = {
    /** HTTP method in lower case. */
    readonly method: string;
    readonly path: string;
    /** True when the route needs no token. */
    readonly open: boolean;
    /** True when the route is open to calls from TRUSTED_NETWORKS. */
    readonly gateway: boolean;
    readonly scopes: readonly string[];
    readonly takesBody: boolean;
};
