import type { Command } from '../../platform/commands/command.ts';
import { openCommand } from '../../platform/commands/open-command.ts';
import type { DraftInput } from './draft-input.ts';
import { changeDraft } from './draft.ts';
import { resolveEdit } from './edit-draft.ts';
import type { Invoice } from './invoice.ts';
import { foundInvoice } from './on-newest-state.ts';
import type { InvoiceServices } from './services.ts';

/**
 * The invoice as it would be after an edit, with its totals; nothing is stored. Without an edit: as it is.
 * @throws DomainError `INVOICE_NOT_FOUND`, and with an edit those of `editDraft`
 */
export async function calculateTotals(services: InvoiceServices, command: Command, invoiceId: string, input: DraftInput): Promise<Invoice> {
    const opened = await openCommand(services, command, invoiceId);
    const invoice = foundInvoice(opened.invoice, invoiceId);
    if (Object.keys(input).length === 0) {
        return invoice;
    }
    const newest = { organisation: opened.organisation, invoice };
    return changeDraft(invoice, opened.organisation, await resolveEdit(services, command, newest, input), services.clock.now());
}
