import type { Organisation } from '../../domain/organisations/organisation.ts';
import type { DocumentLook } from './render-document.ts';

/** The look of an organisation's documents. */
export function lookOf(_organisation: Organisation): DocumentLook {
    return { accent: '#1f4e79', footer: '' };
}
