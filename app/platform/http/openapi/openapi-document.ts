import type { Json, JsonObject } from '../../../foundation/schema/openapi-meta.ts';

/** An OpenAPI 3 document, as far as it is worked on here. */
export type OpenApiDocument = {
    openapi: string;
    servers: readonly JsonObject[];
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, JsonObject>; securitySchemes?: JsonObject; parameters?: JsonObject };
    security?: readonly JsonObject[];
    [member: string]: unknown;
};

/** Bodies by media type. */
export type Content = Record<string, { schema: JsonObject; example?: Json; examples?: Json }>;

/** One method of one path. */
export type Operation = {
    description?: string;
    parameters?: Json[];
    requestBody?: { content: Content; required?: boolean };
    responses: Record<string, { description: string; headers?: Json; content?: Content }>;
    security?: readonly JsonObject[];
    [member: string]: unknown;
};

/** What the document must say of a route beyond its schemas. */
export type RouteFacts = {
    /** Lower case. */
    readonly method: string;
    readonly path: string;
    /** Needs no token. */
    readonly open: boolean;
    /** Open to calls from TRUSTED_NETWORKS. */
    readonly gateway: boolean;
    readonly scopes: readonly string[];
    readonly takesBody: boolean;
};
