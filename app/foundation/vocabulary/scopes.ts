/** Every right that a route may ask for, in the order they are documented. */
export const scopes = [
    'invoices:read', 'invoices:write', 'invoices:issue', 'invoices:backdate',
    'payments:write', 'reports:read', 'organisation:read', 'organisation:write', 'webhooks:write'
] as const;

/** A right that a route may ask for. */
export type Scope = (typeof scopes)[number];

/** Whether a text names one of the documented scopes. */
export function isScope(text: string): text is Scope {
    return scopes.some((scope) => scope === text);
}
