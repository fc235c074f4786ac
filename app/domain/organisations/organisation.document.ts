import { differences } from '../../platform/audit/audit-entry.ts';
import type { Accounts, Organisation, PendingChange } from './organisation.ts';
import { accountsOf, livePendingChange } from './pending-change.ts';

/** The organisation in the words of the API, as audit entries carry it. */
export function organisationDocument(organisation: Organisation) {
    const { createdAt, updatedAt, pendingChange: _, ...profile } = organisation;
    return { ...profile, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

/** The organisation in the words of the API, as answers carry it: with the change that waits at that time. */
export function organisationView(organisation: Organisation, now: Date) {
    return { ...organisationDocument(organisation), pendingChange: livePendingChange(organisation, now) };
}

/** A change of the profile as an event tells it; undefined where no field of the profile has another value. */
export function profileChange(before: Organisation, after: Organisation) {
    const { version: _before, updatedAt: _then, ...earlier } = organisationDocument(before);
    const { version, updatedAt: _now, ...later } = organisationDocument(after);
    const changed = differences(earlier, later);
    const fields = Object.keys(changed.after);
    return fields.length === 0 ? undefined : { version, fields, ...changed };
}

/** A change of accounts that waits, or was rejected, as an event tells it. */
export function accountsChange(
    { id, requestedBy, requestedAt, expiresAt, ...accounts }: PendingChange, present: Accounts
) {
    return { id, requestedBy, requestedAt, expiresAt, before: accountsOf(present), after: accountsOf(accounts) };
}
