/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** A JSON object. */
export type JsonObject = { readonly [member: string]: Json };

/** Content of `.meta({ openapi })` of a joi schema: members to set, and members of hapi-swagger's to drop. */
export type OpenApiMeta = { readonly set?: JsonObject; readonly drop?: readonly string[] };
