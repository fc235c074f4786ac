import { createHash } from 'node:crypto';

/**
 * The key under which an answer is kept: a hash, so that it has one length and one alphabet for any input, and so that
 * no two lists of parts share a key.
 * @param parts - Everything the answer depends on: the upstream's URL, the organisation, the inputs.
 * @returns 43 characters of base64url
 */
export function cacheKey(parts: readonly (string | boolean)[]): string {
    return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
