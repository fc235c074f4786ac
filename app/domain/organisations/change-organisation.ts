import { auditEntry } from '../../platform/audit/audit-entry.ts';
import type { Clock } from '../../foundation/clock/clock.ts';
import type { Command } from '../../platform/commands/command.ts';
import { openOrganisation } from './open-organisation.ts';
import { assertMatches } from '../../platform/commands/precondition.ts';
import type { Database } from '../../platform/database/database.ts';
import { DomainError, type Fault } from '../../foundation/errors/domain-error.ts';
import { faultOfPattern, type NumberPatterns } from '../numbering/number-pattern.ts';
import { organisationDocument } from './organisation.document.ts';
import { saveOrganisation } from './organisation.repository.ts';
import { defaultProfile, type Organisation, type OrganisationProfile } from './organisation.ts';
import { documentTypes } from '../../foundation/vocabulary/document-types.ts';

/** A profile as a caller gives it; an absent field goes back to its default. */
export type ProfileInput = Partial<Omit<OrganisationProfile, 'numberPatterns'>>
    & { readonly numberPatterns?: Partial<NumberPatterns> };

/**
 * Replaces the profile of the caller's organisation (PUT: an absent field goes back to its default).
 * Drafts use it from their next change on; issued documents keep the seller they were issued by.
 * @throws DomainError `VALIDATION_FAILED` | `PRECONDITION_FAILED` | `PRECONDITION_REQUIRED` | `ORGANISATION_CHANGED`
 */
export async function changeOrganisation(
    dependencies: { readonly database: Database; readonly clock: Clock }, command: Command, input: ProfileInput
): Promise<Organisation> {
    const organisation = await openOrganisation(dependencies, command);
    assertMatches(command.ifMatch, organisation.version, organisation.requireIfMatch);
    const numberPatterns = { ...defaultProfile.numberPatterns, ...input.numberPatterns };
    assertPatterns(numberPatterns);

    const { id, version, createdAt } = organisation;
    const now = dependencies.clock.now();
    const changed: Organisation = {
        ...defaultProfile, ...input, numberPatterns, id, version: version + 1, createdAt, updatedAt: now
    };
    const audit = auditEntry(command, {
        action: 'organisation.changed', invoiceId: null, before: organisationDocument(organisation),
        after: organisationDocument(changed), now
    });
    await saveOrganisation(dependencies.database, changed, command, audit);
    return changed;
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
