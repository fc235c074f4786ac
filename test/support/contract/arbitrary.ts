import fc from 'fast-check';
import { plain, type Schema } from './api-document.ts';
import { formatted, type KnownIds } from './formats.ts';
import { matching } from './matching.ts';

/** Maximum entries of a generated list, so that a body stays small. */
const maxEntries = 3;

/**
 * Values that are valid by a schema of the document.
 * @param known - Ids of which some lead to real things.
 */
export function valuesOf(schema: Schema, known: KnownIds): fc.Arbitrary<unknown> {
    const core = plain(schema);
    const values = valuesOfCore(core, known);
    return core.nullable === true ? fc.oneof({ weight: 6, arbitrary: values }, fc.constant(null)) : values;
}

function valuesOfCore(schema: Schema, known: KnownIds): fc.Arbitrary<unknown> {
    const { enum: values, oneOf, anyOf, properties } = schema;
    if (values !== undefined) {
        return fc.constantFrom(...values.filter((value) => value !== null));
    }
    const choices = properties === undefined ? oneOf ?? anyOf : undefined;
    if (choices !== undefined) {
        return fc.oneof(...choices.map((choice) => valuesOf(withSiblings(choice, choices), known)));
    }
    switch (schema.type) {
        case 'object':
            return objects(schema, known);
        case 'array':
            return lists(schema, known);
        case 'boolean':
            return fc.boolean();
        case 'integer':
            return integers(schema);
        case 'number':
            return numbers(schema);
        case 'string':
            return texts(schema, known);
        default:
            return fc.constantFrom<unknown>('any', 1, true, null);
    }
}

/**
 * A number beside a text of the same meaning keeps to the decimals of the text's pattern: `multipleOf` would refuse
 * right amounts, because 0.07 is no multiple of 0.01 to a binary float.
 */
function withSiblings(choice: Schema, choices: readonly Schema[]): Schema {
    const pattern = choices.find(({ type }) => type === 'string')?.pattern;
    return choice.type === 'number' && pattern !== undefined ? { ...choice, pattern } : choice;
}

function integers({ minimum = 0, maximum = 1_000 }: Schema): fc.Arbitrary<unknown> {
    return fc.integer({ min: minimum, max: maximum });
}

function numbers({ minimum = 0, maximum = 1_000, pattern }: Schema): fc.Arbitrary<unknown> {
    const regex = new RegExp(pattern ?? '');
    const small = fc.integer({ min: 0, max: 100_000 }).map((cents) => cents / 100);
    return fc.oneof(small, fc.constantFrom(minimum, maximum))
        .filter((value) => value >= minimum && value <= maximum && regex.test(String(value)));
}

function texts({ format, pattern, minLength = 0, maxLength, example }: Schema, known: KnownIds) {
    const made = formatted(format, known)
        ?? (pattern === undefined ? plainTexts(minLength, maxLength) : matching(pattern));
    const shown = typeof example === 'string' ? [{ weight: 2, arbitrary: fc.constant(example) }] : [];
    const regex = new RegExp(pattern ?? '');
    return fc.oneof({ weight: 4, arbitrary: made }, ...shown).filter((text) =>
        regex.test(text) && text.length >= minLength && text.length <= (maxLength ?? Infinity));
}

function plainTexts(min: number, max: number | undefined): fc.Arbitrary<string> {
    return fc.string({ minLength: min, maxLength: Math.min(max ?? 20, 20) });
}

function lists(schema: Schema, known: KnownIds): fc.Arbitrary<unknown> {
    const { items = {}, minItems = 0, maxItems = maxEntries, uniqueItems } = schema;
    const bounds = { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, maxEntries)) };
    const entries = valuesOf(items, known);
    return uniqueItems === true
        ? fc.uniqueArray(entries, { ...bounds, selector: (entry) => JSON.stringify(entry) })
        : fc.array(entries, bounds);
}

function objects(schema: Schema, known: KnownIds): fc.Arbitrary<unknown> {
    const { properties = {}, required = [], oneOf, anyOf, additionalProperties, minProperties = 0 } = schema;
    const names = Object.keys(properties);
    if (names.length === 0 && typeof additionalProperties === 'object') {
        return fc.dictionary(fc.constantFrom('PLN', 'EUR', 'USD'), valuesOf(additionalProperties, known),
            { noNullPrototype: true });
    }
    const groups = (oneOf ?? anyOf)?.map((choice) => choice.required ?? []) ?? [[]];
    const grouped = new Set(groups.flat());
    const free = names.filter((name) => !required.includes(name) && !grouped.has(name));
    const members = Object.fromEntries(names.map((name) => [name, valuesOf(properties[name] ?? {}, known)] as const));
    return fc.tuple(fc.constantFrom(...groups), chosen(free)).chain(([group, optional]) =>
        fc.record(membersOf([...required, ...group, ...optional], members), { noNullPrototype: true }))
        .filter((value) => Object.keys(value).length >= minProperties);
}

function membersOf(names: readonly string[], members: Readonly<Record<string, fc.Arbitrary<unknown>>>) {
    return Object.fromEntries(names.flatMap((name) => (members[name] === undefined ? [] : [[name, members[name]]])));
}

/** Few of many optional members: with all at once, rules between members would refuse nearly every body. */
function chosen(names: readonly string[]): fc.Arbitrary<readonly string[]> {
    return names.length === 0 ? fc.constant([]) : fc.subarray([...names], { maxLength: Math.min(names.length, 4) });
}
