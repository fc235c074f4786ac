import { errors, type CryptoKey, type JWTVerifyGetKey } from 'jose';
import type { Clock } from '../../foundation/clock/clock.ts';
import type { AuthConfig } from '../config/auth-config.ts';
import { publishedKeys } from './published-keys.ts';

/** Keys that tokens are checked with. */
export type TokenKeys = {
    /**
     * Key that a token must have been signed with: the shared secret for HS256, the published key for the others. The
     * secret is never tried on another algorithm nor a published key on HS256, so a token cannot choose the key that
     * checks it.
     */
    readonly usual: JWTVerifyGetKey;
    /** The older of two shared secrets, for HS256 alone; undefined while there is one. */
    readonly retired: JWTVerifyGetKey | undefined;
};

/** Opens the keys that the configuration names. Published ones are read when they are first needed. */
export function tokenKeys(
    { jwtSecrets, jwksUrl }: Pick<AuthConfig, 'jwtSecrets' | 'jwksUrl'>, clock: Clock
): TokenKeys {
    const [secret, older] = jwtSecrets.map(importSecret);
    const published = jwksUrl === undefined ? undefined : publishedKeys(jwksUrl, clock);
    return {
        usual: async (header, token) => {
            const key = header.alg === 'HS256' ? await secret : await published?.(header, token);
            if (key === undefined) {
                throw new errors.JOSEAlgNotAllowed('There is no key for this algorithm');
            }
            return key;
        },
        retired: older && (() => older)
    };
}

/** Imports the secret once: doing it for each token costs more than the signature check itself. */
function importSecret(secret: string): Promise<CryptoKey> {
    return crypto.subtle.importKey(
        'raw', new TextEncoder().encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
}
