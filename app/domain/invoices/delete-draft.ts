import { auditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command } from '../../platform/commands/command.ts';
import { invoiceDocument } from './invoice.document.ts';
import { deleteDraftRow } from './invoice.repository.ts';
import { assertDraft } from './invoice.ts';
import { onNewestInvoice } from './on-newest-invoice.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';
import { assertMayChange } from '../../platform/commands/precondition.ts';

/**
 * Deletes a draft; its history stays.
 * @throws DomainError `INVOICE_NOT_FOUND` | `INVOICE_NOT_DRAFT` | `PRECONDITION_FAILED`
 */
export function deleteDraft(dependencies: InvoiceDependencies, command: Command, invoiceId: string): Promise<void> {
    return onNewestInvoice(dependencies, command, invoiceId, async ({ organisation, invoice }) => {
        assertMayChange(command, organisation, invoice);
        assertDraft(invoice);
        const audit = auditEntry(command, {
            action: 'invoice.deleted', invoiceId: invoice.id, before: invoiceDocument(invoice), after: null,
            now: dependencies.clock.now()
        });
        await deleteDraftRow(dependencies.database, invoice, { command, audit, answer: undefined });
    });
}
