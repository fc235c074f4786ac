import type { Clock } from '../../foundation/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { createOrganisation, findOrganisation } from './organisation.repository.ts';
import type { Organisation } from './organisation.ts';

/** The caller's organisation; it exists from its first use, with defaults. */
export async function readOrganisation(
    { database, clock }: { readonly database: Database; readonly clock: Clock }, id: string
): Promise<Organisation> {
    return await findOrganisation(database, id) ?? createOrganisation(database, id, clock.now());
}
