/**
 * JSON that keeps bigints: they are written as decimal text and turned back by the rule that this code names them by. A member
 * whose name ends in `Micros`, `Nanos` or `Minor` is a bigint, so a text in it is one.
 */
export function encodeWithDecimals(value: unknown): string {
    return JSON.stringify(value, (_key, member: unknown) => typeof member === 'bigint' ? member.toString() : member);
}

/**
 * Reads what {@link encodeWithDecimals} wrote.
 * @throws SyntaxError when the text is not that
 */
export function decodeWithDecimals(text: string): unknown {
    return JSON.parse(text, (key, member: unknown) => typeof member === 'string' && isDecimalName(key) ? BigInt(member) : member);
}

function isDecimalName(key: string): boolean {
    return key.endsWith('Micros') || key.endsWith('Nanos') || key.endsWith('Minor');
}
