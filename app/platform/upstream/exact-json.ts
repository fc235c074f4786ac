import { parseJson } from '../../foundation/schema/parse-json.ts';

const numberText = Symbol('number text');

/**
 * A JSON number as the sender wrote it. It is never turned into a binary float, which would lose digits of an amount.
 */
export type JsonNumber = { readonly [numberText]: string };

/**
 * Reads JSON with every number kept as its text.
 * @throws SyntaxError when `text` is not JSON (also a RangeError, when it is nested beyond the stack)
 */
export function parseExactJson(text: string): unknown {
    return parseJson(text, (_value, source) => ({ [numberText]: source }));
}

/** The digits of a number read by {@link parseExactJson}; undefined for anything else. */
export function textOfNumber(value: unknown): string | undefined {
    return typeof value === 'object' && value !== null && numberText in value && typeof value[numberText] === 'string'
        ? value[numberText]
        : undefined;
}
