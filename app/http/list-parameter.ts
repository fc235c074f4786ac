import Joi from 'joi';

// joi's types say `any` of what `extend` gives.
const commaLists = Joi.extend({
    type: 'array',
    base: Joi.array(),
    coerce: {
        from: ['string', 'object'],
        method: (value: unknown) => ({ value: [value].flat().flatMap(partsOf) })
    }
}) as Joi.Root;

/**
 * A query parameter that takes several values: repeated, as `name[]`, or separated by commas. One value is a list of one.
 * @param item - Schema of one value.
 * @param max - How many values are taken.
 */
export function listParameter<Value>(label: string, item: Joi.AnySchema<Value>, max: number): Joi.ArraySchema<Value[]> {
    return commaLists.array<Value[]>().items(item).min(1).max(max).label(label);
}

function partsOf(entry: unknown): readonly unknown[] {
    return typeof entry === 'string' ? entry.split(',').map((part) => part.trim()) : [entry];
}
