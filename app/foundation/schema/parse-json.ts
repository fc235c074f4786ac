/** What JSON.parse tells a reviver beside key and value; TypeScript's own library does not know it yet. */
type ReviverContext = { readonly source?: string };

/**
 * Reads JSON with every number as `readNumber` wants it. A binary float would lose digits of an amount.
 * @param readNumber - Takes the float and the number's text as the sender wrote it.
 * @throws SyntaxError when `text` is not JSON (also a RangeError, when it is nested beyond the stack)
 * @see https://github.com/tc39/proposal-json-parse-with-source
 */
export function parseJson(text: string, readNumber: (value: number, source: string) => unknown): unknown {
    return JSON.parse(text, (_key: string, value: unknown, context?: ReviverContext) =>
        typeof value === 'number' ? readNumber(value, context?.source ?? String(value)) : value);
}
