import { createHash } from 'node:crypto';
import type { JWTPayload } from 'jose';
import type { AuthConfig } from '../config/auth-config.ts';
import { organisationIdPattern } from '../config/setting-types.ts';
import type { Caller, Session } from './caller.ts';
import { unauthorized } from './unauthorized.ts';
import { isScope, type Scope } from '../../foundation/vocabulary/scopes.ts';

/** Settings that decide what a token may do. */
export type ClaimRules =
    Pick<AuthConfig, 'organisationClaim' | 'multiTenant' | 'defaultOrganisation' | 'roles' | 'scopeMode'>;

const maxSubjectLength = 255;
const maxNames = 100;

/**
 * Caller that a verified token speaks for. Pure.
 * @throws DomainError `UNAUTHORIZED` when a claim is missing or has the wrong type
 */
export function callerFromClaims(
    claims: JWTPayload, rules: ClaimRules
): Pick<Caller, 'subject' | 'organisationId' | 'scopes'> {
    return {
        subject: subjectOf(claims), organisationId: organisationOf(claims, rules), scopes: scopesOf(claims, rules)
    };
}

/**
 * Session that a verified token belongs to. Pure.
 * @param token - Text of the token, whose hash is the id of a session that has no other.
 * @throws DomainError `UNAUTHORIZED` when `sid` or `jti` has the wrong type
 */
export function sessionOf(claims: JWTPayload, token: string): Session {
    const ids = sessionIdsOf(claims);
    return {
        ids: ids.length > 0 ? ids : [`sha256:${createHash('sha256').update(token).digest('hex')}`],
        issuedAt: claims.iat,
        expiresAt: claims.exp ?? 0
    };
}

/** The ids that the issuer gave the session and the token. */
function sessionIdsOf(claims: JWTPayload): readonly string[] {
    return ['sid', 'jti'].flatMap((name) => {
        const id = claims[name];
        if (id === undefined) {
            return [];
        }
        if (typeof id !== 'string' || id === '' || id.length > maxSubjectLength) {
            throw unauthorized('claims', `The token's claim ${name} must be text`);
        }
        return [id];
    });
}

function subjectOf({ sub }: JWTPayload): string {
    // jose has checked that `sub` is there; its content is the issuer's.
    if (typeof sub !== 'string' || sub.trim() === '' || sub.length > maxSubjectLength || sub.includes('\0')
        || !sub.isWellFormed()) {
            throw unauthorized('claims', 'The token\'s claim sub must be text');
        }
    return sub;
}

/** Organisation of a token. A token that names one is held to it, also where only one is expected. */
function organisationOf(
    claims: JWTPayload, { organisationClaim, multiTenant, defaultOrganisation }: ClaimRules
): string {
    const organisation = claims[organisationClaim];
    if (organisation === undefined && !multiTenant) {
        return defaultOrganisation;
    }
    if (typeof organisation !== 'string' || !organisationIdPattern.test(organisation)) {
        throw unauthorized('claims', `The token's claim ${organisationClaim} must name an organisation`);
    }
    return organisation;
}

/** Claims that list scopes: of RFC 8693, and as some issuers write it. */
const scopeClaims = ['scope', 'scp'] as const;

/**
 * Scopes of a token. Roles give scopes; a token without roles names its scopes itself. With both, a claim of scopes can
 * only take away: an issuer uses it to narrow a token that it hands to another party. Words that are not scopes of this
 * service give nothing, so a slip of the pen never widens a token.
 */
function scopesOf(claims: JWTPayload, { roles, scopeMode }: ClaimRules): readonly Scope[] {
    const words = scopeClaims.flatMap((name) => namesOf(claims, name))
        .flatMap((text) => text.split(' ')).filter((word) => word !== '');
    const named = words.filter(isScope);
    const held = [...namesOf(claims, 'roles'), ...namesOf(claims, 'role')];
    if (claims['roles'] === undefined && claims['role'] === undefined) {
        return [...new Set(named)];
    }
    const given = [...new Set(held.flatMap((role) => roles.get(role) ?? []))];
    const isAbsent = scopeClaims.every((name) => claims[name] === undefined);
    const isOfOthers = words.length > 0 && named.length === 0;
    return isAbsent || (scopeMode === 'ours' && isOfOthers)
        ? given : given.filter((scope) => named.includes(scope));
}

function namesOf(claims: JWTPayload, name: string): readonly string[] {
    const value = claims[name];
    const list: readonly unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [value];
    if (list.length > maxNames || !list.every((entry) => typeof entry === 'string')) {
        throw unauthorized('claims', `The token's claim ${name} must be text or a list of texts`);
    }
    return list;
}
