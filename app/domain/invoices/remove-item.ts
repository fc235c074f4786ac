import type { Command } from '../../platform/commands/command.ts';
import { removeLine } from './draft.ts';
import { assertDraft, type Invoice } from './invoice.ts';
import { onNewestInvoice } from './on-newest-invoice.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';
import { storeDraft } from './store-draft.ts';
import { assertMayChange } from '../../platform/commands/precondition.ts';

/**
 * Removes one item from a draft.
 * @throws DomainError `INVOICE_NOT_FOUND` | `ITEM_NOT_FOUND` | `INVOICE_NOT_DRAFT` | `PRECONDITION_FAILED`
 */
export function removeItem(
    dependencies: InvoiceDependencies, command: Command<Invoice>, invoiceId: string, itemId: string
): Promise<Invoice> {
    return onNewestInvoice(dependencies, command, invoiceId, (newest) => {
        assertMayChange(command, newest.organisation, newest.invoice);
        assertDraft(newest.invoice);
        return storeDraft(dependencies, command, newest, {
            change: { lines: removeLine(newest.invoice, itemId) },
            action: 'invoice.item_removed',
            made: (changed) => changed
        });
    });
}
