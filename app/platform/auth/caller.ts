import type { Scope } from '../../foundation/vocabulary/scopes.ts';



/** Who calls, found once by the authentication scheme: `request.auth.credentials`. */
export type Caller = {
    /** `sub` of the token; `gateway` for a call from a trusted network. */
    readonly subject: string;
    /** Everything is read and written inside this organisation. */
    readonly organisationId: string;
    readonly scopes: readonly Scope[];
    readonly via: 'token' | 'trusted-network';
    /** The token as it came, to be passed on to the CRM's other services. */
    readonly token?: string;
};

/** A token that was checked, and the sessions that it stands or falls with. */
export type VerifiedToken = { readonly caller: Caller; readonly sessionIds: readonly string[] };
