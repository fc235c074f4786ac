import { scopes, isScope, type Scope } from '../../foundation/vocabulary/scopes.ts';

/** Role → the scopes it gives. */
export type RoleMap = ReadonlyMap<string, readonly Scope[]>;

const viewer = ['invoices:read', 'reports:read', 'organisation:read'] as const;
const user = [...viewer, 'invoices:write', 'invoices:issue'] as const;
const accountant = [...user, 'invoices:backdate', 'payments:write'] as const;
/** The CRM's gateway, which checks its users itself: all that its routes offer, in the order of dates. */
const gateway = [...user, 'payments:write'] as const;

/** The roles of the CRM and of this service. The seller's own data and webhooks are an administrator's. */
const defaultRoles: Readonly<Record<string, readonly Scope[]>> = {
    admin: scopes,
    accountant,
    manager: accountant,
    user,
    sales: user,
    gateway,
    viewer
};

/**
 * The role map with the operator's changes (JWT_ROLE_MAP) laid over the default.
 * @param changes - Role → a list of scopes, or the name of another role.
 * @param faults - Receives a sentence for each entry that cannot be used.
 */
export function roleMapWith(changes: Readonly<Record<string, readonly string[] | string>>, faults: string[]): RoleMap {
    const wanted: Readonly<Record<string, readonly string[] | string>> = { ...defaultRoles, ...changes };
    const known = new Set(Object.keys(wanted));
    return new Map([...known].map((role) => [role, scopesOf(role, wanted, known, faults)]));
}

function scopesOf(
    role: string, wanted: Readonly<Record<string, readonly string[] | string>>,
    known: ReadonlySet<string>, faults: string[]
): readonly Scope[] {
    const seen = new Set<string>();
    let entry = wanted[role];
    for (let name = role; typeof entry === 'string'; name = entry, entry = wanted[entry]) {
        if (seen.has(name) || !known.has(entry)) {
            const fault = known.has(entry) ? 'refers back to it' : 'does not exist';
            faults.push(`JWT_ROLE_MAP: the role "${role}" refers to a role that ${fault}`);
            return [];
        }
        seen.add(name);
    }

    const unknown = (entry ?? []).filter((scope) => !isScope(scope));
    if (unknown.length > 0) {
        faults.push(
            `JWT_ROLE_MAP: the role "${role}" has entries that are no scopes; the scopes are ${scopes.join(', ')}`);
    }
    return (entry ?? []).filter(isScope);
}
