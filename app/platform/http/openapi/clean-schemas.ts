import { formatMicros } from '../../../foundation/money/decimal.ts';
import type { OpenApiMeta } from '../../../foundation/schema/openapi-meta.ts';
import type { OpenApiDocument } from './openapi-document.ts';

const alternatives = 'x-alt-definitions';
/** hapi-swagger's notes on joi rules; no other tool reads them. */
const noise = new Set(['x-meta', 'x-format', 'x-convert', 'x-constraint', 'x-alternatives', alternatives]);

/** Applies what schemas say of themselves, and moves models that hapi-swagger keeps in a place of its own to where references may point. */
export function cleanSchemas(raw: OpenApiDocument): OpenApiDocument {
    const moved = { ...(raw[alternatives] ?? {}), ...raw.components.schemas };
    // The document is data that was just made of data; nothing in it but JSON and the bigints that are replaced here.
    return cleaned({ ...raw, components: { ...raw.components, schemas: moved } }) as OpenApiDocument;
}

function cleaned(value: unknown): unknown {
    if (typeof value === 'bigint') {
        return formatMicros(value);
    }
    if (typeof value === 'string') {
        return value.replace(`#/${alternatives}/`, '#/components/schemas/');
    }
    if (Array.isArray(value)) {
        return value.map(cleaned);
    }
    return typeof value === 'object' && value !== null ? cleanedObject(value) : value;
}

function cleanedObject(value: object): Record<string, unknown> {
    const { set = {}, drop = [] } = metaOf(value);
    const kept = Object.entries(value).filter(([name, entry]) => !noise.has(name) && !drop.includes(name) && entry !== undefined);
    const own = 'description' in value ? value.description : undefined;
    const description = [own, set['description']].filter((part) => typeof part === 'string').join(' ');
    const members = Object.fromEntries(kept.map(([name, entry]) => [name, cleaned(entry)]));
    return withNull({ ...members, ...set, ...(description === '' ? {} : { description }) });
}

/** A value has to be in its enumeration too: `nullable` alone lets no null in. @see OpenAPI 3.0.3, proposal 003 on nullable */
function withNull(schema: Record<string, unknown>): Record<string, unknown> {
    const { nullable, enum: values } = schema;
    if (nullable !== true || !Array.isArray(values)) {
        return schema;
    }
    const listed: readonly unknown[] = values;
    return { ...schema, enum: [...listed, null] };
}

function metaOf(value: object): OpenApiMeta {
    const meta: unknown = 'x-meta' in value ? value['x-meta'] : undefined;
    // Only our own schemas write this member, with the type above.
    return typeof meta === 'object' && meta !== null && 'openapi' in meta ? meta.openapi as OpenApiMeta : {};
}
