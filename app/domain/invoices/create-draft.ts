import type { Command } from '../../platform/commands/command.ts';
import { openOrganisation } from '../organisations/open-organisation.ts';
import type { Drafted } from './drafted.ts';
import { prepareDraft } from './prepare-draft.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';
import { storeNewInvoice } from './store-new-invoice.ts';
import type { NewInvoiceInput } from './invoice.schemas.ts';

/**
 * Creates a draft, or with `issue` an issued invoice: looks the customer up, prices the items, computes the totals and
 * stores all of it or nothing.
 * @throws DomainError those of `openOrganisation`, `prepareDraft` and `storeNewInvoice`
 */
export async function createDraft(
    dependencies: InvoiceDependencies, command: Command<Drafted>, input: NewInvoiceInput
): Promise<Drafted> {
    const organisation = await openOrganisation(dependencies, command);
    return storeNewInvoice(dependencies, command, await prepareDraft(dependencies, command, organisation, input));
}
