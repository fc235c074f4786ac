import { v7 as uuidv7 } from 'uuid';
import { auditEntry } from '../../platform/audit/audit-entry.ts';
import type { Clock } from '../../foundation/clock/clock.ts';
import type { Command } from '../../platform/commands/command.ts';
import { onNewest } from '../../platform/commands/on-newest.ts';
import { openOrganisation } from './open-organisation.ts';
import { assertMatches } from '../../platform/commands/precondition.ts';
import type { Database } from '../../platform/database/database.ts';
import { DomainError, type Fault } from '../../foundation/errors/domain-error.ts';
import { faultOfPattern, type NumberPatterns } from '../numbering/number-pattern.ts';
import { eventOf } from '../events/event.ts';
import { accountsChange, organisationDocument, profileChange } from './organisation.document.ts';
import { saveOrganisation, type OrganisationWrite } from './organisation.repository.ts';
import { accountsOf, haveSameAccounts, livePendingChange, newPendingChange } from './pending-change.ts';
import type { Organisation, OrganisationProfile } from './organisation.ts';
import { documentTypes } from '../../foundation/vocabulary/document-types.ts';

/** The fields of a profile that a caller gives. */
export type ProfileInput = Partial<Omit<OrganisationProfile, 'numberPatterns' | 'logo'>>
    & { readonly numberPatterns?: Partial<NumberPatterns> };

/** Dependencies of the changes of an organisation. */
export type OrganisationDependencies = {
    readonly database: Database;
    readonly clock: Clock;
    readonly config: {
        /** Condition of a change of the accounts: another administrator, or nothing beside its request. */
        readonly ibanChangeNeeds: 'nothing' | 'second_admin';
    };
};

/**
 * Changes the profile of the caller's organisation: absent fields keep their values. A PUT gives every field.
 * Drafts use the profile from their next change on; issued documents keep the seller they were issued by.
 * Where a change of accounts needs a second administrator, the accounts stay and the change waits; the other fields of
 * the same request change at once. A later change takes the place of one that waits.
 * @throws DomainError `VALIDATION_FAILED` | `PRECONDITION_FAILED` | `PRECONDITION_REQUIRED` | `ORGANISATION_CHANGED`
 */
export function changeOrganisation(
    dependencies: OrganisationDependencies, command: Command<Organisation>, input: ProfileInput
): Promise<Organisation> {
    return onNewest(command, (asking) => openOrganisation(dependencies, asking), async (organisation) => {
        assertMatches(command.ifMatch, organisation.version, organisation.requireIfMatch);
        const numberPatterns = { ...organisation.numberPatterns, ...input.numberPatterns };
        assertPatterns(numberPatterns);

        const now = dependencies.clock.now();
        const wanted = withNextVersion({ ...organisation, ...input, numberPatterns }, organisation, now);
        const changed = withAccounts(organisation, wanted, {
            needsAnother: dependencies.config.ibanChangeNeeds === 'second_admin',
            requestedBy: command.caller.subject, now
        });
        const told = toldOfChange(command, organisation, changed, now);
        await saveOrganisation(dependencies.database, changed, { command, ...told, answer: command.keep(changed) });
        return changed;
    });
}

/** The profile as the next version of the present one. What the service keeps is not the caller's to change. */
export function withNextVersion(
    wanted: Organisation, { id, version, createdAt }: Organisation, now: Date
): Organisation {
    return { ...wanted, id, version: version + 1, createdAt, updatedAt: now };
}

type Accounting = { readonly needsAnother: boolean; readonly requestedBy: string; readonly now: Date };

/** The wanted profile with the accounts that it has from now on: those wanted, or the present ones and a change. */
function withAccounts(
    present: Organisation, wanted: Organisation, { needsAnother, requestedBy, now }: Accounting
): Organisation {
    if (haveSameAccounts(present, wanted)) {
        return { ...wanted, pendingChange: livePendingChange(present, now) };
    }
    return needsAnother
        ? {
            ...wanted, ...accountsOf(present),
            pendingChange: newPendingChange(wanted, { id: uuidv7(), requestedBy, now })
        }
        : { ...wanted, pendingChange: null };
}

/** The entries and events of a change of the profile, and of a change of accounts that begins to wait. */
function toldOfChange(
    command: Command<Organisation>, before: Organisation, after: Organisation, now: Date
): Pick<OrganisationWrite, 'audit' | 'events'> {
    const { pendingChange } = after;
    const asked = pendingChange !== null && pendingChange.id !== before.pendingChange?.id ? pendingChange : undefined;
    const change = profileChange(before, after);
    return {
        audit: [
            ...(asked !== undefined && change === undefined ? [] : [auditEntry(command, {
                action: 'organisation.changed', invoiceId: null, before: organisationDocument(before),
                after: organisationDocument(after), now
            })]),
            ...(asked === undefined ? [] : [auditEntry(command, {
                action: 'organisation.change_requested', invoiceId: null,
                before: { pendingChange: livePendingChange(before, now) }, after: { pendingChange: asked }, now
            })])
        ],
        events: [
            ...(change === undefined ? [] : [eventOf('organisation.changed', null, change, now)]),
            ...(asked === undefined
                ? [] : [eventOf('organisation.change_requested', null, accountsChange(asked, before), now)])
        ]
    };
}

function assertPatterns(patterns: NumberPatterns): void {
    const faults: Fault[] = documentTypes.flatMap((type) => {
        const clause = faultOfPattern(patterns[type]);
        return clause === undefined
            ? [] : [{ path: `numberPatterns.${type}`, code: 'INVALID_PATTERN', message: clause }];
    });
    // Equal patterns would print the same number in two series; the second document could never be issued.
    const twins = documentTypes.filter((type, index) =>
        documentTypes.some((other, place) => place < index && patterns[other] === patterns[type]));
    faults.push(...twins.map((type) => ({
        path: `numberPatterns.${type}`, code: 'SAME_PATTERN',
        message: 'must differ from the patterns of the other document types'
    })));
    if (faults.length > 0) {
        throw new DomainError(
            'VALIDATION_FAILED', faults.map(({ path, message }) => `${path} ${message}`).join('; '), {}, { faults });
    }
}
