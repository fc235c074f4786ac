/**
 * A JSON number that a binary float cannot hold, with its digits as the sender wrote them. A symbol, so that it is
 * neither a text nor a number for any schema: only the fields of exact decimals read it.
 */
export type ExactNumber = symbol;

/** A number as its digits. */
export function exactNumber(digits: string): ExactNumber {
    return Symbol(digits);
}

/** Digits of an {@link ExactNumber}; undefined for anything else. */
export function digitsOf(value: unknown): string | undefined {
    return typeof value === 'symbol' ? value.description : undefined;
}
