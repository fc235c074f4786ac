import { decodeProtectedHeader, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import type { Clock } from '../../foundation/clock/clock.ts';
import type { AuthConfig } from '../config/auth-config.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { VerifiedCaller } from './caller.ts';
import { callerFromClaims, sessionOf } from './token-claims.ts';
import { tokenKeys } from './token-keys.ts';
import { unauthorized } from './unauthorized.ts';
import { verifiedTokens } from './verified-tokens.ts';

/**
 * Makes the check of tokens. A valid token is not checked again for up to a minute (never beyond its own end),
 * because each check costs a good part of a request.
 */
export function tokenVerifier(config: AuthConfig, clock: Clock): (token: string) => Promise<VerifiedCaller> {
    const keys = tokenKeys(config, clock);
    const known = verifiedTokens(clock);
    return async (token) => {
        const before = known.find(token);
        if (before !== undefined) {
            return before;
        }
        const claims = await claimsOf(token, keys, config, clock);
        const verified = {
            ...callerFromClaims(claims, config), via: 'token', token, session: sessionOf(claims, token)
        } as const;
        known.keep(token, verified, ((claims.exp ?? 0) + config.clockToleranceSeconds) * 1_000);
        return verified;
    };
}

async function claimsOf(
    token: string, { usual, retired }: ReturnType<typeof tokenKeys>, config: AuthConfig, clock: Clock
): Promise<JWTPayload> {
    try {
        try {
            return await signedClaims(token, usual, config, clock);
        } catch (error) {
            // While the secret is rotated, tokens of before are signed with the one that is retired.
            if (retired === undefined || !(error instanceof errors.JWSSignatureVerificationFailed)
                || decodeProtectedHeader(token).alg !== 'HS256') {
                throw error;
            }
            return await signedClaims(token, retired, config, clock);
        }
    } catch (error) {
        throw refusalOf(error);
    }
}

async function signedClaims(
    token: string, key: JWTVerifyGetKey, config: AuthConfig, clock: Clock
): Promise<JWTPayload> {
    const { payload } = await jwtVerify(token, key, {
        algorithms: [...config.algorithms],
        requiredClaims: ['exp', 'sub'],
        currentDate: clock.now(),
        clockTolerance: config.clockToleranceSeconds,
        ...(config.issuer === undefined ? {} : { issuer: config.issuer }),
        ...(config.audience.length === 0 ? {} : { audience: [...config.audience] })
    });
    return payload;
}

/** Error for a refused token, in words that help its owner and not a forger. */
function refusalOf(error: unknown): DomainError {
    if (error instanceof DomainError) {
        return error;
    }
    if (error instanceof errors.JWTExpired) {
        return unauthorized('expired', 'The token has expired', error);
    }
    if (error instanceof errors.JWTClaimValidationFailed) {
        const fault = error.claim === 'nbf' && error.reason === 'check_failed' ? 'The token is not valid yet'
            : `The token's claim ${error.claim} is ${error.reason === 'missing' ? 'missing' : 'not the right one'}`;
        return unauthorized('claims', fault, error);
    }
    if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey) {
        return unauthorized('signature', 'The token was not signed with a key that is accepted here', error);
    }
    if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported) {
        return unauthorized('signature', 'The token is signed in a way that is not accepted here', error);
    }
    if (error instanceof errors.JOSEError) {
        return unauthorized('malformed', 'The token is not a valid JSON Web Token', error);
    }
    // A published key that cannot be used, such as one that is too short.
    return new DomainError(
        'AUTH_KEYS_UNAVAILABLE', 'The key that the token is checked with cannot be used', {}, { cause: error });
}
