import type { Scope } from '../../foundation/vocabulary/scopes.ts';



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
};

/** A checked token, and the sessions that it depends on. */
export type VerifiedToken = { readonly caller: Caller; readonly sessionIds: readonly string[] };
