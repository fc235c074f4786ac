import type { Command } from '../../platform/commands/command.ts';
import { openOrganisation } from '../organisations/open-organisation.ts';
import type { DraftInput } from './draft-input.ts';
import type { Invoice } from './invoice.ts';
import { prepareDraft } from './prepare-draft.ts';
import type { InvoiceServices } from './invoice-services.ts';
import { storeNewDraft } from './store-new-draft.ts';

/**
 * Makes a draft: looks the customer up, prices the items, computes the totals and stores all of it or nothing.
 * @throws DomainError those of `openOrganisation`, `prepareDraft` and `storeNewDraft`
 */
export async function createDraft(
    services: InvoiceServices, command: Command<Invoice>, input: DraftInput
): Promise<Invoice> {
    const organisation = await openOrganisation(services, command);
    return storeNewDraft(services, command, await prepareDraft(services, command, organisation, input));
}
