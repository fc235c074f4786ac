import type { Scope } from '../../foundation/vocabulary/scopes.ts';

/** The session that a token belongs to, as far as the token itself tells. */
export type Session = {
    /**
     * Ids under which it may have been ended: `sid` and `jti`, in this order; `sha256:` and the hash of the token where
     * it has neither.
     */
    readonly ids: readonly string[];
    /** `iat`, seconds since 1970; absent where the issuer leaves it out. */
    readonly issuedAt: number | undefined;
    /** End of the token, seconds since 1970. */
    readonly expiresAt: number;
};

/** Caller of a request, found once by the authentication scheme: `request.auth.credentials`. */
export type Caller = {
    /** `sub` of the token; `gateway` for a call from a trusted network. */
    readonly subject: string;
    /** Organisation that everything is read and written in. */
    readonly organisationId: string;
    readonly scopes: readonly Scope[];
    readonly via: 'token' | 'trusted-network';
    /** The token as it came, passed on to the CRM's other services. */
    readonly token?: string;
    /** Session of the token; absent without one. */
    readonly session?: Session;
};

/** Caller of a checked token. */
export type VerifiedCaller = Caller & { readonly token: string; readonly session: Session };
