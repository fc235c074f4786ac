import { v7 as uuidv7 } from 'uuid';
import type { Command } from '../../platform/commands/command.ts';
import { insertLine } from './draft.ts';
import type { Drafted } from './drafted.ts';
import { assertDraft } from './invoice.ts';
import { onNewestInvoice } from './on-newest-invoice.ts';
import { priceItem } from '../pricing/price-item.ts';
import { pricingOf } from '../pricing/pricing.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';
import { storeDraft } from './store-draft.ts';
import { assertMayChange } from '../../platform/commands/precondition.ts';
import type { ItemInput } from '../pricing/item.schemas.ts';

/** The draft after the change, the id of the line that was added to it, and what its caller should know. */
export type AddedItem = Drafted & { readonly itemId: string };

/**
 * Adds one item to a draft, priced by the service it comes from.
 * @throws DomainError `INVOICE_NOT_FOUND` | `INVOICE_NOT_DRAFT` | `TOO_MANY_LINES` | `PRECONDITION_FAILED` and those of
 *     `priceItem`
 */
export function addItem(
    dependencies: InvoiceDependencies, command: Command<AddedItem>, invoiceId: string, item: ItemInput
): Promise<AddedItem> {
    const itemId = uuidv7();
    return onNewestInvoice(dependencies, command, invoiceId, async (newest) => {
        const { organisation, invoice } = newest;
        assertMayChange(command, organisation, invoice);
        assertDraft(invoice);
        const line = await priceItem(pricingOf(dependencies, command, organisation, invoice), item, '', itemId);
        return storeDraft(dependencies, command, newest, {
            change: { lines: insertLine(invoice.lines, line, item.lineNumber) },
            action: 'invoice.item_added',
            made: (changed, warnings) => ({ invoice: changed, itemId, warnings })
        });
    });
}
