import type { Command } from '../../platform/commands/command.ts';
import { openOrganisation } from '../organisations/open-organisation.ts';
import type { Drafted } from './drafted.ts';
import { prepareDraft } from './prepare-draft.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';
import { storeNewDraft } from './store-new-draft.ts';
import type { DraftInput } from './invoice.schemas.ts';

/**
 * Creates a draft: looks the customer up, prices the items, computes the totals and stores all of it or nothing.
 * @throws DomainError those of `openOrganisation`, `prepareDraft` and `storeNewDraft`
 */
export async function createDraft(
    dependencies: InvoiceDependencies, command: Command<Drafted>, input: DraftInput
): Promise<Drafted> {
    const organisation = await openOrganisation(dependencies, command);
    return storeNewDraft(dependencies, command, await prepareDraft(dependencies, command, organisation, input));
}
