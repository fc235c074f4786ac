import Joi from 'joi';
import { withOpenApi } from './openapi-meta.ts';

/** The TypeScript type of a schema's validated value, after conversion and defaults. */
export type ValueOf<Schema> = Schema extends Joi.AnySchema<infer Value> ? Value : never;

/**
 * A schema of one field. Not `Joi.AnySchema`: its `any` would become the type of an inline `Joi.string()`.
 */
export interface Field extends Joi.SchemaInternals { required(): Field }
/** The fields of a shape by name. */
export type Fields = Readonly<Record<string, Field>>;
type Flat<T> = { [Key in keyof T]: T[Key] };
/** The fields of a shape that has none of a kind. */
export type NoFields = Readonly<Record<never, never>>;

/** The type that follows from required fields `R` and optional fields `O`. */
export type ShapeOf<R extends Fields, O extends Fields> =
    Flat<{ readonly [K in keyof R]: ValueOf<R[K]> } & { readonly [K in keyof O]?: ValueOf<O[K]> }>;

/**
 * An object schema whose type follows from its fields, so no shape is written twice.
 * @param label - Name of the model in the OpenAPI document.
 * @param required - Fields that are always present in the validated value: sent by the caller or filled by a default.
 * @param optional - Fields that may be absent in the validated value.
 */
export function shape<R extends Fields, O extends Fields = NoFields>(
    label: string, required: R, optional?: O
): Joi.ObjectSchema<ShapeOf<R, O>> {
    const present = Object.entries(required).map(([name, schema]) =>
        [name, schema.$_getFlag('default') === undefined ? schema.required() : schema] as const);
    return Joi.object<ShapeOf<R, O>, false, Record<string, unknown>>({ ...Object.fromEntries(present), ...optional })
        .label(label);
}

/** A list of `item`, at most `max` long; `max` is required because every list has a bound. */
export function listOf<Value>(
    label: string, item: Joi.AnySchema<Value>, max: number
): Joi.ArraySchema<readonly Value[]> {
    return Joi.array<readonly Value[]>().items(item).max(max).label(label);
}

/**
 * A text of a closed list. `label` names the enumeration in the OpenAPI document;
 * without one hapi-swagger names it after the first field that uses it.
 */
export function oneOf<const Value extends string>(label: string, values: readonly Value[]): Joi.StringSchema<Value> {
    return Joi.string<Value>().valid(...values).label(label);
}

/** The values of `schema`, or `null` when the caller says "none". */
export function nullable<Value>(schema: Joi.AnySchema<Value>): Joi.AnySchema<Value | null> {
    // If the schema is a model of its own, hapi-swagger forgets that it may be null.
    const model = schema.type === 'object' ? withOpenApi(schema, { set: { nullable: true } }) : schema;
    return model.allow(null);
}
