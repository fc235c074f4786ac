import type Joi from 'joi';

/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** A JSON object. */
export type JsonObject = { readonly [member: string]: Json };

/** The part of a joi schema's metadata that the OpenAPI document is made of: `.meta({ openapi })`. */
export type OpenApiMeta = {
    /** Members to set. A description is appended to the schema's own. */
    readonly set?: JsonObject;
    /** Members of hapi-swagger's to drop. */
    readonly drop?: readonly string[];
    /** Name of a model, for a schema that hapi-swagger would write out at each use: alternatives, texts, numbers. */
    readonly model?: string;
    /** Description of one use of a model, which keeps its own description. Set it with {@link described}. */
    readonly use?: string;
    /** Name of the model that this one equals in everything but its example. Set it with {@link withExample}. */
    readonly sameAs?: string;
};

/** Pattern of a text that is one of some codes, for fields that keep the type of a text in clients. */
export function patternOfCodes(codes: readonly string[]): string {
    return `^(${codes.join('|')})$`;
}

/**
 * The schema with more metadata for the OpenAPI document.
 * hapi-swagger reads the first entry of a schema's metadata only, so what was there before is merged into it.
 */
export function withOpenApi<Schema extends Joi.AnySchema>(schema: Schema, meta: OpenApiMeta): Schema {
    const { metas = [] } = schema.describe() as { metas?: readonly { readonly openapi?: OpenApiMeta }[] };
    const all = [...metas.map((entry) => entry.openapi ?? {}), meta];
    const openapi = all.reduce((merged, next) => ({
        ...merged,
        ...next,
        set: { ...merged.set, ...next.set },
        drop: [...merged.drop ?? [], ...next.drop ?? []]
    }), {});
    const copy = schema.meta({});
    // `$_terms` is the documented place where an extension finds a schema's metadata; joi has no call that replaces it.
    copy.$_terms['metas'] = [{ ...Object.assign({}, ...metas), openapi }];
    return copy;
}

/**
 * The schema with a description of this one use. A model (enumeration, list or object) keeps its own description for
 * all uses: with `.description()` the document would have the model a second time.
 */
export function described<Schema extends Joi.AnySchema>(schema: Schema, use: string): Schema {
    return withOpenApi(schema, { use });
}

/**
 * The same model with another example, for an answer that shows it in another state.
 * @param label - Name of the example in the OpenAPI document.
 */
export function withExample<Schema extends Joi.AnySchema>(label: string, schema: Schema, example: object): Schema {
    const { flags } = schema.describe() as { flags?: { readonly label?: string } };
    const relabelled = schema.label(label).example(example, { override: true });
    return withOpenApi(relabelled, flags?.label === undefined ? {} : { sameAs: flags.label });
}
