const numberText = Symbol('number text');

/** A JSON number as the sender wrote it. It is never turned into a binary float, which would lose digits of an amount. */
export type JsonNumber = { readonly [numberText]: string };

/** What JSON.parse tells a reviver beside key and value; TypeScript's own library does not know it yet. */
type ReviverContext = { readonly source?: string };

/**
 * Reads JSON with every number kept as its text.
 * @throws SyntaxError when `text` is not JSON (also a RangeError, when it is nested beyond the stack)
 * @see https://github.com/tc39/proposal-json-parse-with-source
 */
export function parseExactJson(text: string): unknown {
    const reviver = (_key: string, value: unknown, context?: ReviverContext) =>
        typeof value === 'number' ? { [numberText]: context?.source ?? String(value) } : value;

    return JSON.parse(text, reviver);
}

/** The digits of a number read by {@link parseExactJson}; undefined for anything else. */
export function textOfNumber(value: unknown): string | undefined {
    return typeof value === 'object' && value !== null && numberText in value && typeof value[numberText] === 'string'
        ? value[numberText]
        : undefined;
}
