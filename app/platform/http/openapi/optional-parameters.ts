import type { Json, JsonObject } from '../../../foundation/schema/openapi-meta.ts';

/**
 * A parameter without its examples, when it may be left out: Swagger UI fills examples in, and a list that is asked for with
 * every filter filled finds nothing. Path parameters, which must be there, keep theirs.
 */
export function withoutOptionalExamples(parameter: Json): Json {
    return isObject(parameter) && parameter['in'] === 'query' && parameter['required'] !== true ? withoutExamples(parameter) : parameter;
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
