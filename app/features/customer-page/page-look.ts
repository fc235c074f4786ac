import type { Organisation } from '../../domain/organisations/organisation.ts';
import { lookOf } from '../documents/document-pdf.ts';

/** Look of a seller's pages. */
export type PageLook = {
    /** `#rrggbb` */
    readonly accent: string;
    /** Logo as a `data:` address, so that the page asks for nothing; null: its name stands there. */
    readonly logo: string | null;
};

/** The look of a seller's pages: that of its documents. */
export function pageLookOf(organisation: Organisation): PageLook {
    return { accent: lookOf(organisation).accent, logo: null };
}
