import { anyId } from '../../../foundation/schema/fields.ts';
import type { Json, JsonObject } from '../../../foundation/schema/openapi-meta.ts';

const deepest = 8;
const formats: Readonly<Record<string, string>> = {
    uuid: anyId, date: '2026-11-23', 'date-time': '2026-11-23T10:15:00.000Z',
    email: 'office@example.com'
};

/** An example of a schema: its own, or one put together from the examples of its fields. */
export function exampleOf(schema: JsonObject, schemas: Readonly<Record<string, JsonObject>>, depth = 0): Json {
    const referred = resolve(schema, schemas);
    if (referred !== undefined) {
        return exampleOf(referred, schemas, depth + 1);
    }
    const given = schema['example'] ?? schema['default'] ?? firstOf(schema['enum']);
    if (given !== undefined || depth > deepest) {
        return given ?? null;
    }
    // Alternatives beside properties only say which of them belong together.
    const choices = schema['properties'] === undefined
        ? schema['allOf'] ?? schema['oneOf'] ?? schema['anyOf'] : undefined;
    return isList(choices) ? exampleOf(objectOf(choices[0]), schemas, depth + 1) : byType(schema, schemas, depth);
}

/** The model that a schema refers to, if it refers to one. */
export function resolve({ $ref }: JsonObject, schemas: Readonly<Record<string, JsonObject>>): JsonObject | undefined {
    const name = typeof $ref === 'string' ? /^#\/components\/schemas\/(.+)$/.exec($ref)?.[1] : undefined;
    return name === undefined ? undefined : schemas[decodeURIComponent(name)] ?? {};
}

function byType(schema: JsonObject, schemas: Readonly<Record<string, JsonObject>>, depth: number): Json {
    switch (schema['type']) {
        case 'object':
            return Object.fromEntries(Object.entries(objectOf(schema['properties']))
                .map(([name, field]) => [name, exampleOf(objectOf(field), schemas, depth + 1)]));
        case 'array':
            return [exampleOf(objectOf(schema['items']), schemas, depth + 1)];
        case 'integer':
        case 'number':
            return schema['minimum'] ?? 1;
        case 'boolean':
            return true;
        default:
            return typeof schema['format'] === 'string' ? formats[schema['format']] ?? 'text' : 'text';
    }
}

function firstOf(list: Json | undefined): Json | undefined {
    return isList(list) ? list[0] : undefined;
}

// `Array.isArray` makes `any` of a readonly list.
function isList(value: Json | undefined): value is readonly Json[] {
    return Array.isArray(value);
}

function objectOf(value: Json | undefined): JsonObject {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as JsonObject : {};
}
