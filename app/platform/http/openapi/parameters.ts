import { anyId } from '../../../foundation/schema/fields.ts';
import type { Json, JsonObject } from '../../../foundation/schema/openapi-meta.ts';

/**
 * A parameter as the document shows it: with its description where parameters have it, and without its examples when it
 * may be left out. Swagger UI fills examples in, and a list that is asked for with every filter filled finds nothing.
 * Path parameters, which must be there, keep theirs, but for the id that stands for any: nothing has it, and an empty
 * box asks for a real one.
 */
export function documentedParameter(parameter: Json): Json {
    if (!isObject(parameter)) {
        return parameter;
    }
    const hoisted = withOwnDescription(parameter);
    const isOptional = hoisted['in'] === 'query' && hoisted['required'] !== true;
    return isOptional || isAnyId(hoisted) ? withoutExamples(hoisted) : hoisted;
}

function isAnyId({ in: place, example, schema }: JsonObject): boolean {
    const shown = example ?? (schema !== undefined && isObject(schema) ? schema['example'] : undefined);
    return place === 'path' && shown === anyId;
}

/** The schema's description is that of the use, which says more than the one that hapi-swagger found. */
function withOwnDescription(parameter: JsonObject): JsonObject {
    const { schema } = parameter;
    if (schema === undefined || !isObject(schema) || schema['description'] === undefined) {
        return parameter;
    }
    const { description, ...others } = schema;
    return { ...parameter, description, schema: others };
}

function withoutExamples(value: Json): Json {
    if (Array.isArray(value)) {
        return value.map(withoutExamples);
    }
    if (!isObject(value)) {
        return value;
    }
    const kept = Object.entries(value).filter(([name]) => name !== 'example' && name !== 'examples');
    return Object.fromEntries(kept.map(([name, entry]) => [name, withoutExamples(entry)]));
}

function isObject(value: Json): value is JsonObject {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
