import { formatMicros } from '../../../foundation/money/decimal.ts';
import type { OpenApiMeta } from '../../../foundation/schema/openapi-meta.ts';
import type { OpenApiDocument } from './openapi-document.ts';

const alternatives = 'x-alt-definitions';
/** hapi-swagger's notes on joi rules; no other tool reads them. */
const noise = new Set(['x-meta', 'x-format', 'x-convert', 'x-constraint', 'x-alternatives', alternatives]);

/** The format that OpenAPI has for a rule of joi. */
const formatOfRule = { guid: 'uuid', isoDate: 'date-time', email: 'email' } as const;

/** Members of {@link OpenApiMeta}: a typing error in one would be lost without a word. */
const metaMembers = new Set(['set', 'drop', 'model', 'use', 'sameAs']);

/** Ending of the names of models that hapi-swagger keeps in a place of its own, where no reference may point. */
export const alternativeSuffix = '.alternative';

/**
 * Applies what schemas say of themselves, and moves all models to where references may point.
 * `x-model`, `x-use` and `x-same-as` stay, for those who merge models and share examples.
 */
export function cleanSchemas(raw: OpenApiDocument): OpenApiDocument {
    const apart: readonly (readonly [string, unknown])[] = Object.entries(raw[alternatives] ?? {});
    const renamed = apart.map(([name, schema]) => [`${name}${alternativeSuffix}`, schema] as const);
    const schemas = { ...raw.components.schemas, ...Object.fromEntries(renamed) };
    // The document is data that was just made of data; nothing in it but JSON and the bigints that are replaced here.
    return cleaned({ ...raw, components: { ...raw.components, schemas } }) as OpenApiDocument;
}

function cleaned(value: unknown): unknown {
    if (typeof value === 'bigint') {
        return formatMicros(value);
    }
    if (typeof value === 'string') {
        const name = value.startsWith(`#/${alternatives}/`) ? value.slice(alternatives.length + 3) : undefined;
        return name === undefined ? value : `#/components/schemas/${name}${alternativeSuffix}`;
    }
    if (Array.isArray(value)) {
        return value.map(cleaned);
    }
    return typeof value === 'object' && value !== null ? cleanedObject(value) : value;
}

function cleanedObject(value: object): Record<string, unknown> {
    const { set = {}, drop = [], model, use, sameAs } = metaOf(value);
    const kept = Object.entries(value)
        .filter(([name, entry]) => !noise.has(name) && !drop.includes(name) && entry !== undefined);
    const own = 'description' in value ? value.description : undefined;
    const description = [own, set['description']].filter((part) => typeof part === 'string').join(' ');
    const members = Object.fromEntries(
        kept.map(([name, entry]) => [name, cleaned(name === 'pattern' ? asciiDigits(entry) : entry)]));
    return withNull({
        ...formatOf(value),
        ...members,
        ...set,
        ...(description === '' ? {} : { description }),
        ...(model === undefined ? {} : { 'x-model': model }),
        ...(use === undefined ? {} : { 'x-use': use }),
        ...(sameAs === undefined ? {} : { 'x-same-as': sameAs })
    });
}

/** A pattern in which only `0` to `9` are digits: to some tools `\\d` is a digit of any script. */
function asciiDigits(pattern: unknown): unknown {
    return typeof pattern === 'string' ? pattern.replaceAll('\\d', '[0-9]') : pattern;
}

function formatOf(value: object): { readonly format?: string } {
    const rules = 'x-format' in value && typeof value['x-format'] === 'object' ? value['x-format'] ?? {} : {};
    const [format] = Object.entries(formatOfRule).filter(([rule]) => rule in rules).map(([, name]) => name);
    return format === undefined ? {} : { format };
}

/** The schema of null alone: models among the kinds of a nullable value let none in. */
const nothing = { type: 'string', nullable: true, enum: [null] } as const;

/**
 * A schema that takes null in words that every tool understands. Null has to be one of the values of an enumeration:
 * `nullable` alone lets none in. `nullable` only counts beside a type, so among alternatives the first one takes null.
 * @see OpenAPI 3.0.3, proposal 003 on nullable
 */
function withNull({ nullable, ...schema }: Record<string, unknown>): Record<string, unknown> {
    if (nullable !== true) {
        return schema;
    }
    const choices = listOf(schema['oneOf']);
    if (choices !== undefined && schema['type'] === undefined) {
        const [first, ...others] = choices;
        return { ...schema, oneOf: [Object.assign({}, first, { nullable }), ...others] };
    }
    const kinds = listOf(schema['anyOf']);
    if (kinds !== undefined) {
        return { ...schema, nullable, anyOf: [...kinds, nothing] };
    }
    const values = listOf(schema['enum']);
    return { ...schema, nullable, ...(values === undefined ? {} : { enum: [...values, null] }) };
}

function listOf(value: unknown): readonly unknown[] | undefined {
    return Array.isArray(value) ? value : undefined;
}

function metaOf(value: object): OpenApiMeta {
    const meta: unknown = 'x-meta' in value ? value['x-meta'] : undefined;
    const openapi: unknown = typeof meta === 'object' && meta !== null && 'openapi' in meta ? meta.openapi : {};
    const unknown = Object.keys(openapi ?? {}).filter((member) => !metaMembers.has(member));
    if (unknown.length > 0) {
        throw new Error(`A schema's meta.openapi has ${unknown.join(', ')}, which nothing reads`);
    }
    // Only our own schemas write this member, with the type above.
    return openapi as OpenApiMeta;
}
