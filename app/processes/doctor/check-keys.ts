import { types } from 'node:util';
import type { JWK } from 'jose';
import { fetchKeys } from '../../platform/auth/fetch-keys.ts';
import { systemCodeOf } from '../../foundation/errors/system-code.ts';
import { failureWords } from './failure-words.ts';
import { failed, ok, type Outcome } from './finding.ts';

/** Reads the keys that tokens are checked with. */
export async function checkKeys(url: string): Promise<Outcome> {
    const { host } = new URL(url);
    try {
        const { keys } = (await fetchKeys(url)).jwks();
        const count = `${keys.length} ${keys.length === 1 ? 'key' : 'keys'}`;
        if (keys.length > 0 && !keys.some(isUsable)) {
            return failed(`${host} publishes ${count}, none for RS256, ES256 or EdDSA: no token would be accepted`);
        }
        return keys.length === 0
            ? failed(`${host} publishes no key: no token would be accepted`) : ok(`${host} publishes ${count}`);
    } catch (error) {
        return failed(`${host}: ${reasonOf(error)}; check JWT_JWKS_URL`);
    }
}

/** Tells whether a key can check tokens of an accepted algorithm. */
function isUsable({ kty, crv, alg, use }: JWK): boolean {
    const kind = kty === 'RSA' ? 'RS256' : kty === 'EC' && crv === 'P-256' ? 'ES256'
        : kty === 'OKP' && crv === 'Ed25519' ? 'EdDSA' : undefined;
    return kind !== undefined && (alg === undefined || alg === kind || (kind === 'EdDSA' && alg === 'Ed25519'))
        && (use === undefined || use === 'sig');
}

function reasonOf(error: unknown): string {
    const [name, message] = types.isNativeError(error) ? [error.name, error.message] : ['', ''];
    if (name === 'SyntaxError' || systemCodeOf(error) === 'ERR_JWKS_INVALID') {
        return 'answers with what is no set of keys';
    }
    const status = /^The key server answered (\d+)$/.exec(message)?.[1];
    return status === undefined ? failureWords(error) : `answers with ${status}`;
}
