import type { Switches } from './switches.ts';

/** Raw answer that is sent instead of a good one. */
export type RawAnswer = { readonly text: string; readonly mediaType: string };

/** Size of a huge answer, more than any client should read. */
const hugeCharacters = 4 * 1024 * 1024;

/** Turns a good answer into the wanted rubbish. */
export function spoil(body: unknown, rubbish: Switches['rubbish']): RawAnswer {
    const text = JSON.stringify(body);
    const json = 'application/json';

    switch (rubbish) {
        case 'none': return { text, mediaType: json };
        case 'html': return {
            text: '<!doctype html><title>Maintenance</title><h1>We are back soon</h1>', mediaType: 'text/html'
        };
        case 'truncated': return { text: text.slice(0, Math.floor(text.length / 2)), mediaType: json };
        case 'wrong_types': return { text: JSON.stringify(withWrongTypes(body)), mediaType: json };
        case 'empty': return { text: '', mediaType: json };
        case 'huge':
            return { text: JSON.stringify({ ...Object(body), filler: 'x'.repeat(hugeCharacters) }), mediaType: json };
    }
}

/** An answer with the same names and each value of another type. The id stays, so that only the types are wrong. */
function withWrongTypes(body: unknown): unknown {
    if (typeof body !== 'object' || body === null) {
        return [body];
    }
    return Object.fromEntries(
        Object.entries(body).map(([name, value]) => [name, name === 'id' ? value : wrongType(value)]));
}

function wrongType(value: unknown): unknown {
    if (typeof value === 'string') {
        return { text: value };
    }
    return typeof value === 'object' && value !== null ? withWrongTypes(value) : 'abc';
}
