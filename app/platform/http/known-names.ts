import type Joi from 'joi';

/** The parts of joi's description of a schema that lead to the names of its members. */
type Description = {
    readonly keys?: Readonly<Record<string, Description>>;
    readonly items?: readonly Description[];
};

const descriptions = new WeakMap<Joi.Schema, Description>();

/**
 * The names that a schema knows at a place.
 * @param path - Place within the value; empty for the value itself.
 */
export function namesIn(schema: Joi.Schema, path: readonly (string | number)[] = []): readonly string[] {
    const place = path.reduce<Description | undefined>(
        (at, part) => (typeof part === 'number' ? at?.items?.[0] : at?.keys?.[part]), descriptionOf(schema));
    return Object.keys(place?.keys ?? {});
}

/** Description of a schema, made once: it takes far longer than a validation. */
function descriptionOf(schema: Joi.Schema): Description {
    // joi describes any schema by one loose type.
    const description = descriptions.get(schema) ?? schema.describe() as Description;
    descriptions.set(schema, description);
    return description;
}
