import { errors, type CryptoKey, type JWTVerifyGetKey } from 'jose';
import type { Clock } from '../../foundation/clock/clock.ts';
import type { AuthConfig } from '../config/auth-config.ts';
import { publishedKeys } from './published-keys.ts';

/**
 * Key that a token must have been signed with: the shared secret for HS256, the published key for the others. The
 * secret is never tried on another algorithm nor a published key on HS256, so a token cannot choose the key that checks
 * it.
 */
export function tokenKeys(
    { jwtSecret, jwksUrl }: Pick<AuthConfig, 'jwtSecret' | 'jwksUrl'>, clock: Clock
): JWTVerifyGetKey {
    const secret = jwtSecret === undefined ? undefined : importSecret(jwtSecret);
    const published = jwksUrl === undefined ? undefined : publishedKeys(jwksUrl, clock);
    return async (header, token) => {
        const key = header.alg === 'HS256' ? await secret : await published?.(header, token);
        if (key === undefined) {
            throw new errors.JOSEAlgNotAllowed('There is no key for this algorithm');
        }
        return key;
    };
}

/** Imports the secret once: doing it for each token costs more than the signature check itself. */
function importSecret(secret: string): Promise<CryptoKey> {
    return crypto.subtle.importKey(
        'raw', new TextEncoder().encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
}
