import { auditEntry } from '../../platform/audit/audit-entry.ts';
import type { Clock } from '../../foundation/clock/clock.ts';
import type { Command } from '../../platform/commands/command.ts';
import { onNewest } from '../../platform/commands/on-newest.ts';
import { openOrganisation } from './open-organisation.ts';
import { assertMatches } from '../../platform/commands/precondition.ts';
import type { Database } from '../../platform/database/database.ts';
import { DomainError, type Fault } from '../../foundation/errors/domain-error.ts';
import { faultOfPattern, type NumberPatterns } from '../numbering/number-pattern.ts';
import { organisationDocument } from './organisation.document.ts';
import { saveOrganisation } from './organisation.repository.ts';
import type { Organisation, OrganisationProfile } from './organisation.ts';
import { documentTypes } from '../../foundation/vocabulary/document-types.ts';

/** The fields of a profile that a caller gives. */
export type ProfileInput = Partial<Omit<OrganisationProfile, 'numberPatterns'>>
    & { readonly numberPatterns?: Partial<NumberPatterns> };

/**
 * Changes the profile of the caller's organisation: absent fields keep their values. A PUT gives every field.
 * Drafts use the profile from their next change on; issued documents keep the seller they were issued by.
 * @throws DomainError `VALIDATION_FAILED` | `PRECONDITION_FAILED` | `PRECONDITION_REQUIRED` | `ORGANISATION_CHANGED`
 */
export function changeOrganisation(
    dependencies: { readonly database: Database; readonly clock: Clock }, command: Command<Organisation>,
    input: ProfileInput
): Promise<Organisation> {
    return onNewest(command, (asking) => openOrganisation(dependencies, asking), async (organisation) => {
        assertMatches(command.ifMatch, organisation.version, organisation.requireIfMatch);
        const numberPatterns = { ...organisation.numberPatterns, ...input.numberPatterns };
        assertPatterns(numberPatterns);

        const { id, version, createdAt } = organisation;
        const now = dependencies.clock.now();
        const changed: Organisation = {
            ...organisation, ...input, numberPatterns, id, version: version + 1, createdAt, updatedAt: now
        };
        const audit = auditEntry(command, {
            action: 'organisation.changed', invoiceId: null, before: organisationDocument(organisation),
            after: organisationDocument(changed), now
        });
        await saveOrganisation(dependencies.database, changed, { command, audit, answer: command.keep(changed) });
        return changed;
    });
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
