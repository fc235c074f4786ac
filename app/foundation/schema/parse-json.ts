/** Third argument of a JSON.parse reviver, which TypeScript's own library does not know yet. */
type ReviverContext = { readonly source?: string };

/**
 * Parses JSON and converts every number with `readNumber`, because a binary float would lose digits of an amount.
 * @param readNumber - Receives the float and the number's text as the sender wrote it.
 * @throws SyntaxError when `text` is not JSON (also a RangeError, when it is nested too deeply for the stack)
 * @see https://github.com/tc39/proposal-json-parse-with-source
 */
export function parseJson(text: string, readNumber: (value: number, source: string) => unknown): unknown {
    return JSON.parse(text, (_key: string, value: unknown, context?: ReviverContext) =>
        typeof value === 'number' ? readNumber(value, context?.source ?? String(value)) : value);
}
