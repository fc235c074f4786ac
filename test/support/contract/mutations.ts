import { plain, type Schema } from './api-document.ts';

/** One way to make a valid value invalid. */
export type Mutation = {
    /** Kind of the fault, for messages. */
    readonly kind: string;
    /** Place of the fault as `errors[].path` has it: `items[0].quantity`. */
    readonly path: string;
    readonly value: unknown;
};

type Place = { readonly schema: Schema; readonly value: unknown; readonly path: string };

/** Every mutation of a value that is valid by `schema`, by kind and place. Each is invalid by the schema. */
export function mutationsOf(schema: Schema, value: unknown, path = ''): readonly Mutation[] {
    const place = { schema: plain(schema), value, path };
    if (value === null || place.schema.readOnly === true) {
        return [];
    }
    return [...ownMutations(place), ...innerMutations(place)];
}

function ownMutations({ schema, value, path }: Place): readonly Mutation[] {
    const made = (kind: string, mutated: unknown, at = path): Mutation => ({ kind, path: at, value: mutated });
    const choices = schema.properties === undefined ? schema.oneOf ?? schema.anyOf : undefined;
    if (choices !== undefined || schema.enum !== undefined) {
        return [
            made('wrong type', { wrong: true }), made('none of the values', 'no such value'),
            ...(choices ?? []).filter(({ type }) => type === 'number')
                .flatMap((choice) => numberMutations(choice, made).slice(1))
        ];
    }
    if (Array.isArray(value)) {
        return listMutations(schema, value, made);
    }
    if (typeof value === 'object' && value !== null) {
        return objectMutations(schema, { ...value }, path, made);
    }
    if (typeof value === 'string') {
        return textMutations(schema, made);
    }
    return typeof value === 'number' ? numberMutations(schema, made) : [made('wrong type', 'maybe')];
}

type Make = (kind: string, mutated: unknown, at?: string) => Mutation;

function textMutations({ pattern, format, maxLength, minLength = 0 }: Schema, made: Make): readonly Mutation[] {
    const unlike = [...format === undefined ? [] : ['no such form'], '\u0001', '!!', '']
        .find((text) => (pattern !== undefined || format !== undefined) && !new RegExp(pattern ?? '$^').test(text));
    return [
        made('wrong type', { wrong: true }),
        ...(unlike === undefined ? [] : [made('wrong form', unlike)]),
        ...(maxLength === undefined ? [] : [made('too long', 'x'.repeat(maxLength + 1))]),
        ...(minLength === 0 ? [] : [made('too short', '')])
    ];
}

function numberMutations({ minimum, maximum, type }: Schema, made: Make): readonly Mutation[] {
    return [
        made('wrong type', 'many'),
        ...(minimum === undefined ? [] : [made('too small', minimum > 0 && minimum < 1 ? 0 : minimum - 1)]),
        ...(maximum === undefined ? [] : [made('too large', maximum + 1)]),
        ...(type === 'integer' ? [made('not whole', 1.5)] : [])
    ];
}

function listMutations(schema: Schema, value: readonly unknown[], made: Make): readonly Mutation[] {
    const { minItems = 0, maxItems, uniqueItems } = schema;
    const [first] = value;
    return [
        made('wrong type', { wrong: true }),
        ...(minItems === 0 ? [] : [made('too few', [])]),
        ...(maxItems === undefined || maxItems > 500 || first === undefined
            ? [] : [made('too many', Array<unknown>(maxItems + 1).fill(first))]),
        ...(uniqueItems === true && first !== undefined ? [made('repeated', [...value, first])] : [])
    ];
}

function objectMutations(
    schema: Schema, value: Readonly<Record<string, unknown>>, path: string, made: Make
): readonly Mutation[] {
    const { required = [], additionalProperties, minProperties = 0, oneOf, anyOf } = schema;
    const at = (name: string) => (path === '' ? name : `${path}.${name}`);
    const all = (oneOf ?? anyOf)?.flatMap((choice) => choice.required ?? []) ?? [];
    return [
        ...(path === '' ? [] : [made('wrong type', 'no object')]),
        ...required.map((name) => made('missing', without(value, name), at(name))),
        ...(additionalProperties === false ? [made('unknown', { ...value, noSuchField: 1 }, at('noSuchField'))] : []),
        ...(minProperties > required.length
            ? [made('too few members', Object.fromEntries(required.map((name) => [name, value[name]])))] : []),
        ...(all.length === 0 ? [] : [made('none of', all.reduce(without, value))])
    ];
}

function innerMutations({ schema, value, path }: Place): readonly Mutation[] {
    if (Array.isArray(value)) {
        return value.flatMap((entry: unknown, index) =>
            mutationsOf(schema.items ?? {}, entry, `${path}[${index}]`).map((mutation) =>
                ({ ...mutation, value: value.map((other: unknown, at) => (at === index ? mutation.value : other)) })));
    }
    if (typeof value !== 'object' || value === null) {
        return [];
    }
    return Object.entries(value).flatMap(([name, member]) =>
        mutationsOf(schema.properties?.[name] ?? { readOnly: true }, member, path === '' ? name : `${path}.${name}`)
            .map((mutation) => ({ ...mutation, value: { ...value, [name]: mutation.value } })));
}

function without(value: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
    return Object.fromEntries(Object.entries(value).filter(([other]) => other !== name));
}
