import type { Organisation } from './organisation.ts';

/** The organisation in the words of the API, as answers and audit entries carry it. */
export function organisationDocument(organisation: Organisation) {
    const { createdAt, updatedAt, ...profile } = organisation;
    return { ...profile, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
