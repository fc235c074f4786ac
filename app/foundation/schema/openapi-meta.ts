/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** A JSON object. */
export type JsonObject = { readonly [member: string]: Json };

/** What a joi schema may say of itself in `.meta({ openapi })`: members to set, and members of hapi-swagger's to drop. */
export type OpenApiMeta = { readonly set?: JsonObject; readonly drop?: readonly string[] };
