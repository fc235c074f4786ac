import { findLogo } from '../../domain/organisations/organisation.repository.ts';
import type { Organisation } from '../../domain/organisations/organisation.ts';
import type { Database } from '../../platform/database/database.ts';
import type { DocumentLook } from './render-document.ts';

/** Colour of documents of an organisation that chose none. */
export const defaultAccent = '#1f4e79';

/** The look of an organisation's documents. */
export async function lookOf(
    database: Database, { id, accentColor, documentFooter, logo }: Organisation
): Promise<DocumentLook> {
    return {
        organisationId: id,
        accent: accentColor ?? defaultAccent, footer: documentFooter ?? '',
        logo: logo === null ? null : await findLogo(database, id) ?? null
    };
}
