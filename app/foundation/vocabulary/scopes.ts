/**
 * Rights that a route may ask for, in the order of the documentation. The role of a token gives them.
 */
export const scopes = [
    'invoices:read', 'invoices:write', 'invoices:issue', 'invoices:backdate',
    'payments:write', 'reports:read', 'organisation:read', 'organisation:write', 'webhooks:write', 'sessions:write'
] as const;

/** One of {@link scopes}. */
export type Scope = (typeof scopes)[number];

/** Tells whether a text names one of the documented scopes. */
export function isScope(text: string): text is Scope {
    return scopes.some((scope) => scope === text);
}
