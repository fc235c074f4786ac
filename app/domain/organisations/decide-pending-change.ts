import { auditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command } from '../../platform/commands/command.ts';
import { onNewest } from '../../platform/commands/on-newest.ts';
import { assertMatches } from '../../platform/commands/precondition.ts';
import { eventOf } from '../events/event.ts';
import { withNextVersion, type OrganisationDependencies } from './change-organisation.ts';
import { openOrganisation } from './open-organisation.ts';
import { accountsChange, organisationDocument, profileChange } from './organisation.document.ts';
import { saveOrganisation } from './organisation.repository.ts';
import type { Organisation } from './organisation.ts';
import { accountsOf, assertMayConfirm, assertPending } from './pending-change.ts';

type DecidingDependencies = Pick<OrganisationDependencies, 'database' | 'clock'>;

/**
 * Confirms the change of accounts that waits: documents show the new accounts from their issue on.
 * @param id - Id of the change that the caller saw; another one is not confirmed.
 * @throws DomainError `PENDING_CHANGE_NOT_FOUND` | `PENDING_CHANGE_REPLACED` | `SECOND_ADMIN_NEEDED` |
 *     `PRECONDITION_FAILED` | `PRECONDITION_REQUIRED` | `ORGANISATION_CHANGED`
 */
export function confirmPendingChange(
    dependencies: DecidingDependencies, command: Command<Organisation>, id: string
): Promise<Organisation> {
    return onNewest(command, (asking) => openOrganisation(dependencies, asking), async (organisation) => {
        assertMatches(command.ifMatch, organisation.version, organisation.requireIfMatch);
        const now = dependencies.clock.now();
        const pending = assertPending(organisation, now);
        assertMayConfirm(pending, id, command.caller.subject);

        const changed = withNextVersion(
            { ...organisation, ...accountsOf(pending), pendingChange: null }, organisation, now);
        const audit = auditEntry(command, {
            action: 'organisation.change_confirmed', invoiceId: null,
            before: { ...organisationDocument(organisation), pendingChange: pending },
            after: { ...organisationDocument(changed), pendingChange: null }, now
        });
        const change = profileChange(organisation, changed);
        const events = change === undefined ? [] : [eventOf('organisation.changed', null, change, now)];
        await saveOrganisation(
            dependencies.database, changed, { command, audit: [audit], events, answer: command.keep(changed) });
        return changed;
    });
}

/**
 * Rejects the change of accounts that waits; whoever asked for it may do so too.
 * @throws DomainError `PENDING_CHANGE_NOT_FOUND` | `PRECONDITION_FAILED` | `PRECONDITION_REQUIRED` |
 *     `ORGANISATION_CHANGED`
 */
export function rejectPendingChange(dependencies: DecidingDependencies, command: Command): Promise<void> {
    return onNewest(command, (asking) => openOrganisation(dependencies, asking), async (organisation) => {
        assertMatches(command.ifMatch, organisation.version, organisation.requireIfMatch);
        const now = dependencies.clock.now();
        const pending = assertPending(organisation, now);

        const changed = withNextVersion({ ...organisation, pendingChange: null }, organisation, now);
        const audit = auditEntry(command, {
            action: 'organisation.change_rejected', invoiceId: null, before: { pendingChange: pending },
            after: { pendingChange: null }, now
        });
        const events = [eventOf('organisation.change_rejected', null, accountsChange(pending, organisation), now)];
        await saveOrganisation(
            dependencies.database, changed, { command, audit: [audit], events, answer: undefined });
    });
}
