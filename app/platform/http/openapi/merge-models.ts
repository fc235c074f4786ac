import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../../../foundation/schema/openapi-meta.ts';
import { alternativeSuffix } from './clean-schemas.ts';
import { mapObjects } from './map-objects.ts';
import { modelNameOf, modelPrefix, type OpenApiDocument } from './openapi-document.ts';

type Models = Readonly<Record<string, JsonObject>>;
type Place = { readonly name: string; readonly use: unknown };

/**
 * The document with each model once. hapi-swagger writes a model again, under its name and a number, for each use that
 * has a description of its own; such a use becomes a reference with its description beside it. Schemas that it writes
 * out at each use get their name, if they have one (`x-model`).
 * @throws Error when a named schema is written in two ways
 */
export function mergedModels(document: OpenApiDocument): OpenApiDocument {
    const merged = mergedVariants(withNamedModels(document));
    return mapObjects(merged, ({ 'x-use': use, ...schema }) =>
        (use === undefined ? schema : { ...schema, description: use }));
}

/** Merges until nothing moves: models become equal once those that they refer to are one. */
function mergedVariants(document: OpenApiDocument): OpenApiDocument {
    const places = placesOf(document.components.schemas);
    return places.size === 0 ? document : mergedVariants(moved(document, places));
}

/** Gives the schemas that have `x-model` that name, and refers to them from where they were. */
function withNamedModels(document: OpenApiDocument): OpenApiDocument {
    const models = new Map<string, Readonly<Record<string, unknown>>>();
    const named = mapObjects(document, (schema) => {
        const { 'x-model': model, 'x-use': use, ...core } = schema;
        if (typeof model !== 'string') {
            return schema;
        }
        if (!isDeepStrictEqual(models.get(model) ?? core, core)) {
            throw new Error(`The model ${model} is written in two ways`);
        }
        models.set(model, core);
        return referenceTo({ name: model, use });
    });
    // hapi-swagger drops the metadata of what a route answers, so there alternatives are known by their form.
    const referred = mapObjects(named, (schema) => {
        const isWrittenOut = ([, { anyOf }]: readonly [string, Readonly<Record<string, unknown>>]): boolean =>
            anyOf !== undefined && isDeepStrictEqual(anyOf, schema['anyOf']);
        const [name] = [...models].find(isWrittenOut) ?? [];
        return name === undefined ? schema : referenceTo({ name, use: undefined });
    });
    // What was put in are objects of the document.
    const schemas = { ...referred.components.schemas, ...Object.fromEntries(models) } as Record<string, JsonObject>;
    return { ...referred, components: { ...referred.components, schemas } };
}

/** The models that have to move: variants go to their base, and uses to where they are referred to. */
function placesOf(models: Models): ReadonlyMap<string, Place> {
    const places = Object.entries(models).map(([name, { 'x-use': use }]) =>
        [name, { name: baseOf(name, models), use }] as const);
    return new Map(places.filter(([from, { name, use }]) => name !== from || use !== undefined));
}

/** Name of the model that this one is a variant of: itself when it is none. */
function baseOf(name: string, models: Models): string {
    const plain = name.endsWith(alternativeSuffix) ? name.slice(0, -alternativeSuffix.length) : name;
    const candidates = [plain.replace(/\d+$/, ''), plain].filter((candidate) => candidate !== name);
    const equal = candidates.find((candidate) => isSameModel(models[candidate], models[name]));
    return equal ?? (plain !== name && models[plain] === undefined ? plain : name);
}

/** Two models are one when they differ in nothing but that only one of them is described. */
function isSameModel(a: JsonObject | undefined, b: JsonObject | undefined): boolean {
    if (a === undefined || b === undefined) {
        return false;
    }
    const { 'x-use': _useOfA, description: describedA, ...coreOfA } = a;
    const { 'x-use': _useOfB, description: describedB, ...coreOfB } = b;
    const mayBeOne = describedA === undefined || describedB === undefined || describedA === describedB;
    return mayBeOne && isDeepStrictEqual(coreOfA, coreOfB);
}

function moved(document: OpenApiDocument, places: ReadonlyMap<string, Place>): OpenApiDocument {
    const models: Record<string, JsonObject> = {};
    for (const [name, { 'x-use': _use, ...model }] of Object.entries(document.components.schemas)) {
        const target = places.get(name)?.name ?? name;
        models[target] = { ...models[target], ...model };
    }
    const rest = { ...document, components: { ...document.components, schemas: models } };
    return mapObjects(rest, (schema) => {
        const place = places.get(modelNameOf(schema) ?? '');
        return place === undefined ? schema : referenceTo(place);
    });
}

/** A reference, in a wrapper where the use has its own description: OpenAPI 3.0 ignores what stands beside `$ref`. */
function referenceTo({ name, use }: Place): Readonly<Record<string, unknown>> {
    const reference = { $ref: `${modelPrefix}${name}` };
    return use === undefined ? reference : { allOf: [reference], description: use };
}
