/** Every right that a route may ask for, in the order they are documented. */
export const scopes = [
    'invoices:read', 'invoices:write', 'invoices:issue', 'invoices:backdate',
    'payments:write', 'reports:read', 'organisation:read', 'organisation:write', 'webhooks:write'
] as const;

/** A right that a route may ask for. */
export type Scope = (typeof scopes)[number];

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
