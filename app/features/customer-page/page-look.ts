import type { Organisation } from '../../domain/organisations/organisation.ts';
import type { Database } from '../../platform/database/database.ts';
import { lookOf } from '../documents/document-look.ts';

/** Look of a seller's pages. */
export type PageLook = {
    /** `#rrggbb` */
    readonly accent: string;
    /** Logo as a `data:` address, so that the page asks for nothing; null: its name stands there. */
    readonly logo: string | null;
};

/** The look of a seller's pages: that of its documents. */
export async function pageLookOf(database: Database, organisation: Organisation): Promise<PageLook> {
    const { accent, logo } = await lookOf(database, organisation);
    return {
        accent,
        logo: logo === null ? null : `data:${logo.mediaType};base64,${Buffer.from(logo.bytes).toString('base64')}`
    };
}
