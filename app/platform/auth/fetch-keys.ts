import { createLocalJWKSet, type JSONWebKeySet } from 'jose';

// The key server may hang; a caller waits at most this long.
const fetchLimitMs = 2_000;

/** Published keys of an issuer; finds the one that a token names. */
export type KeySet = ReturnType<typeof createLocalJWKSet>;

/**
 * Reads the keys (a JWK set) at an address, once.
 * @throws Error when there is no answer within 2 s, or the answer is no set of keys
 */
export async function fetchKeys(url: string): Promise<KeySet> {
    const response = await fetch(url, {
        headers: { accept: 'application/jwk-set+json, application/json' }, redirect: 'error',
        signal: AbortSignal.timeout(fetchLimitMs)
    });
    if (response.status !== 200) {
        await response.body?.cancel();
        throw new Error(`The key server answered ${response.status}`);
    }
    // createLocalJWKSet refuses an answer that is no set of keys.
    return createLocalJWKSet(await response.json() as JSONWebKeySet);
}
