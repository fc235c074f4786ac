/**
 * JSON that keeps bigints, written as decimal text. The suffix of a member's name tells which texts are bigints: a
 * member whose name ends in `Micros`, `Nanos` or `Minor` is always one.
 */
export function encodeWithDecimals(value: unknown): string {
    return JSON.stringify(value, (_key, member: unknown) => typeof member === 'bigint' ? member.toString() : member);
}

/**
 * Reads the text that {@link encodeWithDecimals} wrote.
 * @throws SyntaxError when the text is anything else
 */
export function decodeWithDecimals(text: string): unknown {
    return JSON.parse(text, (key, member: unknown) =>
        typeof member === 'string' && isDecimalName(key) ? BigInt(member) : member);
}

function isDecimalName(key: string): boolean {
    return key.endsWith('Micros') || key.endsWith('Nanos') || key.endsWith('Minor');
}
