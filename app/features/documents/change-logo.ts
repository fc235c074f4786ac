import { auditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command } from '../../platform/commands/command.ts';
import { onNewest } from '../../platform/commands/on-newest.ts';
import { assertMatches } from '../../platform/commands/precondition.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { TypesettingFault, type Typesetter } from '../../platform/typesetting/typesetter.ts';
import { eventOf } from '../../domain/events/event.ts';
import { withNextVersion } from '../../domain/organisations/change-organisation.ts';
import { readLogo, refusedLogo } from '../../domain/organisations/logo.ts';
import { openOrganisation } from '../../domain/organisations/open-organisation.ts';
import { organisationDocument, profileChange } from '../../domain/organisations/organisation.document.ts';
import { findLogo, saveLogo, type Logo } from '../../domain/organisations/organisation.repository.ts';
import type { LogoFacts, Organisation } from '../../domain/organisations/organisation.ts';
import type { DocumentDependencies } from './document-dependencies.ts';
import { logoFile } from './render-document.ts';

/**
 * Sets the logo of the caller's organisation. Documents show it from the next one on; archived ones stay as they are.
 * It is set in type once before it is stored, so that no document fails because of it.
 * @param content - The picture in base64.
 * @throws DomainError `VALIDATION_FAILED` and those of {@link removeLogo} and `Typesetter`
 */
export async function putLogo(
    dependencies: DocumentDependencies, command: Command<Organisation>, content: string
): Promise<Organisation> {
    const logo = readLogo(Buffer.from(content, 'base64'));
    await assertPrintable(dependencies.typesetter, command.caller.organisationId, logo);
    return changeLogo(dependencies, command, logo);
}

/**
 * Takes the logo away; without one, nothing changes.
 * @throws DomainError `PRECONDITION_FAILED` | `PRECONDITION_REQUIRED` | `ORGANISATION_CHANGED`
 */
export async function removeLogo(dependencies: DocumentDependencies, command: Command): Promise<void> {
    await changeLogo(dependencies, { ...command, keep: () => undefined, complete: () => undefined }, null);
}

/** The logo of an organisation. @throws DomainError `LOGO_NOT_FOUND` */
export async function readStoredLogo({ database }: DocumentDependencies, organisationId: string): Promise<Logo> {
    const logo = await findLogo(database, organisationId);
    if (logo === undefined) {
        throw new DomainError('LOGO_NOT_FOUND', 'your organisation has no logo; an administrator sets one '
            + 'at the invoice service itself, with PUT /organisation/logo');
    }
    return logo;
}

function changeLogo(
    dependencies: DocumentDependencies, command: Command<Organisation>, logo: Logo | null
): Promise<Organisation> {
    return onNewest(command, (asking) => openOrganisation(dependencies, asking), async (organisation) => {
        assertMatches(command.ifMatch, organisation.version, organisation.requireIfMatch);
        const now = dependencies.clock.now();
        const facts = logo && factsOf(logo);
        if (organisation.logo?.sha256 === facts?.sha256) {
            return organisation;
        }
        const changed = withNextVersion({ ...organisation, logo: facts }, organisation, now);
        const change = profileChange(organisation, changed);
        await saveLogo(dependencies.database, changed, logo && logo.bytes, {
            command,
            audit: [auditEntry(command, {
                action: 'organisation.changed', invoiceId: null, before: organisationDocument(organisation),
                after: organisationDocument(changed), now
            })],
            events: change === undefined ? [] : [eventOf('organisation.changed', null, change, now)],
            answer: command.keep(changed)
        });
        return changed;
    });
}

function factsOf({ bytes: _bytes, ...facts }: Logo): LogoFacts {
    return facts;
}

/** @throws DomainError `VALIDATION_FAILED` for a picture whose pixels or colours no document can show */
async function assertPrintable(typesetter: Typesetter, owner: string, logo: Logo): Promise<void> {
    const file = logoFile(logo);
    const data = JSON.stringify({ file: file.name });
    try {
        await typesetter.pdf({ owner, template: 'logo-probe.typ', data, files: [file], createdAtSeconds: 0 });
    } catch (error) {
        throw error instanceof TypesettingFault
            ? refusedLogo('LOGO_UNREADABLE', 'is a damaged picture, or one in a form that can not be printed') : error;
    }
}
