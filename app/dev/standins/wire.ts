import { createHash } from 'node:crypto';

/** An answer before it goes over the wire. */
export type StandinAnswer = {
    readonly status: number;
    readonly body: unknown;
    /** True: the body is a text and sent as it is, not as JSON. */
    readonly plain?: boolean;
};

/** `200` with the bare record, as the deployed services answer it. */
export function found(body: unknown): StandinAnswer {
    return { status: 200, body };
}

/** A refusal in the deployed services' shape. @see upstreams.md section 1 */
export function refused(status: 400 | 404, message: string | readonly string[]): StandinAnswer {
    return { status, body: { message, error: status === 400 ? 'Bad Request' : 'Not Found', statusCode: status } };
}

/** The weak ETag that the deployed services send: length in hexadecimal and 27 characters of the hash. */
export function weakEtag(text: string): string {
    const hash = createHash('sha1').update(text).digest('base64').slice(0, 27);
    return `W/"${Buffer.byteLength(text).toString(16)}-${hash}"`;
}

/** Tells if a text is a UUID of any kind, including the nil one and upper case. */
function isUuid(id: string): boolean {
    return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
}

/**
 * The record of that id, or the deployed services' refusal. `noun` is what they call it: `Service`, `Product`,
 * `Contact`, `Quote`.
 */
export function findById<T extends { readonly id: string }>(
    rows: readonly T[], id: string, noun: string
): T | StandinAnswer {
    if (!isUuid(id)) {
        return refused(400, 'Validation failed (uuid is expected)');
    }
    return rows.find((row) => row.id === id.toLowerCase()) ?? refused(404, `${noun} with ID ${id} not found`);
}

/** A decimal with the scale of its column, as the deployed services write it: `12.5` with 2 gives `12.50`. */
export function scaled(decimal: string | null, decimals: number): string | null {
    if (decimal === null) {
        return null;
    }
    const [whole = '', fraction = ''] = decimal.split('.');
    return `${whole}.${fraction.padEnd(decimals, '0').slice(0, decimals)}`;
}

/** A decimal as a JSON number, as the documents show it. The shortest text of the number is the decimal again. */
export function jsonNumber(decimal: string | null): number | null {
    return decimal === null ? null : Number(decimal);
}
