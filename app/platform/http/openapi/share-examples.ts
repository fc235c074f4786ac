import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../../../foundation/schema/openapi-meta.ts';
import { mapObjects } from './map-objects.ts';
import { examplePrefix, modelNameOf, modelPrefix, type OpenApiDocument } from './openapi-document.ts';

/**
 * The document with the example of each body once, among its components, and without the models that nothing refers to.
 * A model that equals another one but for its example (`x-same-as`) gives its name to the example alone.
 */
export function withSharedExamples(document: OpenApiDocument): OpenApiDocument {
    const { schemas } = document.components;
    const examples: Record<string, JsonObject> = {};
    const shared = mapObjects({ ...document, components: { ...document.components, schemas: {} } }, (entry) => {
        const name = modelNameOf(entry['schema']);
        const own = name === undefined ? undefined : schemas[name]?.['example'];
        if (name === undefined || own === undefined || !isDeepStrictEqual(entry['example'], own)) {
            return entry;
        }
        examples[name] = { value: own };
        const { example: _own, ...others } = entry;
        return { ...others, examples: { [name]: { $ref: `${examplePrefix}${name}` } } };
    });
    const { components } = shared;
    return withoutUnused(withoutTwins({
        ...shared,
        components: {
            ...components,
            schemas: bodiesWithoutExamples(schemas),
            examples: { ...components.examples, ...examples }
        }
    }));
}

function bodiesWithoutExamples(schemas: Readonly<Record<string, JsonObject>>): Record<string, JsonObject> {
    return Object.fromEntries(Object.entries(schemas).map(([name, model]) => {
        const { example: _shared, ...others } = model;
        return [name, model['properties'] === undefined && model['anyOf'] === undefined ? model : others];
    }));
}

/** @throws Error when a model that is said to be the same as another one is not */
function withoutTwins(document: OpenApiDocument): OpenApiDocument {
    const { schemas } = document.components;
    const twins = new Map<string, string>();
    for (const [name, { 'x-same-as': other, ...model }] of Object.entries(schemas)) {
        if (typeof other === 'string') {
            const { description: _own, ...core } = model;
            const { description: _others, ...coreOfOther } = schemas[other] ?? {};
            if (!isDeepStrictEqual(core, coreOfOther)) {
                throw new Error(`The model ${name} is not the same as ${other}`);
            }
            twins.set(name, other);
        }
    }
    return mapObjects(document, (schema) => {
        const twin = twins.get(modelNameOf(schema) ?? '');
        return twin === undefined ? schema : { $ref: `${modelPrefix}${twin}` };
    });
}

function withoutUnused(document: OpenApiDocument): OpenApiDocument {
    const { components: { schemas, ...others }, ...rest } = document;
    const used = new Set<string>();
    const follow = (value: unknown): unknown => mapObjects(value, (schema) => {
        const name = modelNameOf(schema);
        if (name !== undefined && !used.has(name)) {
            used.add(name);
            follow(schemas[name]);
        }
        return schema;
    });
    follow([rest, others]);
    const kept = Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
    return { ...document, components: { ...others, schemas: kept } };
}
