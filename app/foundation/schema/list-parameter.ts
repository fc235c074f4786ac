import Joi from 'joi';

// joi types the result of `extend` as `any`.
const commaLists = Joi.extend({
    type: 'array',
    base: Joi.array(),
    coerce: {
        from: ['string', 'object'],
        method: (value: unknown) => {
            const parts = [value].flat().flatMap(partsOf);
            return { value: parts.every((part) => part === '') ? [] : parts };
        }
    }
}) as Joi.Root;

/**
 * A query parameter with several values: repeated, as `name[]`, or separated by commas. One value is a list of one; an
 * empty value, as in `?name=`, is refused with the parameter's name.
 * @param item - Schema of one value.
 * @param max - Maximum number of values.
 */
export function listParameter<Value>(
    label: string, item: Joi.AnySchema<Value>, max: number
): Joi.ArraySchema<readonly Value[]> {
    return commaLists.array<readonly Value[]>().items(item).min(1).max(max).label(label)
        .messages({
            'array.min': 'must not be empty; leave it out for all', 'array.max': `must have at most ${max} values`
        });
}

function partsOf(entry: unknown): readonly unknown[] {
    return typeof entry === 'string' ? entry.split(',').map((part) => part.trim()) : [entry];
}
