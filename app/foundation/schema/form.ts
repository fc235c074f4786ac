import Joi from 'joi';
import { isBlankText } from './accepted-text.ts';
import { withOpenApi } from './openapi-meta.ts';
import { shape, type Fields, type NoFields, type ShapeOf } from './shape.ts';

/**
 * The shape of a request body, as a form fills it: in its optional fields a blank text and `null` mean "not given". A
 * field that may be `null` becomes `null`, which empties it; any other is as if it were absent.
 * @param label - Name of the model in the OpenAPI document.
 * @param required - Fields that the caller must give; a blank is no value of theirs.
 * @param optional - Fields that the caller may leave out or blank.
 */
export function form<R extends Fields, O extends Fields = NoFields>(
    label: string, required: R, optional?: O
): Joi.ObjectSchema<ShapeOf<R, O>> {
    const fields = fieldsOf(shape(label, required, optional))
        .map(({ key, schema }) => [key, documentedAsBlank(schema)] as const);
    const body = forms.object<ShapeOf<R, O>, false, Record<string, unknown>>(Object.fromEntries(fields)).label(label);
    // Read by the OpenAPI document: in a form an optional text may be blank. joi's types say that it returns nothing.
    return body.$_setFlag('isForm', true) as unknown as typeof body;
}

/** One field of an object schema, as joi keeps it for extensions. */
type Entry = { readonly key: string; readonly schema: Joi.AnySchema };

// joi types the result of `extend` as `any`.
const forms = Joi.extend({
    type: 'object',
    base: Joi.object(),
    coerce: {
        from: 'object',
        method: (value: unknown, { schema }: Joi.CustomHelpers) => ({ value: withoutBlanks(value, schema) })
    }
}) as Joi.Root;

/** The fields of an object schema. */
function fieldsOf(schema: Joi.AnySchema): readonly Entry[] {
    // `$_terms` is the documented place where an extension finds them; joi types it as `any`.
    return (schema.$_terms['keys'] ?? []) as readonly Entry[];
}

/** A body with its blank optional members emptied or left out. Anything but an object stays as it is. */
function withoutBlanks(value: unknown, schema: Joi.AnySchema): unknown {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.values(value).some(isBlank)) {
        return value;
    }
    const fields = new Map(fieldsOf(schema).map((entry) => [entry.key, entry.schema]));
    return Object.fromEntries(Object.entries(value).flatMap(([name, member]) => {
        const field = fields.get(name);
        if (!isBlank(member) || field === undefined || isRequired(field)) {
            return [[name, member]];
        }
        return takesNull(field) ? [[name, null]] : [];
    }));
}

function isBlank(value: unknown): boolean {
    return value === null || (typeof value === 'string' && isBlankText(value));
}

function isRequired(field: Joi.AnySchema): boolean {
    return field.$_getFlag('presence') === 'required';
}

const takers = new WeakMap<Joi.AnySchema, boolean>();

/** Tells whether `null` is a value of a field. */
function takesNull(field: Joi.AnySchema): boolean {
    const known = takers.get(field) ?? field.validate(null).error === undefined;
    takers.set(field, known);
    return known;
}

/** Types that the OpenAPI document can mark as nullable. */
const nullableTypes: readonly (string | undefined)[] = ['string', 'number', 'boolean'];

/** An optional field, marked as nullable in the OpenAPI document where it is no model of its own. */
function documentedAsBlank(field: Joi.AnySchema): Joi.AnySchema {
    const isPlain = nullableTypes.includes(field.type) && field.$_getFlag('label') === undefined;
    return !isPlain || isRequired(field) || takesNull(field)
        ? field : withOpenApi(field, { set: { nullable: true } });
}
