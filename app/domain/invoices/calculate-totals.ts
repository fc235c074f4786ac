import type { Command } from '../../platform/commands/command.ts';
import { changeDraft } from './draft.ts';
import { resolveEdit } from './edit-draft.ts';
import type { Invoice } from './invoice.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';
import { openInvoice } from './open-invoice.ts';
import type { DraftInput } from './invoice.schemas.ts';

/**
 * The invoice as it would be after an edit, with its totals; nothing is stored. Without an edit it is returned
 * unchanged.
 * @throws DomainError `INVOICE_NOT_FOUND`, and with an edit those of `editDraft`
 */
export async function calculateTotals(
    dependencies: InvoiceDependencies, command: Command, invoiceId: string, input: DraftInput
): Promise<Invoice> {
    const opened = await openInvoice(dependencies, command, invoiceId);
    const { organisation, invoice } = opened;
    if (Object.keys(input).length === 0) {
        return invoice;
    }
    const { change } = await resolveEdit(dependencies, command, opened, input);
    return changeDraft(invoice, organisation, change, dependencies.clock.now());
}
